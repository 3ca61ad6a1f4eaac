"""The answers of servers: a line each, or the bytes as they came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from probes.interface import LookupState, Message, Source
from reversibility.evidence.errors import ObservationMissingError
from reversibility.evidence.models import ObservationRow
from reversibility.evidence.plain import read_message
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of, not_erased
from reversibility.store.sight import seen_assets

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class ObservationLine:
    """One answer, without its bytes."""

    id: UUID
    unit_id: UUID | None
    """The check it was asked in; None outside a run."""
    number: int
    """1, 2, 3 ... in the order this asset's answers came; it never changes."""
    name: str
    registry_id: str
    source: Source
    server: str
    question: str
    asked_at: datetime
    took_ms: int
    state: LookupState
    parser: str
    messages: tuple[Message, ...]
    sha256: str
    size: int
    """Bytes."""
    erased_at: datetime | None
    """When its content was erased, if it was."""


@dataclass(frozen=True, kw_only=True)
class RawAnswer:
    """An answer as it came, with what it takes to file it."""

    id: UUID
    asset_id: UUID
    name: str
    registry_id: str
    source: Source
    server: str
    question: str
    asked_at: datetime
    state: LookupState
    sha256: str
    raw: bytes


def list_answers(
    session: Session, actor: Actor, asset_id: UUID, *, limit: int = SHOWN
) -> tuple[ObservationLine, ...]:
    """List the newest answers about an asset, the newest first."""
    actor.require(Permission.EVIDENCE_READ)
    # Columns, not rows: a page never loads the bytes of fifty answers to print their size.
    rows = session.execute(
        select(*_LINE_COLUMNS, _NUMBER, _SIZE, Erasure.erased_at)
        .outerjoin(Erasure, erasure_of(PieceKind.ANSWER, ObservationRow.id))
        .where(ObservationRow.asset_id == asset_id, *_theirs(actor))
        .order_by(ObservationRow.asked_at.desc(), ObservationRow.id.desc())
        .limit(limit)
    ).mappings()
    return tuple(
        ObservationLine(
            **{**row, "messages": tuple(read_message(message) for message in row["messages"])}
        )
        for row in rows
    )


def count_answers(session: Session, actor: Actor, asset_id: UUID) -> int:
    """Count the answers about an asset."""
    actor.require(Permission.EVIDENCE_READ)
    count = session.scalar(
        select(func.count(ObservationRow.id)).where(
            ObservationRow.asset_id == asset_id, *_theirs(actor)
        )
    )
    return count or 0


def get_raw(session: Session, actor: Actor, observation_id: UUID) -> RawAnswer:
    """Return one answer as it came; raises ObservationMissingError, also for another practice's.

    Raises ContentErasedError where nothing but its trace is left.
    """
    found = list_raw(session, actor, [observation_id])
    if found:
        return found[0]
    known = select(ObservationRow.id).where(ObservationRow.id == observation_id, *_theirs(actor))
    if session.scalar(known):
        raise ContentErasedError
    raise ObservationMissingError


def list_raw(
    session: Session, actor: Actor, observation_ids: Collection[UUID]
) -> tuple[RawAnswer, ...]:
    """Return answers as they came, in the order they were asked for; without erased ones."""
    actor.require(Permission.EVIDENCE_READ)
    rows = session.execute(
        select(*_RAW_COLUMNS)
        .where(
            ObservationRow.id.in_(observation_ids),
            *_theirs(actor),
            not_erased(actor, PieceKind.ANSWER, ObservationRow.id),
        )
        .order_by(ObservationRow.asked_at, ObservationRow.id)
    ).mappings()
    return tuple(RawAnswer(**row) for row in rows)


def _theirs(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    of_practice = ObservationRow.practice_id == actor.practice_id
    return of_practice, seen_assets(actor, ObservationRow.asset_id)


_RAW_COLUMNS = tuple(getattr(ObservationRow, name) for name in RawAnswer.__dataclass_fields__)
_LINE_COLUMNS = tuple(
    getattr(ObservationRow, name)
    for name in ObservationLine.__dataclass_fields__
    if name not in {"number", "size", "erased_at"}
)
_NUMBER = (
    func.row_number().over(order_by=(ObservationRow.asked_at, ObservationRow.id)).label("number")
)
_SIZE = func.length(ObservationRow.raw).label("size")
