"""Marks on pieces: secret ones, and tombstones of those whose content was erased.

A piece is one row of another table, named by its kind and its id: the rows of evidence are
append-only, so what is said of them later stands here.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class PieceKind(StrEnum):
    """What a piece is."""

    ANSWER = "answer"
    """The raw answer of a server, with what was read from it."""
    RESULT = "result"
    """The texts of a result, as declared and as published that day, or of what two checks show
    differently."""
    PROOF = "proof"
    """A document that somebody filed."""
    PAPER = "paper"
    """A paper of a contract."""
    PRODUCED = "produced"
    """A plan or a pack that the service made."""
    LETTER = "letter"
    """The words of a letter that was written here, with the files of its final version."""
    FACT = "fact"
    """A fact of a chronology, or what the provider observes about it."""
    SITUATION = "situation"
    """What was answered about what happens with a provider."""
    NOTES = "notes"
    """The notes of an asset."""
    DRAFT = "draft"
    """What a name showed, kept with the run that looked; its id is that of the run."""


class SecretPiece(PracticeRow, Base):
    """A piece that auditors, guests and packs do not get; the row is there while it is secret."""

    __tablename__ = "secret_pieces"

    piece_kind: Mapped[PieceKind] = mapped_column(
        enum_type(PieceKind), primary_key=True, comment="What it is."
    )
    piece_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="Which one.")
    marked_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")


class Erasure(PracticeRow, Base):
    """The tombstone of an erased content: when, by whom, why; append-only by trigger.

    The database empties a content only where this row is there already (store/guards.py).
    """

    __tablename__ = "erasures"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    piece_kind: Mapped[PieceKind] = mapped_column(enum_type(PieceKind), comment="What it was.")
    piece_id: Mapped[UUID] = mapped_column(Uuid, comment="Which one.")
    rule: Mapped[str] = mapped_column(
        String(40), comment="The retention rule that asked for it; empty = a person."
    )
    reason: Mapped[str] = mapped_column(String(500), comment="Why, in that person's words.")
    erased_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")

    __table_args__ = (UniqueConstraint("practice_id", "piece_kind", "piece_id"),)
