"""When a plan is due by itself. Pure.

The date that counts is the next one that is still ahead: the last day to give notice, then the end
of the term. A plan is made when that date is as near as the contract says, and looked at again at
90 and 30 days. A step that nobody was there for is not made up for: the nearest one stands for all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reversibility.contracts.terms import Dates, Renewal, State
from reversibility.exits.ahead.models import DateKind

DEFAULT_DAYS = 120
FEWEST_DAYS, MOST_DAYS = 0, 730
"""0: never by itself."""
AGAIN = (90, 30)


@dataclass(frozen=True, kw_only=True)
class Nearing:
    """The date of a contract that comes next."""

    kind: DateKind
    on: date
    days_left: int


@dataclass(frozen=True, kw_only=True)
class DueStep:
    """A plan that is due: which date it is made for, and how long before."""

    nearing: Nearing
    days_before: int


def nearing(ends_on: date | None, notice_by: date | None, *, today: date) -> Nearing | None:
    """Return the date that comes next; None when none is ahead."""
    found = ((DateKind.NOTICE, notice_by), (DateKind.END, ends_on))
    ahead = [(day, kind) for kind, day in found if day is not None and day >= today]
    if not ahead:
        return None
    day, kind = min(ahead)
    return Nearing(kind=kind, on=day, days_left=(day - today).days)


def nearing_of(dates: Dates) -> Nearing | None:
    """Return the date of a contract that comes next; None where it has no term, or none is ahead.

    A term that renews itself does not end: of such a contract only the day of notice counts.
    """
    if dates.state not in {State.RUNNING, State.UPCOMING}:
        return None
    ends_on = None if dates.terms.renewal is Renewal.TACIT else dates.ends_on
    notice_by = dates.notice.last_day if dates.notice else None
    return nearing(ends_on, notice_by, today=dates.today)


def steps(days: int) -> tuple[int, ...]:
    """Return how many days before a date plans are made, the first step first."""
    return (days, *(step for step in AGAIN if step < days)) if days > 0 else ()


def due_step(near: Nearing | None, days: int) -> DueStep | None:
    """Return the step that has been reached last; None before the first."""
    if near is None:
        return None
    reached = [step for step in steps(days) if near.days_left <= step]
    return DueStep(nearing=near, days_before=min(reached)) if reached else None


def next_step(near: Nearing | None, days: int, done: Iterable[int]) -> int | None:
    """Return the step that comes next before a date; None when none is left."""
    if near is None:
        return None
    passed = set(done)
    return next(
        (step for step in steps(days) if step < near.days_left and step not in passed), None
    )
