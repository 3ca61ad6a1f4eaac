"""When a plan is due by itself."""

from datetime import date, timedelta

import pytest

from reversibility.contracts.terms import Renewal, Terms, compute
from reversibility.exits.ahead.models import DateKind
from reversibility.exits.ahead.rules import due_step, nearing, nearing_of, next_step, steps
from reversibility.kernel.period import Period

TODAY = date(2026, 11, 24)


def in_days(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("notice_in", "end_in", "kind", "left"),
    [
        (10, 100, DateKind.NOTICE, 10),
        (0, 100, DateKind.NOTICE, 0),
        (-1, 100, DateKind.END, 100),
        (None, 100, DateKind.END, 100),
    ],
)
def test_the_date_that_counts_is_the_next_one_ahead(
    notice_in: int | None, end_in: int, kind: DateKind, left: int
) -> None:
    notice_by = None if notice_in is None else in_days(notice_in)
    found = nearing(in_days(end_in), notice_by, today=TODAY)
    assert found is not None
    assert (found.kind, found.days_left) == (kind, left)


def test_a_contract_without_an_end_or_past_it_has_no_date_ahead() -> None:
    assert nearing(None, None, today=TODAY) is None
    assert nearing(in_days(-1), in_days(-90), today=TODAY) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (120, (120, 90, 30)),
        (90, (90, 30)),
        (60, (60, 30)),
        (7, (7,)),
        (200, (200, 90, 30)),
        (0, ()),
    ],
)
def test_a_plan_is_made_as_the_contract_says_and_looked_at_again(
    days: int, expected: tuple[int, ...]
) -> None:
    assert steps(days) == expected


@pytest.mark.parametrize(
    ("left", "step"), [(121, None), (120, 120), (91, 120), (90, 90), (31, 90), (30, 30), (0, 30)]
)
def test_the_step_reached_last_is_due_and_earlier_ones_are_not_made_up_for(
    left: int, step: int | None
) -> None:
    found = due_step(nearing(in_days(left), None, today=TODAY), 120)
    assert (found.days_before if found else None) == step


def test_the_next_step_is_the_next_that_was_not_done() -> None:
    near = nearing(in_days(100), None, today=TODAY)
    assert next_step(near, 120, done=[120]) == 90
    assert next_step(nearing(in_days(20), None, today=TODAY), 120, done=[]) is None
    assert next_step(near, 0, done=[]) is None


@pytest.mark.parametrize(
    ("renewal", "kind"),
    [
        (Renewal.NONE, DateKind.END),
        (None, DateKind.END),
        (Renewal.TACIT, None),
        (Renewal.OPEN_ENDED, None),
    ],
)
def test_a_term_that_renews_itself_does_not_end(
    renewal: Renewal | None, kind: DateKind | None
) -> None:
    terms = Terms(starts_on=in_days(-300), first_end=in_days(60), renewal=renewal)
    found = nearing_of(compute(terms, today=TODAY))
    assert (found.kind if found else None) is kind


def test_of_a_term_that_renews_itself_the_day_of_notice_counts() -> None:
    terms = Terms(
        starts_on=in_days(-300),
        first_end=in_days(60),
        renewal=Renewal.TACIT,
        notice=Period(days=30),
    )
    found = nearing_of(compute(terms, today=TODAY))
    assert found is not None
    assert (found.kind, found.days_left) == (DateKind.NOTICE, 30)
