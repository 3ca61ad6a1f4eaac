"""The journal's tables: a head per practice, chained entries, and payloads that can be erased.

The chain covers the digest of each payload, salted, and not the payload itself: content can go
(with a dated, reasoned tombstone) and the chain still verifies.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.kernel.actor import ActorKind
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class JournalHead(PracticeRow, Base):
    """The last link of a practice's chain; locked while an entry is added."""

    __tablename__ = "journal_heads"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    sequence: Mapped[int] = mapped_column(Integer, comment="Number of the last entry.")
    digest: Mapped[str] = mapped_column(String(64), comment="Digest of the last entry.")

    __table_args__ = (UniqueConstraint("practice_id"),)


class JournalEntry(PracticeRow, Base):
    """Who did what to which record, when; append-only by trigger."""

    __tablename__ = "journal_entries"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    sequence: Mapped[int] = mapped_column(Integer, comment="1, 2, 3 ... in this practice.")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    actor_kind: Mapped[ActorKind] = mapped_column(enum_type(ActorKind), comment="Kind of actor.")
    actor_id: Mapped[UUID | None] = mapped_column(Uuid, comment="The user, if one acted.")
    actor_label: Mapped[str] = mapped_column(String(200), comment="How they were called that day.")
    action: Mapped[str] = mapped_column(String(80), comment="Stable code, such as asset.declared.")
    subject_type: Mapped[str] = mapped_column(String(40), comment="Kind of record.")
    subject_id: Mapped[UUID] = mapped_column(Uuid, comment="The record.")
    payload_digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of salt and payload.")
    previous_digest: Mapped[str] = mapped_column(String(64), comment="Digest of the entry before.")
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 over this entry's fields.")

    __table_args__ = (
        UniqueConstraint("practice_id", "sequence"),
        # A record's own history, what one person did, and the last entry of an action.
        Index("ix_journal_entries_of_subject", "practice_id", "subject_id", "sequence"),
        Index("ix_journal_entries_of_actor", "practice_id", "actor_kind", "actor_id", "sequence"),
        Index("ix_journal_entries_of_action", "practice_id", "action", "sequence"),
    )


class JournalPayload(PracticeRow, Base):
    """What changed, before and after; the part of an entry that can be erased."""

    __tablename__ = "journal_payloads"

    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("journal_entries.id"), primary_key=True, comment="The entry it belongs to."
    )
    salt: Mapped[bytes | None] = mapped_column(
        LargeBinary(16), comment="Random; goes with content."
    )
    content: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="before, after.")
    erased_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When the content was erased."
    )
    erased_by: Mapped[str | None] = mapped_column(String(200), default=None, comment="By whom.")
    erased_reason: Mapped[str | None] = mapped_column(String(400), default=None, comment="Why.")
