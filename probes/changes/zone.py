"""What DNS says: name servers, mail hosts, and the key that the parent vouches for."""

from collections.abc import Iterator

from probes.changes.channels import channel_of, registrations, zone_channel
from probes.changes.model import ChangedField, Said, Told, Topic
from probes.interface import ServerAnswer, Survey, ZoneRecords
from probes.judge.zone import asked_of_dns, find_zone
from probes.published.names import ascii_name
from probes.texts import plain

_NAMES_WRITTEN = 8
# Nothing at all, or "no mail here" (RFC 7505).
_NO_MAIL: tuple[tuple[str, ...], ...] = ((), (".",))


def _name_servers(survey: Survey) -> Iterator[Said[frozenset[str]]]:
    """Read the parent's list; where DNS was not asked, the one in the registration."""
    zone = find_zone(survey)
    if zone is not None:
        yield Said(
            channel=zone_channel(zone.delegation.zone),
            observation=zone.whole,
            value=_set(zone.delegation.parent_name_servers),
        )
    for answer, registration in registrations(survey):
        if registration.name_servers:
            yield Said(
                channel=channel_of(answer),
                observation=answer.observation,
                value=_set(registration.name_servers),
            )


def _servers(old: frozenset[str], new: frozenset[str]) -> Iterator[Told]:
    codes = {(True, False): "CHG07_NOT_DELEGATED", (False, True): "CHG07_DELEGATED"}
    code = codes.get((bool(old), bool(new)), "CHG07_SERVERS_CHANGED")
    yield Told(code=code, before=_written_set(old), after=_written_set(new))


def _mail_hosts(survey: Survey) -> Iterator[Said[tuple[str, ...]]]:
    """Read what the servers agree on; while they do not, a change is under way: nothing is said."""
    zone = find_zone(survey)
    if zone is None:
        return
    told = {_hosts(answer) for answer in _freshest(zone.speaking)}
    if len(told) != 1 or (told == {()} and not _says_no_mail(survey)):
        return
    yield Said(channel=zone_channel(survey.name), observation=zone.whole, value=told.pop())


def _says_no_mail(survey: Survey) -> bool:
    """Whether a server said so itself: an answer about mail may also just have been lost."""
    records = [item.facts for item in asked_of_dns(survey) if isinstance(item.facts, ZoneRecords)]
    return any(record.mail.mail_hosts in _NO_MAIL for record in records)


def _freshest(speaking: tuple[ServerAnswer, ...]) -> list[ServerAnswer]:
    """Return the servers that hold the newest zone that any of them holds."""
    serials = [answer.serial for answer in speaking if answer.serial is not None]
    return [answer for answer in speaking if not serials or answer.serial == max(serials)]


def _hosts(answer: ServerAnswer) -> tuple[str, ...]:
    return tuple(ascii_name(host) for host in answer.mail_hosts)


def _mail(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Told]:
    codes = {(True, False): "CHG08_MAIL_GONE", (False, True): "CHG08_MAIL_APPEARED"}
    changed = "CHG08_MAIL_ORDER" if set(old) == set(new) else "CHG08_MAIL_CHANGED"
    code = codes.get((bool(old), bool(new)), changed)
    yield Told(code=code, before=_written(old), after=_written(new))


def _vouched(survey: Survey) -> Iterator[Said[frozenset[str]]]:
    for item in asked_of_dns(survey):
        facts = item.facts
        if isinstance(facts, ZoneRecords) and facts.signing is not None:
            yield Said(
                channel=zone_channel(facts.zone),
                observation=item,
                value=frozenset(facts.signing.delegated),
            )


def _keys(old: frozenset[str], new: frozenset[str]) -> Iterator[Told]:
    codes = {(True, False): "CHG09_DNSSEC_OFF", (False, True): "CHG09_DNSSEC_ON"}
    code = codes.get((bool(old), bool(new)), "CHG09_DNSSEC_KEY")
    yield Told(code=code, before=_written_set(old), after=_written_set(new))


def _set(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(ascii_name(name) for name in names)


def _written_set(names: frozenset[str]) -> str:
    return _written(tuple(sorted(names)))


def _written(names: tuple[str, ...]) -> str:
    """Write names as one bounded line: how many are left out is said."""
    told = [plain(name) for name in names[:_NAMES_WRITTEN]]
    left = len(names) - len(told)
    return ", ".join(told) + (f" (+{left})" if left else "")


NAME_SERVERS = Topic(
    field=ChangedField.NAME_SERVERS,
    read=_name_servers,
    is_same=frozenset.__eq__,
    tell=_servers,
    written=_written_set,
)
MAIL_HOST = Topic(
    field=ChangedField.MAIL_HOST,
    read=_mail_hosts,
    is_same=tuple.__eq__,
    tell=_mail,
    written=_written,
)
DNSSEC = Topic(
    field=ChangedField.DNSSEC,
    read=_vouched,
    is_same=frozenset.__eq__,
    tell=_keys,
    written=_written_set,
)
