"""What a filed document settles, and what it makes of the public result. Pure.

Title is not access. Who the holder is follows from what the registrar or the platform wrote, or
from a deed; a picture of the screen shows who gets in, on one day, as one person saw it. A public
source that says something else is never overruled by what a practice files about itself.
"""

from collections.abc import Mapping
from enum import StrEnum

from probes.interface import VerdictField, VerdictState
from reversibility.evidence.models import ProofKind

SETTLES: Mapping[VerdictField, frozenset[ProofKind]] = {
    VerdictField.HOLDER: frozenset(
        {
            ProofKind.REGISTRAR_CERTIFICATE,
            ProofKind.REGISTRAR_ANSWER,
            ProofKind.INVOICE,
            ProofKind.CONTRACT,
        }
    ),
    VerdictField.CONTROL: frozenset({ProofKind.ROLE_SCREENSHOT}),
}
"""The fields that documents can be filed for, and the kinds that settle each."""

_FIRM = (VerdictState.CONFIRMED, VerdictState.CONTRADICTED)
"""Confirmed says more than a document does; contradicted is for the source to correct."""


class ProofWeight(StrEnum):
    """What a filed document counts for today."""

    SETTLES = "settles"
    SUPPORTS = "supports"
    """Its kind is no evidence of that field: it stands beside the result."""
    UNREAD = "unread"
    """Nobody has said that it says what is declared."""
    OUTDATED = "outdated"
    """The register says something else since it was filed."""
    WITHDRAWN = "withdrawn"


def weigh(
    kind: ProofKind, field: VerdictField, *, matches: bool, is_present: bool, is_withdrawn: bool
) -> ProofWeight:
    """Say what a document counts for; `is_present`: the declaration is still that of its day."""
    if is_withdrawn:
        return ProofWeight.WITHDRAWN
    if kind not in SETTLES.get(field, frozenset()):
        return ProofWeight.SUPPORTS
    if not matches:
        return ProofWeight.UNREAD
    return ProofWeight.SETTLES if is_present else ProofWeight.OUTDATED


def state_with_proof(
    published: VerdictState | None, last_answer: VerdictState | None = None
) -> VerdictState:
    """Say how a field stands once a document settles it.

    `published` is the public result (None: no source was asked), `last_answer` the result of the
    last time that somebody answered: a registry down for a night takes no knowledge away.
    """
    if published is VerdictState.UNREACHABLE and last_answer is VerdictState.CONTRADICTED:
        return VerdictState.UNREACHABLE
    return published if published in _FIRM else VerdictState.PROVED_BY_DOCUMENT
