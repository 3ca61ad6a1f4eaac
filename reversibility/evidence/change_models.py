"""What two checks show differently, and what people said about it: rows never overwritten."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from probes.changes import ChangedField, ChangeKind
from probes.texts import Severity
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class ChangeRow(PracticeRow, Base):
    """One field that two checks of the same name show differently; append-only by trigger.

    It names both answers, or both results. Its texts can be erased; they repeat what those say.
    """

    __tablename__ = "changes"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("assets.id"), comment="About.")
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), comment="Seen in.")
    name: Mapped[str] = mapped_column(String(255), comment="The name probed, in ASCII.")
    field: Mapped[ChangedField] = mapped_column(enum_type(ChangedField), comment="What differs.")
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind), comment="In which way.")
    severity: Mapped[Severity] = mapped_column(
        enum_type(Severity), comment="How much it matters, as shipped that day."
    )
    code: Mapped[str] = mapped_column(String(60), comment="The tag of its sentence.")
    who: Mapped[str] = mapped_column(String(400), comment="Who said so, both times.")
    before: Mapped[str] = mapped_column(Text, comment="As published then.")
    after: Mapped[str] = mapped_column(Text, comment="As published at the later check.")
    earlier_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When it was last seen so.")
    later_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When it was seen otherwise.")
    earlier_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("observations.id"), comment="The earlier answer."
    )
    later_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("observations.id"), index=True, comment="The later answer."
    )
    earlier_verdict_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("verdicts.id"), comment="The earlier result."
    )
    later_verdict_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("verdicts.id"), comment="The later result."
    )

    __table_args__ = (Index("ix_changes_of_asset", "asset_id", "id"),)


class ChangeMark(StrEnum):
    """What somebody of the practice says of a change."""

    SEEN = "seen"
    """Somebody knows of it, and does not know the reason yet."""
    EXPLAINED = "explained"
    OPEN = "open"
    """The explanation did not hold."""


class ChangeNote(PracticeRow, Base):
    """A mark that somebody set, with a note; the last one counts. Append-only by trigger."""

    __tablename__ = "change_notes"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    change_id: Mapped[UUID] = mapped_column(
        ForeignKey("changes.id"), index=True, comment="The change."
    )
    mark: Mapped[ChangeMark] = mapped_column(enum_type(ChangeMark), comment="What is said of it.")
    text: Mapped[str] = mapped_column(String(500), comment="In that person's words.")
    written_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
