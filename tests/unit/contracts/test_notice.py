"""The last day to give notice, with its addends."""

from datetime import date

import pytest

from reversibility.contracts.rules import compute_notice, date_faults
from reversibility.kernel.period import Period

TODAY = date(2026, 11, 24)


def test_three_months_before_the_end_of_march_is_the_last_day_of_december() -> None:
    computed = compute_notice(date(2027, 3, 31), Period(months=3), today=TODAY)
    assert computed is not None
    assert (computed.next_start, computed.last_day) == (date(2027, 4, 1), date(2026, 12, 31))
    assert computed.days_left == 37


def test_the_example_of_the_design_holds() -> None:
    computed = compute_notice(date(2023, 7, 31), Period(months=3), today=TODAY)
    assert computed is not None
    assert computed.last_day == date(2023, 4, 30)
    assert computed.is_missed


def test_notice_given_on_the_last_day_itself_is_in_time() -> None:
    computed = compute_notice(date(2027, 2, 23), Period(days=90), today=TODAY)
    assert computed is not None
    assert (computed.last_day, computed.days_left) == (date(2026, 11, 25), 1)
    assert not computed.is_missed


def test_an_open_ended_contract_has_no_last_day() -> None:
    assert compute_notice(None, Period(months=3), today=TODAY) is None


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "notice", "faults"),
    [
        (date(2026, 1, 1), date(2025, 12, 31), None, {"ends_on": "ends_before_start"}),
        (
            date(2026, 1, 1),
            date(2026, 3, 31),
            Period(months=6),
            {"notice": "notice_longer_than_term"},
        ),
        (date(2026, 1, 1), date(2026, 12, 31), Period(months=3), {}),
    ],
)
def test_contradicting_dates_are_named(
    starts_on: date, ends_on: date, notice: Period | None, faults: dict[str, str]
) -> None:
    assert date_faults(starts_on, ends_on, notice) == faults
