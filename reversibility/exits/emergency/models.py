"""What a practice wrote on its emergency card, and when it was last printed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime


class EmergencyCard(PracticeRow, Base):
    """The card of a practice; one row, made when somebody first writes on it or prints it."""

    __tablename__ = "emergency_cards"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(
        Integer, default=0, comment="How often it was written on; printing does not count."
    )
    answers: Mapped[dict[str, str]] = mapped_column(
        Json, default_factory=dict, comment="What the register lacks, by name of the line."
    )
    changed_by: Mapped[str] = mapped_column(
        String(200), default="", comment="Who changed it last, as they were called that day."
    )
    printed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it was last printed, in UTC."
    )
    printed_sha256: Mapped[str] = mapped_column(
        String(64), default="", comment="Digest of what it said then, the date aside."
    )

    __table_args__ = (UniqueConstraint("practice_id"),)
