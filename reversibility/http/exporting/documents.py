"""Name the documents that were filed, and annexes: what is said of them, not their bytes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reversibility.contracts.paper_queries import list_all_papers
from reversibility.evidence.models import ProofRow, ProofWithdrawal
from reversibility.exits.models import AnnexDocument
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of, is_secret, not_secret

_NAMES = ("field", "kind", "title", "dated_on", "filename", "media_type", "sha256")
_PAPER_NAMES = (
    "kind", "title", "dated_on", "filename", "media_type", "sha256", "size", "added_by", "added_at",
    "withdrawn_at", "withdrawn_because", "erased_at",
)  # fmt: skip
_OF_ANNEX = ("number", "locale", "filename", "sha256", "made_by", "made_at")
_COLUMNS = [getattr(ProofRow, name) for name in (*_NAMES, "asset_id", "added_by", "added_at")]


def list_documents(
    session: Session, actor: Actor, asset_slugs: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """List the filed documents that the actor may see, in the order in which they came."""
    actor.require(Permission.REGISTER_EXPORT)
    rows = session.execute(
        select(
            *_COLUMNS,
            func.length(ProofRow.content).label("size"),
            is_secret(PieceKind.PROOF, ProofRow.id).label("is_reserved"),
            ProofWithdrawal.withdrawn_at,
            ProofWithdrawal.reason,
            Erasure.erased_at,
        )
        .outerjoin(ProofWithdrawal, ProofWithdrawal.proof_id == ProofRow.id)
        .outerjoin(Erasure, erasure_of(PieceKind.PROOF, ProofRow.id))
        .where(
            ProofRow.practice_id == actor.practice_id,
            not_secret(actor, PieceKind.PROOF, ProofRow.id),
        )
        .order_by(ProofRow.added_at, ProofRow.id)
    ).mappings()
    return [
        {
            "asset": asset_slugs[row["asset_id"]],
            **{name: row[name] for name in _NAMES},
            "size": row["size"],
            "added_by": row["added_by"],
            "added_at": row["added_at"],
            "is_reserved": bool(row["is_reserved"]),
            "withdrawn_at": row["withdrawn_at"],
            "withdrawn_because": row["reason"],
            "erased_at": row["erased_at"],
        }
        for row in rows
    ]


def list_filed_papers(
    session: Session, actor: Actor, contract_slugs: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """List the papers of contracts that the actor may see, the oldest date first."""
    actor.require(Permission.REGISTER_EXPORT)
    if not actor.may(Permission.CONTRACT_READ):
        return []
    return [
        {
            "contract": contract_slugs[line.contract_id],
            **{name: getattr(line, name) for name in _PAPER_NAMES},
            "is_reserved": line.is_secret,
        }
        for line in reversed(list_all_papers(session, actor))
    ]


def list_produced(
    session: Session, actor: Actor, contract_slugs: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """List the reversibility annexes of contracts, in the order in which they were made."""
    actor.require(Permission.REGISTER_EXPORT)
    rows = session.execute(
        select(
            *(getattr(AnnexDocument, name) for name in _OF_ANNEX),
            AnnexDocument.contract_id,
            func.length(AnnexDocument.content).label("size"),
            Erasure.erased_at,
        )
        .outerjoin(Erasure, erasure_of(PieceKind.PRODUCED, AnnexDocument.id))
        .where(
            AnnexDocument.practice_id == actor.practice_id,
            not_secret(actor, PieceKind.PRODUCED, AnnexDocument.id),
        )
        .order_by(AnnexDocument.made_at, AnnexDocument.id)
    ).mappings()
    return [
        {
            "contract": contract_slugs[row["contract_id"]],
            **{name: row[name] for name in (*_OF_ANNEX, "size", "erased_at")},
        }
        for row in rows
    ]
