"""Which hosts a probe waits for, how many may be under way, and how long the rest will take."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from probes import names, registries
from probes.errors import NameRefusedError
from probes.interface import Source
from probes.options import ProbeOptions
from probes.pacing.budgets import find_budget
from probes.pacing.rules import Because, HostState, share_in_use
from reversibility.evidence.turns import read_states

DIRECT = "direct"
"""The lane of what asks no registry: name servers and sites only."""
_FEWEST, _MOST = 2, 100
_SECONDS_AHEAD = 2.0


def find_lane(name: str, sources: Collection[Source], options: ProbeOptions) -> str:
    """Return the lane of a name: the hosts of its registry that are asked about it."""
    try:
        read = names.read_name(name, options.extra_suffixes, options.tables.folder)
    except NameRefusedError:
        return DIRECT  # refused when its turn comes, with the reason
    registry = registries.find_registry(read.registered_name, options)
    hosts = []
    if Source.RDAP in sources and registry.rdap:
        hosts.append(f"{Source.RDAP}:{urlsplit(registry.rdap).hostname}")
    if Source.WHOIS in sources and registry.whois:
        hosts.append(f"{Source.WHOIS}:{registry.whois.lower()}")
    return " ".join(hosts) or DIRECT


def lane_width(lane: str, options: ProbeOptions) -> int:
    """Return how many units of a lane may be under way: no more than its hosts can be asked of."""
    intervals = [find_budget(host, source, options).interval for source, host in hosts_of(lane)]
    if not intervals:
        return _MOST
    return min(max(_FEWEST, math.ceil(_SECONDS_AHEAD / max(intervals))), _MOST)


def waits_as_asked(session: Session, lane: str, now: datetime) -> bool:
    """Say whether a host of a lane asked for a pause that is not over."""
    states = read_states(session, [host for _, host in hosts_of(lane)]).values()
    return any(
        state.because == Because.ASKED and state.rests_until > now.timestamp() for state in states
    )


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A host that is not asked at present, and how many wait for it."""

    host: str
    because: Because
    until: datetime
    waiting: int


def list_pauses(
    session: Session, waiting: Mapping[str, int], *, now: datetime
) -> tuple[Pause, ...]:
    """Return the hosts that are not asked at present, of those that something waits for."""
    counts: dict[str, int] = {}
    for lane, count in waiting.items():
        for _, host in hosts_of(lane):
            counts[host] = counts.get(host, 0) + count
    return tuple(
        Pause(
            host=host,
            because=Because(state.because),
            until=datetime.fromtimestamp(state.rests_until, UTC),
            waiting=counts[host],
        )
        for host, state in sorted(read_states(session, counts).items())
        if state.rests_until > now.timestamp()
    )


def time_left(
    session: Session, waiting: Mapping[str, int], options: ProbeOptions, *, now: datetime
) -> timedelta | None:
    """Return how long what waits will take at the pace its hosts allow; None where no host limits.

    Lanes that share a host wait for each other; hosts do not.
    """
    questions: dict[tuple[Source, str], int] = {}
    for lane, count in waiting.items():
        for place in hosts_of(lane):
            questions[place] = questions.get(place, 0) + count
    states = read_states(session, [host for _, host in questions])
    instant = now.timestamp()
    seconds = []
    for (source, host), count in questions.items():
        state = states.get(host, HostState())
        from_then = max(instant, state.rests_until)
        share = share_in_use(state, options.pace, from_then)
        interval = find_budget(host, source, options).interval
        seconds.append(from_then - instant + count * interval / share)
    return timedelta(seconds=max(seconds)) if seconds else None


def hosts_of(lane: str) -> Iterator[tuple[Source, str]]:
    """Return the hosts of a lane, and by which protocol each is asked."""
    for place in lane.split():
        source, _, host = place.partition(":")
        if host:
            yield Source(source), host
