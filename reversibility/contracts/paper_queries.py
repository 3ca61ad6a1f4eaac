"""Papers of a contract: a line each, or the file itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, ScalarSelect, func, select
from sqlalchemy.orm import Session

from reversibility.contracts.errors import PaperMissingError
from reversibility.contracts.paper_models import PaperKind, PaperRow, PaperWithdrawal
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of, is_secret, not_erased, not_secret

NEVER_LEAVES = frozenset({PaperKind.COUNSEL, PaperKind.MEDIATION})
"""Kinds that no pack and no list of exhibits takes: what a lawyer writes is covered by secrecy (loi
du 31 décembre 1971, art. 66-5), what is said in mediation is confidential (CPC, art. 1528-3)."""


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """A paper, without its bytes."""

    id: UUID
    contract_id: UUID
    kind: PaperKind
    title: str
    """Empty once its content was erased."""
    dated_on: date
    filename: str
    media_type: str
    sha256: str
    size: int
    """Bytes."""
    added_by: str
    added_at: datetime
    withdrawn_because: str
    """Empty while it counts."""
    withdrawn_by: str
    withdrawn_at: datetime | None
    erased_at: datetime | None
    is_secret: bool
    """Whether the owner keeps it within the practice."""

    @property
    def counts(self) -> bool:
        """Whether it was neither withdrawn nor erased."""
        return self.withdrawn_at is None and self.erased_at is None

    @property
    def may_leave(self) -> bool:
        """Whether a pack or a list of exhibits may take it."""
        return self.counts and not self.is_secret and self.kind not in NEVER_LEAVES


@dataclass(frozen=True, kw_only=True)
class PaperContent:
    """A paper as it came, to be handed over."""

    id: UUID
    contract_id: UUID
    kind: PaperKind
    title: str
    dated_on: date
    filename: str
    media_type: str
    sha256: str
    content: bytes


def list_papers(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    *,
    kinds: Collection[PaperKind] = tuple(PaperKind),
) -> tuple[PaperLine, ...]:
    """List the papers of a contract, the latest date first; withdrawn and erased ones too."""
    actor.require(Permission.CONTRACT_READ)
    return _lines(session, actor, PaperRow.contract_id == contract_id, PaperRow.kind.in_(kinds))


def list_all_papers(session: Session, actor: Actor) -> tuple[PaperLine, ...]:
    """List the papers of every contract of the practice, the latest date first."""
    actor.require(Permission.CONTRACT_READ)
    return _lines(session, actor)


def _lines(
    session: Session, actor: Actor, *conditions: ColumnElement[bool]
) -> tuple[PaperLine, ...]:
    # Columns, not rows: a page never loads the bytes of a paper to print its title.
    rows = session.execute(
        select(*_LINE_COLUMNS, _SIZE, *_WITHDRAWAL_COLUMNS, Erasure.erased_at, _IS_SECRET)
        .outerjoin(Erasure, erasure_of(PieceKind.PAPER, PaperRow.id))
        .outerjoin(PaperWithdrawal, PaperWithdrawal.paper_id == PaperRow.id)
        .where(
            PaperRow.practice_id == actor.practice_id,
            not_secret(actor, PieceKind.PAPER, PaperRow.id),
            *conditions,
        )
        .order_by(PaperRow.dated_on.desc(), PaperRow.id.desc())
    ).mappings()
    return tuple(_line(row) for row in rows)


def papers_counted(actor: Actor, contract_id: UUID) -> ScalarSelect[int]:
    """Count the papers of a contract that count."""
    return (
        select(func.count(PaperRow.id))
        .outerjoin(PaperWithdrawal, PaperWithdrawal.paper_id == PaperRow.id)
        .where(
            PaperRow.contract_id == contract_id,
            PaperRow.practice_id == actor.practice_id,
            PaperWithdrawal.paper_id.is_(None),
            not_secret(actor, PieceKind.PAPER, PaperRow.id),
            not_erased(actor, PieceKind.PAPER, PaperRow.id),
        )
        .scalar_subquery()
    )


def read_paper(session: Session, actor: Actor, paper_id: UUID) -> PaperContent:
    """Return one paper as it came; raises PaperMissingError for another practice's or a withdrawn.

    Papers are often withdrawn because somebody's data shows in them: their bytes stay where they
    are, and are handed out no more.
    """
    actor.require(Permission.CONTRACT_READ)
    found = read_papers(session, actor, [paper_id])
    if paper_id not in found:
        raise PaperMissingError
    return found[paper_id]


def read_papers(
    session: Session, actor: Actor, paper_ids: Collection[UUID]
) -> dict[UUID, PaperContent]:
    """Return papers as they came; withdrawn, erased and (for who gets none) secret ones not."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.execute(
        select(*_CONTENT_COLUMNS)
        .outerjoin(PaperWithdrawal, PaperWithdrawal.paper_id == PaperRow.id)
        .where(
            PaperRow.id.in_(paper_ids),
            PaperRow.practice_id == actor.practice_id,
            PaperWithdrawal.paper_id.is_(None),
            not_secret(actor, PieceKind.PAPER, PaperRow.id),
            not_erased(actor, PieceKind.PAPER, PaperRow.id),
        )
    ).mappings()
    return {row["id"]: PaperContent(**row) for row in rows}


def _line(row: RowMapping) -> PaperLine:
    values = dict(row)
    reason = values.pop("reason")
    values["withdrawn_by"] = values["withdrawn_by"] or ""
    return PaperLine(**values, withdrawn_because=reason or "")


_OTHERS = {
    "size", "withdrawn_because", "withdrawn_by", "withdrawn_at", "erased_at", "is_secret",
}  # fmt: skip
_LINE_COLUMNS = tuple(
    getattr(PaperRow, name) for name in PaperLine.__dataclass_fields__ if name not in _OTHERS
)
_SIZE = func.length(PaperRow.content).label("size")
_WITHDRAWAL_COLUMNS = (
    PaperWithdrawal.reason,
    PaperWithdrawal.withdrawn_by,
    PaperWithdrawal.withdrawn_at,
)
_IS_SECRET = is_secret(PieceKind.PAPER, PaperRow.id).label("is_secret")
_CONTENT_COLUMNS = tuple(getattr(PaperRow, name) for name in PaperContent.__dataclass_fields__)
