"""Whether the delegation of a name is at rest. Pure.

While a name moves from one provider to another, both answer for it, and what is read shows neither.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from probes.challenge.model import Sighting
from probes.interface import Delegation

# For how long resolvers keep the parent's answer: 48 hours in most registries' zones.
SETTLES_AFTER = timedelta(hours=48)


def settles_at(
    sightings: Sequence[Sighting], present: tuple[str, ...], now: datetime
) -> datetime | None:
    """Return until when a change that was seen has to settle; None when nothing moves.

    `sightings` are earlier answers of the parent, the oldest first. A check leaves one itself, so
    the time counts from the first answer of the present kind, not from the last look.
    """
    since = now
    for sighting in reversed(sightings):
        if sighting.name_servers != present:
            until = since + SETTLES_AFTER
            return until if until > now else None
        since = sighting.seen_at
    return None


def disagreeing(delegation: Delegation) -> tuple[tuple[str, str], ...]:
    """Return the servers that name other servers than the parent does: (server, what it names)."""
    return tuple(
        sorted(
            {
                (answer.server, ", ".join(answer.name_servers))
                for answer in delegation.answers
                if answer.name_servers and answer.name_servers != delegation.parent_name_servers
            }
        )
    )
