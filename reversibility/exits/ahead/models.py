"""Which plans were made by themselves, for which date of a contract and how long before it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class DateKind(StrEnum):
    """Which date of a contract comes near."""

    NOTICE = "notice"
    END = "end"


class Outcome(StrEnum):
    """What came of a step."""

    MADE = "made"
    UNCHANGED = "unchanged"
    """The register says what it said when the last plan was made: that one still holds."""


class PlanAhead(PracticeRow, Base):
    """One step before one date of a contract: its plan is made once, whatever crashes."""

    __tablename__ = "plans_ahead"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), comment="Whose date comes near."
    )
    date_kind: Mapped[DateKind] = mapped_column(enum_type(DateKind), comment="Which date.")
    date_on: Mapped[date] = mapped_column(Date, comment="That date.")
    days_before: Mapped[int] = mapped_column(Integer, comment="The step: days before that date.")
    exit_id: Mapped[UUID] = mapped_column(ForeignKey("exits.id"), comment="Where plans are kept.")
    run_id: Mapped[UUID] = mapped_column(Uuid, comment="The work that makes it, last begun.")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    outcome: Mapped[Outcome | None] = mapped_column(
        enum_type(Outcome), default=None, comment="What came of it; empty while under way."
    )
    ended_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it came to its end, in UTC."
    )
    number: Mapped[int | None] = mapped_column(
        Integer, default=None, comment="Edition of the plan that was made."
    )
    said_sha256: Mapped[str] = mapped_column(
        String(64), default="", comment="Digest of what the register said, times of checks aside."
    )
    mail_tried_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When a worker last set out to mail it, in UTC."
    )
    mailed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When everybody concerned had their mail, in UTC."
    )

    __table_args__ = (UniqueConstraint("contract_id", "date_kind", "date_on", "days_before"),)


class PlanTurn(Base):
    """When the dates of a practice's contracts were last looked at; one row per practice."""

    __tablename__ = "plan_turns"

    practice_id: Mapped[UUID] = mapped_column(
        ForeignKey("practices.id"), primary_key=True, comment="Whose."
    )
    looked_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, index=True, comment="When, in UTC; empty before the first look."
    )
