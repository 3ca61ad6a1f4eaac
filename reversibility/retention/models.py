"""Periods that a practice chose, holds, and when its last purge was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime


class RetentionPeriod(PracticeRow, Base):
    """A period that a practice chose instead of the proposed one."""

    __tablename__ = "retention_periods"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    rule: Mapped[str] = mapped_column(String(40), comment="Id of the rule, in periods.toml.")
    months: Mapped[int] = mapped_column(Integer, comment="How long, in calendar months.")
    changed_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")

    __table_args__ = (UniqueConstraint("practice_id", "rule"),)


class LegalHold(PracticeRow, Base):
    """A reason to purge nothing, or nothing of one asset, until somebody lifts it.

    The hold of an open exit needs no row; one is written when that hold is lifted.
    """

    __tablename__ = "legal_holds"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    asset_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("assets.id"), comment="What is held; empty = all that the practice has."
    )
    exit_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("exits.id"), comment="The exit whose hold this lifts; empty = set by hand."
    )
    reason: Mapped[str] = mapped_column(String(500), comment="Why it is held, or lifted.")
    set_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    lifted_by: Mapped[str | None] = mapped_column(
        String(200), default=None, comment="As they were called that day."
    )
    lifted_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="No longer held from then on."
    )


class PurgeTurn(Base):
    """When a practice's purge last came to its end, and what goes next; one row per practice."""

    __tablename__ = "purge_turns"

    practice_id: Mapped[UUID] = mapped_column(
        ForeignKey("practices.id"), primary_key=True, comment="Whose."
    )
    ended_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime,
        default=None,
        index=True,
        comment="When nothing was left to purge, in UTC; empty before the first purge.",
    )
    counted_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When what goes next was counted, in UTC."
    )
    outlook: Mapped[dict[str, Any]] = mapped_column(
        Json,
        default_factory=dict,
        comment="By rule: how many go next, how many are held, from when.",
    )
