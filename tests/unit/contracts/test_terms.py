"""The date engine: what a tool that many use got wrong, and what must hold for every contract."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.contracts.terms import (
    Counting,
    EarlyExit,
    Renewal,
    State,
    Terms,
    compute,
    end_after,
    faults_of,
)
from reversibility.kernel.period import Period
from reversibility.kernel.workdays import is_workday

DAY = timedelta(days=1)
M = {count: Period(months=count) for count in (1, 2, 3, 12, 15, 36, 60)}


@dataclass(frozen=True, kw_only=True)
class Vector:
    """One contract on one day, and what is right."""

    terms: Terms
    today: date
    end: date
    last_day: date
    missed: bool = False


def tacit(start: date, initial: int, again: int, notice: int) -> Terms:
    return Terms(
        starts_on=start,
        initial=M[initial],
        renewal=Renewal.TACIT,
        renewed_for=M[again],
        notice=M[notice],
    )


VECTORS = {
    # The notice was taken from the first end, not from that of the renewed term.
    "glpi-project/glpi#23084": Vector(
        terms=tacit(date(2024, 8, 29), 12, 12, 2),
        today=date(2026, 2, 11),
        end=date(2026, 8, 28),
        last_day=date(2026, 6, 28),
    ),
    # The first term came out twice as long, and the notice with it.
    "glpi-project/glpi#15893, in the first term": Vector(
        terms=tacit(date(2020, 8, 1), 36, 12, 3),
        today=date(2023, 1, 10),
        end=date(2023, 7, 31),
        last_day=date(2023, 4, 30),
    ),
    "glpi-project/glpi#15893, the day it was reported": Vector(
        terms=tacit(date(2020, 8, 1), 36, 12, 3),
        today=date(2023, 10, 31),
        end=date(2024, 7, 31),
        last_day=date(2024, 4, 30),
    ),
    # 60 months and one renewal of 12 made 120 months instead of 72.
    "glpi-project/glpi#14703": Vector(
        terms=tacit(date(2018, 1, 1), 60, 12, 3),
        today=date(2023, 5, 12),
        end=date(2023, 12, 31),
        last_day=date(2023, 9, 30),
    ),
    # The first term was left out: a notification came in 2019 for a contract bound until 2021.
    "glpi-project/glpi#6004": Vector(
        terms=tacit(date(2018, 9, 27), 36, 12, 3),
        today=date(2019, 6, 7),
        end=date(2021, 9, 26),
        last_day=date(2021, 6, 26),
    ),
    # Not renewed, notice over: the day that passed is given, not one a term later.
    "glpi-project/glpi#18954, notice over": Vector(
        terms=replace(tacit(date(2024, 1, 15), 12, 12, 3), renewal=Renewal.NONE),
        today=date(2024, 12, 20),
        end=date(2025, 1, 14),
        last_day=date(2024, 10, 14),
        missed=True,
    ),
    "glpi-project/glpi#18954, around a new year": Vector(
        terms=replace(tacit(date(2024, 2, 10), 12, 12, 3), renewal=Renewal.NONE),
        today=date(2024, 10, 1),
        end=date(2025, 2, 9),
        last_day=date(2024, 11, 9),
    ),
    # The end was looked for at the start.
    "glpi-project/glpi#2596": Vector(
        terms=tacit(date(2016, 9, 1), 12, 12, 1),
        today=date(2017, 8, 10),
        end=date(2017, 8, 31),
        last_day=date(2018, 7, 31),
        missed=True,
    ),
    "a month's end does not drift": Vector(
        terms=tacit(date(2023, 1, 31), 1, 1, 1),
        today=date(2023, 4, 1),
        end=date(2023, 4, 29),
        last_day=date(2023, 4, 29),
        missed=True,
    ),
    "29 February comes back": Vector(
        terms=tacit(date(2024, 2, 29), 12, 12, 3),
        today=date(2027, 6, 1),
        end=date(2028, 2, 28),
        last_day=date(2027, 11, 28),
    ),
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_a_known_contract_has_its_known_dates(vector: Vector) -> None:
    dates = compute(vector.terms, today=vector.today)
    assert dates.notice is not None
    assert (dates.ends_on, dates.notice.last_day, dates.missed) == (
        vector.end, vector.last_day, vector.missed,
    )  # fmt: skip


def test_missed_speaks_of_the_present_term_and_the_day_of_the_next_chance() -> None:
    terms = tacit(date(2020, 8, 1), 36, 12, 3)
    on_the_day = compute(terms, today=date(2023, 4, 30))
    assert (on_the_day.missed, on_the_day.notice and on_the_day.notice.days_left) == (False, 0)
    after = compute(terms, today=date(2023, 5, 1))
    assert after.missed_on == date(2023, 4, 30)
    assert after.notice is not None
    assert (after.notice.last_day, after.notice.term.number) == (date(2024, 4, 30), 2)


def test_a_contract_that_ends_by_itself_asks_for_nothing() -> None:
    terms = replace(tacit(date(2024, 1, 1), 12, 12, 3), renewal=Renewal.EXPRESS)
    running = compute(terms, today=date(2024, 12, 1))
    assert (running.state, running.ends_by_itself, running.deadline) == (State.RUNNING, True, None)
    assert compute(terms, today=date(2025, 1, 1)).state is State.OVER


def test_without_an_agreed_length_what_follows_the_first_term_has_no_end() -> None:
    """C. civ., art. 1214 and 1215."""
    terms = replace(tacit(date(2024, 1, 1), 12, 12, 3), renewed_for=None)
    last = compute(terms, today=date(2024, 12, 1))
    assert (last.ends_on, last.missed_on, last.deadline) == (
        date(2024, 12, 31), date(2024, 9, 30), None,
    )  # fmt: skip
    endless = compute(terms, today=date(2025, 3, 10))
    assert (endless.state, endless.ends_on) == (State.ENDLESS, None)
    assert endless.out_on == date(2025, 6, 10)


def test_a_contract_without_end_ends_with_the_notice_and_not_before_it_is_bound() -> None:
    terms = Terms(starts_on=date(2026, 1, 1), renewal=Renewal.OPEN_ENDED, notice=M[3])
    assert compute(terms, today=date(2026, 3, 10)).out_on == date(2026, 6, 10)
    bound = replace(terms, initial=M[12])
    assert compute(bound, today=date(2026, 3, 10)).out_on == date(2026, 12, 31)


def test_a_notice_by_whole_months_begins_on_a_first() -> None:
    terms = replace(tacit(date(2023, 8, 15), 12, 12, 3), to_month_end=True)
    found = compute(terms, today=date(2024, 1, 1)).notice
    assert found is not None
    assert (found.begins_on, found.last_day) == (date(2024, 5, 1), date(2024, 4, 30))
    assert end_after(terms, M[3], date(2026, 3, 10)) == date(2026, 6, 30)


def test_ones_own_day_never_moves_later_and_the_provider_s_may() -> None:
    terms = replace(tacit(date(2026, 1, 2), 12, 12, 3), provider_notice=M[3], moves_to_workday=True)
    dates = compute(terms, today=date(2026, 2, 1))
    assert dates.notice is not None
    assert dates.provider_notice is not None
    assert dates.notice.last_day == date(2026, 10, 1)
    sunday = replace(terms, starts_on=date(2026, 2, 2))  # 1 November, a Sunday and a holiday
    dates = compute(sunday, today=date(2026, 3, 1))
    assert dates.notice is not None
    assert dates.provider_notice is not None
    assert (dates.notice.last_day, dates.notice.workday) == (date(2026, 11, 1), date(2026, 10, 30))
    assert dates.notice.moved_to is None
    assert dates.provider_notice.moved_to == date(2026, 11, 2)


def test_where_sending_counts_no_margin_is_taken() -> None:
    terms = tacit(date(2026, 1, 1), 12, 12, 3)
    received = compute(terms, today=date(2026, 2, 1)).notice
    sent = compute(replace(terms, counting=Counting.SENDING), today=date(2026, 2, 1)).notice
    assert received is not None
    assert sent is not None
    assert (received.post_by, sent.post_by) == (date(2026, 9, 15), date(2026, 9, 30))


def test_an_early_exit_waits_for_its_day_and_its_notice() -> None:
    early = EarlyExit(after=M[12], notice=M[2], price="trois mensualités")
    terms = replace(tacit(date(2026, 1, 1), 36, 12, 3), early_exit=early)
    assert compute(terms, today=date(2026, 2, 1)).early_out_on == date(2026, 12, 31)
    assert compute(terms, today=date(2027, 2, 1)).early_out_on == date(2027, 4, 1)
    assert compute(terms, today=date(2028, 12, 1)).early_out_on is None


def test_a_named_last_day_starts_the_count_of_renewals() -> None:
    terms = Terms(
        first_end=date(2023, 7, 31), renewal=Renewal.TACIT, renewed_for=M[12], notice=M[3]
    )
    dates = compute(terms, today=date(2026, 2, 1))
    assert dates.notice is not None
    assert (dates.ends_on, dates.notice.last_day) == (date(2026, 7, 31), date(2026, 4, 30))


def test_a_contract_that_really_ended_is_over() -> None:
    terms = replace(tacit(date(2020, 8, 1), 36, 12, 3), ended_on=date(2024, 7, 31))
    dates = compute(terms, today=date(2026, 2, 1))
    assert (dates.state, dates.ends_on, dates.deadline) == (State.OVER, date(2024, 7, 31), None)


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, {}),
        ({"notice": M[15]}, {"notice": "notice_longer_than_term"}),
        ({"provider_notice": M[15]}, {"provider_notice": "notice_longer_than_term"}),
        ({"first_end": date(2025, 1, 1)}, {"ends_on": "ends_before_start"}),
        ({"ended_on": date(2025, 1, 1)}, {"ended_on": "ended_before_start"}),
        ({"initial": Period()}, {"initial_term": "term_of_no_length"}),
        ({"renewed_for": Period()}, {"renewal_term": "term_of_no_length"}),
        ({"notice": Period(days=365)}, {}),
        ({"notice": Period(days=366)}, {"notice": "notice_longer_than_term"}),
    ],
)
def test_what_contradicts_itself_is_named(
    changed: dict[str, object], faults: dict[str, str]
) -> None:
    terms = tacit(date(2026, 1, 1), 12, 12, 3)
    assert faults_of(replace(terms, **changed)) == faults  # type: ignore[arg-type]


def periods(*, least: int, months: int, days: int) -> st.SearchStrategy[Period]:
    made = st.builds(
        Period,
        months=st.integers(min_value=0, max_value=months),
        days=st.integers(min_value=0, max_value=days),
    )
    return made.filter(lambda each: each.months * 28 + each.days >= least)


STARTS = st.dates(min_value=date(1995, 1, 1), max_value=date(2060, 12, 31))
ALL_TERMS = st.builds(
    Terms,
    starts_on=STARTS,
    initial=periods(least=1, months=72, days=40),
    renewal=st.sampled_from([Renewal.TACIT, Renewal.NONE, Renewal.EXPRESS]),
    renewed_for=periods(least=1, months=36, days=40),
    notice=periods(least=0, months=12, days=60),
    provider_notice=st.none() | periods(least=0, months=12, days=60),
    counting=st.sampled_from(Counting),
    to_month_end=st.booleans(),
    moves_to_workday=st.booleans(),
    alsace_moselle=st.booleans(),
)


@given(terms=ALL_TERMS, later=st.integers(min_value=0, max_value=12_000))
def test_terms_tile_the_calendar_without_gap_or_overlap(terms: Terms, later: int) -> None:
    terms = replace(terms, renewal=Renewal.TACIT)
    assert terms.starts_on is not None
    today = terms.starts_on + DAY * later
    term = compute(terms, today=today).term
    assert term is not None
    assert term.starts_on is not None
    assert term.starts_on <= today <= term.ends_on
    assert term.next_start == term.ends_on + DAY
    following = compute(terms, today=term.next_start).term
    assert following is not None
    assert (following.number, following.starts_on) == (term.number + 1, term.next_start)
    if term.number > 1:
        before = compute(terms, today=term.starts_on - DAY).term
        assert before is not None
        assert (before.number, before.ends_on) == (term.number - 1, term.starts_on - DAY)


@given(terms=ALL_TERMS, count=st.integers(min_value=1, max_value=30))
def test_renewals_are_counted_from_the_first_start_and_never_drift(
    terms: Terms, count: int
) -> None:
    terms = replace(terms, renewal=Renewal.TACIT)
    assert terms.starts_on is not None
    assert terms.initial is not None
    assert terms.renewed_for is not None
    again = terms.renewed_for
    expected = (terms.initial + again * (count - 1)).after(terms.starts_on)
    term = compute(terms, today=expected).term
    assert term is not None
    assert term.starts_on == expected
    if not (terms.initial.days or again.days) and terms.starts_on.day <= 28:
        assert term.starts_on.day == terms.starts_on.day


@given(terms=ALL_TERMS, later=st.integers(min_value=-400, max_value=9_000))
def test_notice_is_given_before_the_next_start_and_ones_own_day_never_later(
    terms: Terms, later: int
) -> None:
    assert terms.starts_on is not None
    dates = compute(terms, today=terms.starts_on + DAY * later)
    found = dates.notice
    assert found is not None
    assert found.last_day < found.term.next_start
    assert found.begins_on == found.last_day + DAY
    assert found.period.after(found.begins_on) <= found.term.next_start + DAY * 3
    assert found.post_by <= found.workday <= found.last_day
    assert found.moved_to is None
    assert is_workday(found.workday, alsace_moselle=terms.alsace_moselle)
    plain = compute(replace(terms, to_month_end=False, moves_to_workday=False), today=dates.today)
    by_term = {each.term.number: each.last_day for each in (plain.notice,) if each}
    assert found.last_day <= by_term.get(found.term.number, found.last_day)
    theirs = dates.provider_notice
    if theirs is not None and theirs.moved_to is not None:
        assert theirs.moved_to >= theirs.last_day


@given(terms=ALL_TERMS, later=st.integers(min_value=0, max_value=9_000))
def test_missed_is_said_of_the_term_that_contains_today(terms: Terms, later: int) -> None:
    terms = replace(terms, renewal=Renewal.TACIT)
    assert terms.starts_on is not None
    today = terms.starts_on + DAY * later
    dates = compute(terms, today=today)
    found = dates.notice
    assert dates.term is not None
    assert found is not None
    assert not found.is_past  # a tacit renewal always has a next chance
    assert dates.missed is (found.term.number > dates.term.number)
    if dates.missed_on is not None:
        assert dates.missed_on < today
        assert found.term.number > dates.term.number
