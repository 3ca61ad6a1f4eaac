"""Whose turn it is to be asked about again: by need, never by the calendar alone. Pure.

A registry that allows one question a second takes three hours for ten thousand names, so nobody is
asked about without a reason:

- `never`: nothing was ever asked about it (on a schedule, a day after it was declared: until then
  whoever declares it may ask);
- `silent`: the last time, no registry answered: again after an hour, four hours, sixteen, then once
  a day;
- `stale`: what was seen is older than `STALE_AFTER`;
- `expiry`: it expires within 45 days, or has expired: once a week, and daily from a week before
  the day on, for 45 days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from reversibility.evidence.queries.verdicts import STALE_AFTER

SETTLING = timedelta(days=1)
"""How long a new element is left to whoever declared it."""
EXPIRY_WITHIN = timedelta(days=45)
_LAST_DAYS = timedelta(days=7)
_WEEK, _DAY = timedelta(days=7), timedelta(days=1)
# A tick comes every hour and takes a moment: what was asked at noon is due at noon.
_SLACK = timedelta(minutes=5)
_RETRIES = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=16))


class Need(StrEnum):
    """Why an asset is asked about."""

    NEVER = "never"
    SILENT = "silent"
    EXPIRY = "expiry"
    STALE = "stale"


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is known of the times an asset was asked about."""

    declared_at: datetime
    asked_at: datetime | None = None
    """The last time."""
    silences: int = 0
    """How many of the last times no registry answered, in a row."""
    expires_on: date | None = None


def find_need(past: Past, now: datetime, *, settling: timedelta = timedelta()) -> Need | None:
    """Say why an asset is to be asked about now; None when it is not."""
    if past.asked_at is None:
        return Need.NEVER if past.declared_at + settling <= now else None
    since = now - past.asked_at + _SLACK
    if past.silences:
        return Need.SILENT if since >= retry_after(past.silences) else None
    if since >= STALE_AFTER:
        return Need.STALE
    every = _before_expiry(past.expires_on, now.date())
    return Need.EXPIRY if every is not None and since >= every else None


def retry_after(silences: int) -> timedelta:
    """Return how long to leave alone a registry that did not answer so many times in a row."""
    return next((pause for nth, pause in enumerate(_RETRIES, 1) if nth == silences), _DAY)


def _before_expiry(expires_on: date | None, today: date) -> timedelta | None:
    """Return how often a name is looked at that expires on a day."""
    if expires_on is None or abs(expires_on - today) > EXPIRY_WITHIN:
        return None
    return _DAY if expires_on - today <= _LAST_DAYS else _WEEK
