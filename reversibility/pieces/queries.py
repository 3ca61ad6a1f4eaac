"""Conditions that keep secret pieces from those who do not get them, and what was erased."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import Erasure, PieceKind, SecretPiece


@dataclass(frozen=True, kw_only=True)
class ErasureLine:
    """When, by whom and why a content was erased."""

    rule: str
    """The retention rule that asked for it; empty when a person did."""
    reason: str
    erased_by: str
    erased_at: datetime


def sees_secrets(actor: Actor) -> bool:
    """Say whether an actor gets secret pieces: never an outsider, nor what makes packs."""
    return actor.may(Permission.SECRET_READ) and not actor.is_outsider


def not_secret(
    actor: Actor, kind: PieceKind, piece_id: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """Return the condition that a row is no secret piece, or that the actor gets those."""
    if sees_secrets(actor):
        return true()
    return ~exists().where(
        SecretPiece.piece_kind == kind,
        SecretPiece.piece_id == piece_id,
        SecretPiece.practice_id == actor.practice_id,
    )


def is_secret(kind: PieceKind, piece_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return whether a row is a secret piece, as a column."""
    return exists().where(SecretPiece.piece_kind == kind, SecretPiece.piece_id == piece_id)


def erasure_of(kind: PieceKind, piece_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition under which to join the tombstone of a row."""
    return and_(Erasure.piece_kind == kind, Erasure.piece_id == piece_id)


def not_erased(
    actor: Actor, kind: PieceKind, piece_id: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """Return the condition that the content of a row is still there."""
    return ~exists().where(
        Erasure.piece_kind == kind,
        Erasure.piece_id == piece_id,
        Erasure.practice_id == actor.practice_id,
    )


def find_erasures(
    session: Session, actor: Actor, kind: PieceKind, piece_ids: Collection[UUID]
) -> dict[UUID, ErasureLine]:
    """Return the erasures among some pieces, by piece."""
    actor.require(Permission.REGISTER_READ)
    if not piece_ids:
        return {}
    rows = session.scalars(
        select(Erasure).where(
            Erasure.piece_kind == kind,
            Erasure.piece_id.in_(piece_ids),
            Erasure.practice_id == actor.practice_id,
        )
    )
    return {row.piece_id: _line(row) for row in rows}


def find_erasure(
    session: Session, actor: Actor, kind: PieceKind, piece_id: UUID
) -> ErasureLine | None:
    """Return the erasure of one piece, if its content is gone."""
    actor.require(Permission.REGISTER_READ)
    return find_erasures(session, actor, kind, [piece_id]).get(piece_id)


def _line(row: Erasure) -> ErasureLine:
    return ErasureLine(
        rule=row.rule, reason=row.reason, erased_by=row.erased_by, erased_at=row.erased_at
    )
