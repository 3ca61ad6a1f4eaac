"""What a zone showed, weighed: passed, not yet, or why it shows nothing. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from probes.challenge.asking_zone import ServerHeard, ZoneHeard
from probes.challenge.delegation import disagreeing, settles_at
from probes.challenge.model import (
    NOT_TITLE,
    Judgement,
    Outcome,
    Sighting,
    refused,
    unreachable,
)
from probes.challenge.networks import networks
from probes.challenge.token import record_name
from probes.interface import Message, message


def judge_zone(heard: ZoneHeard, sightings: Sequence[Sighting], now: datetime) -> Judgement:
    """Weigh what the parent and the servers of the zone said."""
    withheld = (
        _unanswered(heard)
        or _moving(heard, sightings, now)
        or _unsuited(heard)
        or _absent(heard)
        or _shown_by_all(heard)
        or _unsigned(heard)
        or _too_near(heard)
    )
    if withheld is not None:
        return withheld
    return Judgement(outcome=Outcome.PASSED, reasons=tuple(_passed(heard)))


def _unanswered(heard: ZoneHeard) -> Judgement | None:
    if heard.faults:
        return unreachable(message("CTL01_PARENT_SILENT", name=heard.name), *heard.faults)
    if not heard.before:
        return refused("CTL01_NOT_DELEGATED", name=heard.name)
    return None


def _moving(heard: ZoneHeard, sightings: Sequence[Sighting], now: datetime) -> Judgement | None:
    if heard.after is None:
        return unreachable(message("CTL01_PARENT_SILENT", name=heard.name))
    views = {heard.before, heard.after}
    if heard.delegation is not None:
        views.add(heard.delegation.parent_name_servers)
    if len(views) > 1:
        return refused("CTL01_MOVES", zone=heard.zone)
    return _settling(heard, sightings, now) or _disagreeing(heard)


def _settling(heard: ZoneHeard, sightings: Sequence[Sighting], now: datetime) -> Judgement | None:
    until = settles_at(sightings, heard.before, now)
    if until is None:
        return None
    return refused(
        "CTL01_HAS_MOVED",
        zone=heard.zone,
        before=", ".join(_before(sightings, heard.before)),
        present=", ".join(heard.before),
        until=until.date().isoformat(),
    )


def _disagreeing(heard: ZoneHeard) -> Judgement | None:
    differing = disagreeing(heard.delegation) if heard.delegation else ()
    if not differing:
        return None
    server, names = differing[0]
    return refused(
        "CTL01_LISTS_DIFFER",
        zone=heard.zone,
        parent=", ".join(heard.before),
        server=server,
        child=names,
    )


def _before(sightings: Sequence[Sighting], present: tuple[str, ...]) -> tuple[str, ...]:
    other = [each.name_servers for each in sightings if each.name_servers != present]
    return other[-1]


def _unsuited(heard: ZoneHeard) -> Judgement | None:
    if heard.is_too_wide:
        return refused("CTL01_TOO_MANY_SERVERS", zone=heard.zone)
    if any(each.is_elsewhere for each in heard.servers):
        return refused("CTL01_DELEGATED_FURTHER", name=record_name(heard.name))
    return None


def _absent(heard: ZoneHeard) -> Judgement | None:
    told = _told(heard)
    if not told:
        faults = (said for each in heard.servers for said in each.messages)
        return unreachable(message("CTL01_NO_ANSWER", zone=heard.zone), *dict.fromkeys(faults))
    with_value = [each for each in told if each.placed.seen]
    if not with_value:
        where = record_name(heard.name)
        other = any(each.another_value for each in told)
        more = (message("CTL01_ANOTHER_VALUE", where=where),) if other else ()
        looped = (said for each in told for said in each.messages)
        reasons = (message("CTL01_NOT_SEEN", name=where), *more, *dict.fromkeys(looped))
        return Judgement(outcome=Outcome.NOT_SEEN, reasons=reasons)
    if len(with_value) < len(told):
        return Judgement(
            outcome=Outcome.PARTLY_SEEN,
            reasons=(
                message("CTL01_PARTLY_SEEN", count=str(len(with_value)), total=str(len(told))),
            ),
        )
    return None


def _shown_by_all(heard: ZoneHeard) -> Judgement | None:
    if any(each.placed.seen_elsewhere for each in heard.servers):
        return refused("CTL01_ANY_NAME", zone=heard.zone)
    return None


def _unsigned(heard: ZoneHeard) -> Judgement | None:
    if heard.is_signed is None:
        return unreachable(message("CTL01_PARENT_SILENT", name=heard.name))
    faults = {each.placed.fault for each in heard.servers if each.placed.fault}
    if "wildcard" in faults:
        return refused("CTL01_ANY_NAME", zone=heard.zone)
    return refused("CTL01_SIGNATURE", zone=heard.zone) if faults else None


def _too_near(heard: ZoneHeard) -> Judgement | None:
    """Want two networks where the delegation has them: one way in is easily taken over."""
    if len(_delegated_networks(heard)) > 1 and len(_telling_networks(heard)) == 1:
        return unreachable(message("CTL01_ONE_NETWORK_ANSWERED", zone=heard.zone))
    return None


def _passed(heard: ZoneHeard) -> Iterator[Message]:
    told = _told(heard)
    yield message(
        "CTL01_SEEN", name=record_name(heard.name), count=str(len(told)), total=_total(heard)
    )
    for alias in sorted({alias for each in told for alias in each.placed.aliases}):
        yield message("CTL01_ALIAS", alias=alias)
    if len(_delegated_networks(heard)) == 1:
        yield message("CTL01_ONE_NETWORK", zone=heard.zone)
    if heard.is_signed:
        yield message("CTL01_SIGNED", zone=heard.zone)
    yield NOT_TITLE


def _told(heard: ZoneHeard) -> list[ServerHeard]:
    return [each for each in heard.servers if each.placed.seen is not None]


def _total(heard: ZoneHeard) -> str:
    return str(len(heard.delegation.answers) if heard.delegation else 0)


def _delegated_networks(heard: ZoneHeard) -> frozenset[str]:
    answers = heard.delegation.answers if heard.delegation else ()
    return networks(answer.address for answer in answers)


def _telling_networks(heard: ZoneHeard) -> frozenset[str]:
    return networks(each.server.address for each in _told(heard))
