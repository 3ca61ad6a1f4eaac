"""Until when an answer is asked for: counted from receipt, in calendar days. Pure.

A day given to somebody else that is no working day moves to the next one, as a courtesy (the
product's convention: CPC 642 is about procedure). A period of the law never moves, and neither
does a day of the practice's own.
"""

from dataclasses import dataclass
from datetime import date

from reversibility.catalogues.letters import DeadlineRule
from reversibility.kernel.period import Period
from reversibility.kernel.workdays import add_workdays, last_workday, next_workday

POSTING_WORKDAYS = 3
"""Working days after which a letter of unknown receipt is taken to have arrived: an estimate."""
DELIVERY_MARGIN_DAYS = 15
"""A registered letter waits fifteen days at the post office."""


@dataclass(frozen=True, kw_only=True)
class DeadlineComputation:
    """How the last day to answer is found; every step is here to be shown."""

    sent_on: date
    received_on: date
    is_estimate: bool
    """Whether the day of receipt is counted and not known."""
    period: Period
    counted_to: date
    """Receipt and period, before anything moves."""
    last_day: date
    printed_on: date | None
    """The day that the letter itself names; the later of the two counts."""
    days_left: int

    @property
    def is_past(self) -> bool:
        """Whether that day has passed."""
        return self.days_left < 0

    @property
    def is_moved(self) -> bool:
        """Whether it moved to a working day, or to the day that was printed."""
        return self.last_day != self.counted_to


def estimate_receipt(sent_on: date) -> date:
    """Return the day on which a letter is taken to have arrived."""
    return add_workdays(sent_on, POSTING_WORKDAYS)


def period_of(rule: DeadlineRule, days: int) -> Period:
    """Return how long whoever answers has."""
    return Period(days=days) if days else Period(months=rule.months, days=rule.days)


def compute_deadline(
    rule: DeadlineRule,
    days: int,
    *,
    sent_on: date,
    received_on: date | None,
    today: date,
    printed_on: date | None = None,
) -> DeadlineComputation:
    """Compute the last day to answer."""
    receipt = received_on or estimate_receipt(sent_on)
    period = period_of(rule, days)
    counted = period.after(receipt)
    last = next_workday(counted) if rule.is_moved else counted
    if printed_on is not None and rule.is_moved:
        last = max(last, printed_on)
    return DeadlineComputation(
        sent_on=sent_on,
        received_on=receipt,
        is_estimate=received_on is None,
        period=period,
        counted_to=counted,
        last_day=last,
        printed_on=printed_on,
        days_left=(last - today).days,
    )


def sending_day(last_day: date) -> date:
    """Return until when a notice of one's own is best posted: never later than the last day."""
    margin = Period(days=DELIVERY_MARGIN_DAYS).before(last_day)
    return last_workday(margin)
