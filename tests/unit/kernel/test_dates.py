"""The date that a paper bears."""

from datetime import date

import pytest

from reversibility.kernel.dates import paper_day_fault

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (None, "day_required"),
        (date(2026, 11, 24), ""),
        (date(1998, 1, 1), ""),
        (date(2026, 11, 25), "day_to_come"),
        (date(206, 11, 24), "year"),
        (date(9999, 12, 31), "year"),
    ],
)
def test_a_paper_bears_a_date_that_has_come(day: date | None, fault: str) -> None:
    assert paper_day_fault(day, today=TODAY) == fault
