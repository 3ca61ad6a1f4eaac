"""Runs and units: the truth about background work. Losing the queue loses nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type

RunId = NewType("RunId", UUID)
UnitId = NewType("UnitId", UUID)


class RunKind(StrEnum):
    """What a run does."""

    PROBE = "probe"
    EXIT_PLAN = "exit_plan"
    DISCOVERY = "discovery"
    CONTROL = "control"


class UnitState(StrEnum):
    """Where a unit stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Run(PracticeRow, Base):
    """One piece of background work somebody asked for."""

    __tablename__ = "runs"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    kind: Mapped[RunKind] = mapped_column(enum_type(RunKind), comment="What it does.")
    requested_by: Mapped[str] = mapped_column(String(200), comment="Who asked, as called that day.")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    finished_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When its last unit ended."
    )


class Unit(PracticeRow, Base):
    """One part of a run: done in the same transaction as its result."""

    __tablename__ = "units"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id"), index=True, comment="Its run.")
    subject_id: Mapped[UUID] = mapped_column(Uuid, comment="The asset or exit it works on.")
    label: Mapped[str] = mapped_column(String(200), comment="How the subject was called that day.")
    options: Mapped[dict[str, Any]] = mapped_column(
        Json, default_factory=dict, comment="What the handler is told besides the subject."
    )
    state: Mapped[UnitState] = mapped_column(
        enum_type(UnitState), default=UnitState.QUEUED, comment="Where it stands."
    )
    attempt: Mapped[int] = mapped_column(Integer, default=0, comment="How often it was begun.")
    lease_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime,
        default=None,
        comment="From then on another worker may take it; empty once ended.",
    )
    started_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When its last attempt began."
    )
    finished_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it ended."
    )
    result: Mapped[dict[str, Any]] = mapped_column(
        Json, default_factory=dict, comment="What came of it, or the fault's code and parameters."
    )

    lane: Mapped[str] = mapped_column(
        String(600),
        default="",
        server_default="",
        comment="Which hosts it waits for; empty = it travels by the queue.",
    )
    rank: Mapped[int] = mapped_column(
        Integer,
        default=0,
        server_default="0",
        comment="How many units its run has: those of small runs go first.",
    )

    __table_args__ = (
        # The sweep reads only what has not ended, whatever the size of the table.
        Index("ix_units_state_lease_until", "state", "lease_until"),
        Index("ix_units_lane_state_rank", "lane", "state", "rank"),
    )


class WorkerHeartbeat(Base):
    """A worker's sign of life, so that pages can say that none is running."""

    __tablename__ = "worker_heartbeats"

    id: Mapped[str] = mapped_column(String(120), primary_key=True, comment="Host and process.")
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="Last sign of life, in UTC.")


class Tick(Base):
    """A time of a schedule that a worker has taken: of any number of workers one does what is due.

    It stands above practices.
    """

    __tablename__ = "ticks"

    schedule: Mapped[str] = mapped_column(String(40), primary_key=True, comment="What is due then.")
    due_at: Mapped[datetime] = mapped_column(
        UtcDateTime, primary_key=True, comment="When it was due, in UTC."
    )
    taken_at: Mapped[datetime] = mapped_column(
        UtcDateTime, comment="When a worker took it, in UTC."
    )
