"""The documents that were filed: a line each, with what it counts for today, or the file itself."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.orm import Session

from probes.interface import VerdictField
from reversibility.access.queries import list_grants
from reversibility.evidence.declarations import Declared
from reversibility.evidence.errors import ProofMissingError
from reversibility.evidence.models import ProofKind, ProofRow, ProofWithdrawal
from reversibility.evidence.rules import ProofWeight, weigh
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of, is_secret, not_erased, not_secret
from reversibility.store.sight import seen_assets


@dataclass(frozen=True, kw_only=True)
class WithdrawalLine:
    """Why a document no longer counts."""

    reason: str
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, kw_only=True)
class ProofLine:
    """A filed document, without its bytes."""

    id: UUID
    asset_id: UUID
    field: VerdictField
    kind: ProofKind
    title: str
    dated_on: date
    filename: str
    media_type: str
    sha256: str
    size: int
    """Bytes."""
    added_by: str
    added_at: datetime
    weight: ProofWeight
    withdrawal: WithdrawalLine | None
    erased_at: datetime | None
    """When its content was erased, title included; then it counts no more."""
    is_secret: bool
    """Whether outsiders and packs do without it."""


@dataclass(frozen=True, kw_only=True)
class ProofContent:
    """A filed document as it came, to be handed over."""

    id: UUID
    filename: str
    media_type: str
    sha256: str
    content: bytes


def list_proofs(
    session: Session, actor: Actor, declared: Mapping[UUID, Declared]
) -> dict[UUID, tuple[ProofLine, ...]]:
    """List the documents of assets, the latest date first, against what is declared of them."""
    actor.require(Permission.EVIDENCE_READ)
    # Columns, not rows: a page never loads the bytes of a document to print its title.
    rows = session.execute(
        select(*_LINE_COLUMNS, _SIZE, *_WITHDRAWAL_COLUMNS, Erasure.erased_at, _IS_SECRET)
        .outerjoin(Erasure, erasure_of(PieceKind.PROOF, ProofRow.id))
        .outerjoin(ProofWithdrawal, ProofWithdrawal.proof_id == ProofRow.id)
        .where(
            ProofRow.asset_id.in_(declared),
            ProofRow.practice_id == actor.practice_id,
            seen_assets(actor, ProofRow.asset_id),
            not_secret(actor, PieceKind.PROOF, ProofRow.id),
        )
        .order_by(ProofRow.dated_on.desc(), ProofRow.added_at.desc(), ProofRow.id.desc())
    ).mappings()
    compared = _whole(session, actor, declared)
    found: dict[UUID, list[ProofLine]] = defaultdict(list)
    for row in rows:
        found[row["asset_id"]].append(_line(row, compared[row["asset_id"]]))
    return {asset_id: tuple(lines) for asset_id, lines in found.items()}


def settling(lines: Collection[ProofLine]) -> dict[VerdictField, ProofLine]:
    """Return, for each field that a document settles, the one with the latest date."""
    found: dict[VerdictField, ProofLine] = {}
    for line in lines:
        if line.weight is ProofWeight.SETTLES:
            found.setdefault(line.field, line)
    return found


def get_proof(session: Session, actor: Actor, proof_id: UUID) -> ProofContent:
    """Return one document; raises ProofMissingError for another practice's, or a withdrawn one.

    Documents are often withdrawn because somebody's data shows in them: their bytes stay where
    they are, and are handed out no more.
    """
    actor.require(Permission.EVIDENCE_READ)
    row = session.execute(_contents(actor, [proof_id])).mappings().one_or_none()
    if row is None:
        raise ProofMissingError
    return ProofContent(**row)


def list_contents(
    session: Session, actor: Actor, proof_ids: Collection[UUID]
) -> dict[UUID, ProofContent]:
    """Return documents as they came; withdrawn, erased and (for outsiders) secret ones not."""
    actor.require(Permission.EVIDENCE_READ)
    rows = session.execute(_contents(actor, proof_ids)).mappings()
    return {row["id"]: ProofContent(**row) for row in rows}


def _whole(
    session: Session, actor: Actor, declared: Mapping[UUID, Declared]
) -> Mapping[UUID, Declared]:
    """Return what is declared with every access, also those that an outsider is not shown.

    Whether a document still says what is declared is the same for everybody who reads it. Only a
    guest of one party is shown less.
    """
    if actor.sight is None or actor.sight.party_id is None:
        return declared
    grants = list_grants(session, replace(actor, sight=None), list(declared))
    return {
        asset_id: replace(each, accesses=grants.get(asset_id, ()))
        for asset_id, each in declared.items()
    }


def _contents(actor: Actor, proof_ids: Collection[UUID]) -> Select[ProofRow]:
    return (
        select(*_CONTENT_COLUMNS)
        .outerjoin(ProofWithdrawal, ProofWithdrawal.proof_id == ProofRow.id)
        .where(
            ProofRow.id.in_(proof_ids),
            ProofRow.practice_id == actor.practice_id,
            seen_assets(actor, ProofRow.asset_id),
            ProofWithdrawal.proof_id.is_(None),
            not_secret(actor, PieceKind.PROOF, ProofRow.id),
            not_erased(actor, PieceKind.PROOF, ProofRow.id),
        )
    )


def _line(row: RowMapping, declared: Declared) -> ProofLine:
    values = dict(row)
    digest, matches = values.pop("declaration_digest"), values.pop("matches_declaration")
    withdrawal = {name: values.pop(name) for name in WithdrawalLine.__dataclass_fields__}
    is_withdrawn = withdrawal["withdrawn_at"] is not None
    weight = weigh(
        values["kind"],
        values["field"],
        matches=matches,
        is_present=digest == declared.digest(values["field"]),
        is_withdrawn=is_withdrawn or values["erased_at"] is not None,
    )
    return ProofLine(
        **values,
        weight=weight,
        withdrawal=WithdrawalLine(**withdrawal) if is_withdrawn else None,
    )


_LINE_COLUMNS = tuple(
    getattr(ProofRow, name)
    for name in (*ProofLine.__dataclass_fields__, "declaration_digest", "matches_declaration")
    if name not in {"size", "weight", "withdrawal", "erased_at", "is_secret"}
)
_IS_SECRET = is_secret(PieceKind.PROOF, ProofRow.id).label("is_secret")
_SIZE = func.length(ProofRow.content).label("size")
_WITHDRAWAL_COLUMNS = tuple(
    getattr(ProofWithdrawal, name) for name in WithdrawalLine.__dataclass_fields__
)
_CONTENT_COLUMNS = tuple(getattr(ProofRow, name) for name in ProofContent.__dataclass_fields__)
