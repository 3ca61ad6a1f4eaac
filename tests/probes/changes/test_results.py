"""Another result beside the same declaration."""

import pytest

from probes.changes import ResultBefore, result_change
from probes.interface import Verdict, VerdictField, VerdictState

SAME, OTHER = "a" * 64, "b" * 64


def before(state, observed=""):
    return ResultBefore(state=state, declaration_digest=SAME, observed=observed)


def verdict(state, field=VerdictField.REGISTRAR, observed=""):
    return Verdict(field=field, state=state, declared="", observed=observed)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("confirmed", "contradicted", "CHG11_RESULT_CONTRADICTED"),
        ("contradicted", "confirmed", "CHG11_RESULT_CONFIRMED"),
        ("confirmed", "inconclusive", "CHG11_RESULT_OPEN"),
        ("confirmed", "confirmed", None),
        ("confirmed", "unreachable", None),
        ("unreachable", "confirmed", None),
    ],
)
def test_only_another_answered_result_is_told(old, new, code):
    told = result_change(
        before(VerdictState(old)), verdict(VerdictState(new)), declaration_digest=SAME
    )

    assert (told.code if told else None) == code


def test_a_changed_declaration_is_the_practices_own_act():
    old, new = before(VerdictState.CONFIRMED), verdict(VerdictState.CONTRADICTED)

    assert result_change(old, new, declaration_digest=OTHER) is None


def test_a_holder_published_as_before_was_judged_otherwise_by_what_the_practice_says_of_itself():
    old = before(VerdictState.INCONCLUSIVE, observed="Durand")
    new = verdict(VerdictState.CONFIRMED, VerdictField.HOLDER, observed="Durand")

    assert result_change(old, new, declaration_digest=SAME) is None
