"""Until when a provider has to answer, counted from receipt; each direction of moving a day."""

from datetime import date

import pytest

from reversibility.catalogues.letters import letters
from reversibility.exits.letters.deadlines import (
    compute_deadline,
    estimate_receipt,
    sending_day,
)

L1, L4, L11 = (letters().letters[kind].deadline for kind in ("L1", "L4", "L11"))
TODAY = date(2026, 12, 1)


def test_without_a_receipt_three_working_days_are_counted_and_said_to_be_an_estimate() -> None:
    # 1 December 2026 is a Tuesday: Wednesday, Thursday, Friday.
    found = compute_deadline(L1, 0, sent_on=TODAY, received_on=None, today=TODAY)
    assert (found.received_on, found.is_estimate) == (date(2026, 12, 4), True)
    # Eight days later is Saturday 12 December: the courtesy to the provider leads to Monday.
    assert (found.counted_to, found.last_day) == (date(2026, 12, 12), date(2026, 12, 14))


def test_a_known_receipt_starts_the_time() -> None:
    received = date(2026, 12, 9)
    found = compute_deadline(L4, 0, sent_on=TODAY, received_on=received, today=TODAY)
    assert not found.is_estimate
    assert found.counted_to == date(2026, 12, 24)
    assert found.last_day == date(2026, 12, 24)


def test_a_public_holiday_given_to_the_provider_moves_to_the_next_working_day() -> None:
    found = compute_deadline(L4, 0, sent_on=TODAY, received_on=date(2026, 12, 10), today=TODAY)
    assert found.counted_to == date(2026, 12, 25)
    assert found.last_day == date(2026, 12, 28)


def test_the_later_of_the_printed_day_and_the_counted_day_holds() -> None:
    printed = date(2027, 1, 8)
    found = compute_deadline(
        L4, 0, sent_on=TODAY, received_on=date(2026, 12, 2), today=TODAY, printed_on=printed
    )
    assert found.last_day == printed


def test_the_month_of_the_administrator_never_moves() -> None:
    # One month from 13 January 2027 ends on Saturday 13 February.
    received = date(2027, 1, 13)
    found = compute_deadline(L11, 0, sent_on=TODAY, received_on=received, today=TODAY)
    assert found.last_day == date(2027, 2, 13)
    end = compute_deadline(L11, 0, sent_on=TODAY, received_on=date(2027, 1, 31), today=TODAY)
    assert end.last_day == date(2027, 2, 28)


def test_fewer_days_can_be_given() -> None:
    found = compute_deadline(L4, 3, sent_on=TODAY, received_on=TODAY, today=date(2026, 12, 5))
    assert found.last_day == date(2026, 12, 4)
    assert found.is_past


@pytest.mark.parametrize(
    ("last_day", "posted_by"),
    [
        (date(2026, 12, 31), date(2026, 12, 16)),
        # 15 days before is Sunday 20 December: the practice's own day goes back, never on.
        (date(2027, 1, 4), date(2026, 12, 18)),
    ],
)
def test_a_notice_of_ones_own_is_posted_early_and_never_later(
    last_day: date, posted_by: date
) -> None:
    assert sending_day(last_day) == posted_by


def test_an_estimate_skips_weekends_and_holidays() -> None:
    assert estimate_receipt(date(2026, 12, 23)) == date(2026, 12, 29)
