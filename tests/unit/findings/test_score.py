"""The index and its addends; and what comes first."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.findings.models import Finding, weight
from reversibility.findings.rules import Question, in_order
from reversibility.findings.score import Band, compute_score
from reversibility.recovery.models import Severity
from tests.unit.findings.scenarios import POLICY, TODAY


def finding(rule_id: str = "R-01", **overrides: object) -> Finding:
    """Make a finding of a rule."""
    values: dict[str, object] = {
        "rule": POLICY.rule(rule_id),
        "subject_id": UUID(int=10),
        "subject_name": "l’élément",
        "severity": Severity.IMPORTANT,
        "is_unknown": False,
        "fact": "default",
        "values": {},
        "importance": 2,
        "phase": 0,
    }
    return Finding(**{**values, **overrides})  # type: ignore[arg-type]  # fields of Finding


def question(found: Finding | None, *, most: int = 8) -> Question:
    """Make a question that weighs `most` at the worst."""
    return Question(most=most, finding=found)


def test_nothing_to_ask_about_has_no_index() -> None:
    assert compute_score([]) is None


def test_everything_answered_and_fine_is_a_hundred_and_solid() -> None:
    score = compute_score([question(None)] * 3)
    assert score
    assert (score.value, score.band, score.losses) == (100, Band.SOLID, ())


@pytest.mark.parametrize(
    ("fine", "value", "band"),
    [(4, 80, Band.SOLID), (3, 75, Band.TO_CONSOLIDATE), (1, 50, Band.FRAGILE)],
)
def test_the_index_loses_the_share_of_what_needs_attention(
    fine: int, value: int, band: Band
) -> None:
    worst = finding(severity=Severity.IMPORTANT, importance=2)  # 3 x 2
    score = compute_score([question(worst, most=6), *[question(None, most=6)] * fine])
    assert score
    assert (score.value, score.band) == (value, band)


def test_one_critical_finding_is_fragile_whatever_the_value() -> None:
    worst = finding(severity=Severity.CRITICAL)
    score = compute_score([question(worst), *[question(None)] * 50])
    assert score
    assert (score.value, score.band, score.critical) == (98, Band.FRAGILE, 1)


def test_what_the_register_does_not_say_is_counted_and_is_never_critical() -> None:
    unsaid = finding(severity=Severity.CRITICAL, is_unknown=True)
    score = compute_score([question(unsaid), *[question(None)] * 50])
    assert score
    assert (score.unknown, score.questions, score.band) == (1, 51, Band.SOLID)
    assert score.value < 100


@given(
    st.lists(
        st.tuples(st.sampled_from(POLICY.rules), st.sampled_from(Severity), st.integers(1, 4)),
        max_size=40,
    ),
    st.integers(0, 60),
)
def test_the_lost_points_add_up_to_what_is_missing(
    found: list[tuple[object, Severity, int]], fine: int
) -> None:
    questions = [question(None, most=16)] * fine
    for rule, severity, importance in found:
        made = finding(rule=rule, severity=severity, importance=importance)
        questions.append(question(made, most=weight(severity) * importance))
    score = compute_score(questions)
    if score is None:
        return
    assert score.value + sum(loss.points for loss in score.losses) == 100
    assert 0 <= score.value <= 100
    assert sum(loss.count for loss in score.losses) == len(found)


def test_the_worst_comes_first_and_what_is_not_known_after_what_is() -> None:
    critical = finding(severity=Severity.CRITICAL, importance=1)
    vital = finding(importance=4)
    vital_unsaid = finding(importance=4, is_unknown=True)
    dated = finding(due_on=TODAY)
    needed_by_others = finding(phase=0)
    later = finding(phase=3)
    quick, slow = finding("R-12", phase=4), finding("R-05", phase=4)
    expected = [critical, vital, dated, needed_by_others, later, quick, slow, vital_unsaid]
    assert in_order(reversed(expected)) == tuple(expected)
