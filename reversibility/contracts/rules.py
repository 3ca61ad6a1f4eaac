"""The dates of a contract, computed with their addends. Pure.

A term runs to its last day, inclusive; the next begins the day after. The last day to give notice
is the day before (next start - notice): a contract that ends on 31 March 2027 with three months'
notice is to be ended by 31 December 2026 at the latest. Whether that day counts receipt or sending
is for the contract to say; the safe reading, shown here, is receipt.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from reversibility.kernel.period import Period

_DAY = timedelta(days=1)
EXPECTATIONS = (
    "site",
    "domain",
    "hosting",
    "mail",
    "maintenance",
    "support",
    "contents",
    "seo",
    "advertising",
    "booking",
)
"""What a practice may think it buys; anything else stands in its own words."""


@dataclass(frozen=True, kw_only=True)
class NoticeComputation:
    """How the last day to give notice is found; every addend is here to be shown."""

    ends_on: date
    next_start: date
    notice: Period
    last_day: date
    days_left: int
    """From today; negative once it has passed."""

    @property
    def is_missed(self) -> bool:
        """Whether that day has passed."""
        return self.days_left < 0


def compute_notice(
    ends_on: date | None, notice: Period | None, *, today: date
) -> NoticeComputation | None:
    """Return the last day to give notice, or None without an end or a notice period."""
    if ends_on is None or notice is None:
        return None
    next_start = ends_on + _DAY
    last_day = notice.before(next_start) - _DAY
    return NoticeComputation(
        ends_on=ends_on,
        next_start=next_start,
        notice=notice,
        last_day=last_day,
        days_left=(last_day - today).days,
    )


def date_faults(
    starts_on: date | None, ends_on: date | None, notice: Period | None
) -> dict[str, str]:
    """Return what contradicts itself: field -> code."""
    faults: dict[str, str] = {}
    if starts_on and ends_on and ends_on < starts_on:
        faults["ends_on"] = "ends_before_start"
    elif starts_on and ends_on and notice and notice.before(ends_on + _DAY) < starts_on:
        faults["notice"] = "notice_longer_than_term"
    return faults
