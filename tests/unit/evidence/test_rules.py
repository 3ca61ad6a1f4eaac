"""What a filed document settles, beside each thing that a public source can say."""

import pytest

from probes.interface import VerdictField, VerdictState
from reversibility.evidence.models import ProofKind
from reversibility.evidence.rules import SETTLES, ProofWeight, state_with_proof, weigh

PROVED = VerdictState.PROVED_BY_DOCUMENT
TITLE = {
    ProofKind.REGISTRAR_CERTIFICATE,
    ProofKind.REGISTRAR_ANSWER,
    ProofKind.INVOICE,
    ProofKind.CONTRACT,
}


@pytest.mark.parametrize(
    ("published", "last_answer", "state"),
    [
        (None, None, PROVED),
        (VerdictState.NOT_PUBLISHED, None, PROVED),
        (VerdictState.INCONCLUSIVE, None, PROVED),
        (VerdictState.UNREACHABLE, None, PROVED),
        (VerdictState.UNREACHABLE, VerdictState.NOT_PUBLISHED, PROVED),
        (VerdictState.UNREACHABLE, VerdictState.CONFIRMED, PROVED),
        (VerdictState.CONFIRMED, None, VerdictState.CONFIRMED),
        (VerdictState.CONTRADICTED, None, VerdictState.CONTRADICTED),
        # A registry that is down tonight contradicted the declaration yesterday.
        (VerdictState.UNREACHABLE, VerdictState.CONTRADICTED, VerdictState.UNREACHABLE),
    ],
)
def test_a_document_settles_what_the_public_sources_leave_open_and_nothing_else(
    published: VerdictState | None, last_answer: VerdictState | None, state: VerdictState
) -> None:
    assert state_with_proof(published, last_answer) is state


def test_every_public_result_has_its_line_above() -> None:
    states = {state_with_proof(state) for state in (None, *VerdictState) if state is not PROVED}
    assert states == {PROVED, VerdictState.CONFIRMED, VerdictState.CONTRADICTED}


@pytest.mark.parametrize("kind", list(ProofKind))
def test_title_follows_from_the_registrar_or_a_deed_and_never_from_a_picture(
    kind: ProofKind,
) -> None:
    weight = weigh(kind, VerdictField.HOLDER, matches=True, is_present=True, is_withdrawn=False)
    expected = ProofWeight.SETTLES if kind in TITLE else ProofWeight.SUPPORTS
    assert weight is expected


@pytest.mark.parametrize("kind", list(ProofKind))
def test_who_gets_in_follows_from_a_picture_of_the_roles_alone(kind: ProofKind) -> None:
    weight = weigh(kind, VerdictField.CONTROL, matches=True, is_present=True, is_withdrawn=False)
    is_picture = kind is ProofKind.ROLE_SCREENSHOT
    assert weight is (ProofWeight.SETTLES if is_picture else ProofWeight.SUPPORTS)


def test_no_document_settles_another_field() -> None:
    assert set(SETTLES) == {VerdictField.HOLDER, VerdictField.CONTROL}
    for field in set(VerdictField) - set(SETTLES):
        weight = weigh(
            ProofKind.REGISTRAR_CERTIFICATE,
            field,
            matches=True,
            is_present=True,
            is_withdrawn=False,
        )
        assert weight is ProofWeight.SUPPORTS


@pytest.mark.parametrize(
    ("changes", "weight"),
    [
        ({"matches": False}, ProofWeight.UNREAD),
        ({"is_present": False}, ProofWeight.OUTDATED),
        ({"is_withdrawn": True}, ProofWeight.WITHDRAWN),
        ({"is_withdrawn": True, "is_present": False}, ProofWeight.WITHDRAWN),
    ],
)
def test_a_certificate_counts_only_while_it_says_what_is_declared(
    changes: dict[str, bool], weight: ProofWeight
) -> None:
    facts = {"matches": True, "is_present": True, "is_withdrawn": False} | changes
    found = weigh(ProofKind.REGISTRAR_CERTIFICATE, VerdictField.HOLDER, **facts)
    assert found is weight
