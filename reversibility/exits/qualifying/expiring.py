"""What expires soon, as the register and the checks know it."""

from collections.abc import Iterable
from datetime import date

from reversibility.evidence.standing import Standing

EXPIRES_WITHIN = 60
"""Days, content base A0.2 F4."""


def expiring(standings: Iterable[Standing], *, today: date) -> tuple[tuple[str, date], ...]:
    """Return what expires soon or has expired, by name and last day, the first one first."""
    found = [
        (standing.asset.name, standing.next_date)
        for standing in standings
        if standing.next_date and (standing.next_date - today).days <= EXPIRES_WITHIN
    ]
    return tuple(sorted(found, key=lambda each: each[1]))
