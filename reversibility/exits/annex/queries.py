"""Read the annexes that were made."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from reversibility.exits.errors import AnnexMissingError
from reversibility.exits.models import AnnexDocument
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of, find_erasure


@dataclass(frozen=True, kw_only=True)
class AnnexLine:
    """An annex that was made, in one language."""

    id: UUID
    number: int
    filename: str
    locale: str
    said_sha256: str
    made_at: datetime
    made_by: str
    sha256: str
    size: int
    erased_at: datetime | None = None
    """When its content was erased, which the digest outlives."""


@dataclass(frozen=True, kw_only=True)
class AnnexContent:
    """An annex, to be handed over."""

    contract_id: UUID
    filename: str
    sha256: str
    content: bytes


def list_annexes(session: Session, actor: Actor, contract_id: UUID) -> tuple[AnnexLine, ...]:
    """List the annexes of a contract, the newest edition first, French before English."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.execute(
        select(AnnexDocument, func.length(AnnexDocument.content), Erasure.erased_at)
        .outerjoin(Erasure, erasure_of(PieceKind.PRODUCED, AnnexDocument.id))
        .options(defer(AnnexDocument.content))
        .where(AnnexDocument.contract_id == contract_id)
        .order_by(AnnexDocument.number.desc(), AnnexDocument.locale.desc())
    )
    return tuple(
        AnnexLine(
            id=row.id,
            number=row.number,
            filename=row.filename,
            locale=row.locale,
            said_sha256=row.said_sha256,
            made_at=row.made_at,
            made_by=row.made_by,
            sha256=row.sha256,
            size=size,
            erased_at=erased_at,
        )
        for row, size, erased_at in rows
    )


def get_annex(session: Session, actor: Actor, annex_id: UUID) -> AnnexContent:
    """Return one annex; raises AnnexMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    row = session.scalar(select(AnnexDocument).where(AnnexDocument.id == annex_id))
    if row is None:
        raise AnnexMissingError
    if find_erasure(session, actor, PieceKind.PRODUCED, annex_id):
        raise ContentErasedError
    return AnnexContent(
        contract_id=row.contract_id,
        filename=row.filename,
        sha256=row.sha256,
        content=row.content,
    )
