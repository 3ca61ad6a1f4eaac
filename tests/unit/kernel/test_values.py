"""Ids, periods and permissions."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.kernel.actor import PERMISSIONS, Permission, PracticeId, Role, worker
from reversibility.kernel.errors import DeniedError
from reversibility.kernel.ids import new_id
from reversibility.kernel.period import Period

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def test_an_id_carries_its_version_and_its_moment() -> None:
    made = new_id(NOW)
    assert made.version == 7
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


def test_ids_of_later_moments_sort_after() -> None:
    later = datetime(2026, 11, 24, 8, 30, 0, 1000, tzinfo=UTC)
    assert new_id(NOW) < new_id(later)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P3M", date(2027, 1, 31), date(2027, 4, 30)),
        ("P1Y", date(2024, 2, 29), date(2025, 2, 28)),
        ("P90D", date(2026, 12, 1), date(2027, 3, 1)),
        ("P2W", date(2026, 11, 24), date(2026, 12, 8)),
        ("P1Y6M", date(2026, 8, 31), date(2028, 2, 29)),
    ],
)
def test_a_period_is_added_in_calendar_units(text: str, start: date, end: date) -> None:
    assert Period.parse(text).after(start) == end


@pytest.mark.parametrize("text", ["", "P", "3M", "P3", "trois mois", "P-3M", "PT3H", "P3M4"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(text)


@given(st.integers(0, 600), st.integers(0, 5000))
def test_a_period_reads_back_what_it_writes(months: int, days: int) -> None:
    period = Period(months=months, days=days)
    assert Period.parse(str(period)) == period


def test_an_auditor_without_a_mandate_may_nothing() -> None:
    assert PERMISSIONS[Role.AUDITOR] == frozenset()


def test_a_worker_may_only_what_its_job_needs() -> None:
    actor = worker(PracticeId(UUID(int=1)), [Permission.EVIDENCE_PROBE])
    actor.require(Permission.EVIDENCE_PROBE)
    with pytest.raises(DeniedError):
        actor.require(Permission.EXIT_PRODUCE)


def test_ids_made_for_the_same_moment_keep_their_order() -> None:
    made = [new_id(NOW) for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000
    assert {each.version for each in made} == {7}
