"""Read how far a run is, and when a worker was last seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reversibility.jobs.errors import RunMissingError
from reversibility.jobs.models import Run, RunId, RunKind, Unit, UnitState, WorkerHeartbeat
from reversibility.jobs.service import Fault
from reversibility.kernel.actor import Actor, Permission

# Three heartbeats of 20 s and some: one late beat is no alarm.
WORKER_SILENT_AFTER = timedelta(minutes=2)

_READ = {
    RunKind.PROBE: Permission.EVIDENCE_READ,
    RunKind.EXIT_PLAN: Permission.CONTRACT_READ,
    RunKind.DISCOVERY: Permission.REGISTER_WRITE,
}
_ENDED = (UnitState.DONE, UnitState.FAILED)


class RunState(StrEnum):
    """Where a run stands."""

    WAITING = "waiting"
    """No worker has begun it."""
    RUNNING = "running"
    DONE = "done"
    PARTLY_FAILED = "partly_failed"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """One unit of a run."""

    subject_id: UUID
    label: str
    state: UnitState
    attempt: int
    finished_at: datetime | None
    fault: Fault | None
    """Why it failed."""
    result: dict[str, object]
    """What came of it, in the words of its handler; empty while it is not done."""


@dataclass(frozen=True, kw_only=True)
class RunProgress:
    """How far a run is."""

    id: RunId
    kind: RunKind
    state: RunState
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None
    total: int
    done: int
    failed: int
    left: timedelta | None
    """Estimated time left, from the pace so far; None before there is one, and at the end."""
    units: tuple[UnitLine, ...]

    @property
    def ended(self) -> int:
        """How many units have ended, well or not."""
        return self.done + self.failed

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.ended == self.total


def get_progress(session: Session, actor: Actor, run_id: UUID, *, now: datetime) -> RunProgress:
    """Return how far a run is; raises RunMissingError when the practice has no such run."""
    run = session.scalar(select(Run).where(Run.id == run_id, Run.practice_id == actor.practice_id))
    if run is None:
        raise RunMissingError
    actor.require(_READ[run.kind])
    rows = session.scalars(
        select(Unit).where(Unit.run_id == run.id).order_by(Unit.label, Unit.id)
    ).all()
    if not all(actor.sees(row.subject_id) for row in rows):
        # Part of a run is no run: how much else was verified is not an outsider's to know.
        raise RunMissingError
    states = [row.state for row in rows]
    return RunProgress(
        id=RunId(run.id),
        kind=run.kind,
        state=_state(states),
        requested_by=run.requested_by,
        requested_at=run.requested_at,
        finished_at=run.finished_at,
        total=len(rows),
        done=states.count(UnitState.DONE),
        failed=states.count(UnitState.FAILED),
        left=_left(rows, now),
        units=tuple(_line(row) for row in rows),
    )


def worker_seen_at(session: Session) -> datetime | None:
    """Return when any worker last gave a sign of life; None when none ever did."""
    return session.scalar(select(func.max(WorkerHeartbeat.seen_at)))


def is_worker_silent(session: Session, *, now: datetime) -> bool:
    """Say whether no worker is there to do what is asked."""
    seen_at = worker_seen_at(session)
    return seen_at is None or seen_at < now - WORKER_SILENT_AFTER


def _state(states: list[UnitState]) -> RunState:
    if not all(state in _ENDED for state in states):
        begun = any(state is not UnitState.QUEUED for state in states)
        return RunState.RUNNING if begun else RunState.WAITING
    if UnitState.FAILED not in states:
        return RunState.DONE
    return RunState.PARTLY_FAILED if UnitState.DONE in states else RunState.FAILED


def _left(rows: Sequence[Unit], now: datetime) -> timedelta | None:
    ended = [row for row in rows if row.state in _ENDED]
    remaining = len(rows) - len(ended)
    starts = [row.started_at for row in rows if row.started_at is not None]
    if not (ended and remaining and starts):
        return None
    pace = (now - min(starts)) / len(ended)
    return max(pace * remaining, timedelta())


def _line(row: Unit) -> UnitLine:
    fault = row.result.get("fault") if row.state is UnitState.FAILED else None
    return UnitLine(
        subject_id=row.subject_id,
        label=row.label,
        state=row.state,
        attempt=row.attempt,
        finished_at=row.finished_at,
        fault=None if fault is None else Fault(code=fault["code"], params=fault["params"]),
        result=dict(row.result) if row.state is UnitState.DONE else {},
    )
