"""Who is asked about again, and when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reversibility.evidence.due import SETTLING, Need, Past, find_need
from tests.conftest import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SEEN = Past(declared_at=NOW - timedelta(days=400), asked_at=NOW - DAY)


def test_what_was_never_asked_about_is_due_and_on_a_schedule_a_day_after() -> None:
    new = Past(declared_at=NOW - HOUR)
    assert find_need(new, NOW) is Need.NEVER
    assert find_need(new, NOW, settling=SETTLING) is None
    assert find_need(new, NOW + DAY, settling=SETTLING) is Need.NEVER


def test_what_was_seen_a_while_ago_is_due_when_it_is_stale() -> None:
    assert find_need(SEEN, NOW) is None
    assert find_need(SEEN, NOW + timedelta(days=28)) is None
    assert find_need(SEEN, NOW + timedelta(days=29)) is Need.STALE


@pytest.mark.parametrize(
    ("silences", "wait"), [(1, HOUR), (2, 4 * HOUR), (3, 16 * HOUR), (4, DAY), (40, DAY)]
)
def test_a_registry_that_did_not_answer_is_asked_later_and_later(
    silences: int, wait: timedelta
) -> None:
    past = replace(SEEN, asked_at=NOW, silences=silences)
    assert find_need(past, NOW + wait - timedelta(minutes=10)) is None
    assert find_need(past, NOW + wait) is Need.SILENT


@pytest.mark.parametrize(
    ("days_left", "last_asked_days_ago", "need"),
    [
        (60, 20, None),
        (45, 6, None),
        (45, 7, Need.EXPIRY),
        (8, 6, None),
        (7, 1, Need.EXPIRY),
        (0, 1, Need.EXPIRY),
        (-20, 1, Need.EXPIRY),
        (-60, 20, None),
    ],
)
def test_a_name_that_expires_soon_is_looked_at_more_often(
    days_left: int, last_asked_days_ago: int, need: Need | None
) -> None:
    expires_on: date = NOW.date() + days_left * DAY
    past = replace(SEEN, asked_at=NOW - last_asked_days_ago * DAY, expires_on=expires_on)
    assert find_need(past, NOW) is need
