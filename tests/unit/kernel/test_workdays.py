"""French public holidays and working days, against calendars that were printed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.kernel.workdays import (
    add_workdays,
    count_workdays,
    easter,
    holidays,
    is_workday,
    last_workday,
    next_workday,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2150, 12, 31))


@pytest.mark.parametrize(
    "sunday",
    [
        date(1961, 4, 2),
        date(2000, 4, 23),
        date(2008, 3, 23),  # the earliest of a life
        date(2011, 4, 24),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),  # the latest that can be
    ],
)
def test_easter_falls_where_almanacs_say(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_a_year_has_the_eleven_days_of_the_law() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_alsace_and_moselle_have_two_more() -> None:
    more = holidays(2026, alsace_moselle=True) - holidays(2026)
    assert more == {date(2026, 4, 3), date(2026, 12, 26)}
    assert is_workday(date(2026, 4, 3))
    assert not is_workday(date(2026, 4, 3), alsace_moselle=True)


def test_a_year_in_which_ascension_is_on_8_may_has_ten() -> None:
    assert len(holidays(1997)) == 10


def test_a_deadline_for_the_other_side_moves_on_and_ones_own_moves_back() -> None:
    saturday = date(2026, 5, 23)  # Whit Monday follows
    assert next_workday(saturday) == date(2026, 5, 26)
    assert last_workday(saturday) == date(2026, 5, 22)


def test_working_days_are_counted_without_the_first_and_with_the_last() -> None:
    assert count_workdays(date(2026, 5, 22), date(2026, 5, 26)) == 1
    assert add_workdays(date(2026, 5, 22), 1) == date(2026, 5, 26)
    assert add_workdays(date(2026, 5, 26), -1) == date(2026, 5, 22)


@given(day=DAYS, alsace_moselle=st.booleans())
def test_moved_days_are_working_days_on_their_side(*, day: date, alsace_moselle: bool) -> None:
    after = next_workday(day, alsace_moselle=alsace_moselle)
    before = last_workday(day, alsace_moselle=alsace_moselle)
    assert before <= day <= after
    assert after - before <= timedelta(days=6)
    assert is_workday(after, alsace_moselle=alsace_moselle)
    assert is_workday(before, alsace_moselle=alsace_moselle)


@given(DAYS, st.integers(min_value=0, max_value=60))
def test_so_many_working_days_later_so_many_were_counted(day: date, count: int) -> None:
    assert count_workdays(day, add_workdays(day, count)) == count
