"""Read how far a run is, and when a worker was last seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from reversibility.jobs.errors import RunMissingError
from reversibility.jobs.models import Run, RunId, RunKind, Unit, UnitState, WorkerHeartbeat
from reversibility.jobs.service import Fault
from reversibility.kernel.actor import Actor, Permission

# Three heartbeats of 20 s and some: one late beat is no alarm.
WORKER_SILENT_AFTER = timedelta(minutes=2)
PAGE = 50
"""Units on one page of progress."""

_READ = {
    RunKind.PROBE: Permission.EVIDENCE_READ,
    RunKind.EXIT_PLAN: Permission.CONTRACT_READ,
    RunKind.DISCOVERY: Permission.REGISTER_WRITE,
    RunKind.CONTROL: Permission.EVIDENCE_PROBE,
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
    """In alphabetical order, `PAGE` at most."""
    next_after: UUID | None
    """After which unit the next page begins; None on the last."""

    @property
    def ended(self) -> int:
        """How many units have ended, well or not."""
        return self.done + self.failed

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.ended == self.total


def get_progress(
    session: Session,
    actor: Actor,
    run_id: UUID,
    *,
    now: datetime,
    after: UUID | None = None,
    failed_only: bool = False,
) -> RunProgress:
    """Return how far a run is, with one page of its units, or of those that failed.

    Raises RunMissingError when the practice has no such run.
    """
    run = _find_run(session, actor, run_id)
    actor.require(_READ[run.kind])
    counts, first_start = _count(session, run)
    total, done = sum(counts.values()), counts.get(UnitState.DONE, 0)
    failed = counts.get(UnitState.FAILED, 0)
    rows = _page(session, run, after, failed_only=failed_only) or _page(session, run, None)
    return RunProgress(
        id=RunId(run.id),
        kind=run.kind,
        state=_state(counts),
        requested_by=run.requested_by,
        requested_at=run.requested_at,
        finished_at=run.finished_at,
        total=total,
        done=done,
        failed=failed,
        left=_left(total, done + failed, first_start, now),
        units=tuple(_line(row) for row in rows[:PAGE]),
        next_after=rows[PAGE - 1].id if len(rows) > PAGE else None,
    )


def list_failures(session: Session, actor: Actor, run_id: UUID) -> tuple[UnitLine, ...]:
    """Return every unit of a run that could not be done."""
    run = _find_run(session, actor, run_id)
    actor.require(_READ[run.kind])
    rows = session.scalars(
        select(Unit)
        .where(Unit.run_id == run.id, Unit.state == UnitState.FAILED)
        .order_by(Unit.label, Unit.id)
    )
    return tuple(_line(row) for row in rows)


def list_results(session: Session, actor: Actor, run_id: UUID) -> tuple[Mapping[str, object], ...]:
    """Return what came of every unit that was done, in the words of its handler."""
    run = _find_run(session, actor, run_id)
    actor.require(_READ[run.kind])
    done = select(Unit.result).where(Unit.run_id == run.id, Unit.state == UnitState.DONE)
    return tuple(session.scalars(done))


def _find_run(session: Session, actor: Actor, run_id: UUID) -> Run:
    run = session.scalar(select(Run).where(Run.id == run_id, Run.practice_id == actor.practice_id))
    if run is None:
        raise RunMissingError
    if actor.sight is not None:
        unseen = Unit.subject_id.not_in(actor.sight.assets)
        if session.scalar(select(Unit.id).where(Unit.run_id == run_id, unseen).limit(1)):
            # Part of a run is no run: how much else was verified is not an outsider's to know.
            raise RunMissingError
    return run


def _count(session: Session, run: Run) -> tuple[dict[UnitState, int], datetime | None]:
    """Count the units of a run by state; return also when the first of them was begun."""
    rows = session.execute(
        select(Unit.state, func.count(), func.min(Unit.started_at))
        .where(Unit.run_id == run.id)
        .group_by(Unit.state)
    ).all()
    starts = [row[2] for row in rows if row[2] is not None]
    return {row[0]: row[1] for row in rows}, min(starts, default=None)


def _page(
    session: Session, run: Run, after: UUID | None, *, failed_only: bool = False
) -> list[Unit]:
    """Read one unit more than a page holds."""
    kept = Unit.state == UnitState.FAILED if failed_only else true()
    rows = session.scalars(
        select(Unit)
        .where(Unit.run_id == run.id, _later(session, run, after), kept)
        .order_by(Unit.label, Unit.id)
        .limit(PAGE + 1)
    )
    return list(rows)


def _later(session: Session, run: Run, after: UUID | None) -> ColumnElement[bool]:
    if after is None:
        return true()
    label = session.scalar(select(Unit.label).where(Unit.id == after, Unit.run_id == run.id))
    if label is None:
        return true()
    return or_(Unit.label > label, and_(Unit.label == label, Unit.id > after))


def worker_seen_at(session: Session) -> datetime | None:
    """Return when any worker last gave a sign of life; None when none ever did."""
    return session.scalar(select(func.max(WorkerHeartbeat.seen_at)))


def is_worker_silent(session: Session, *, now: datetime) -> bool:
    """Say whether no worker is there to do what is asked."""
    seen_at = worker_seen_at(session)
    return seen_at is None or seen_at < now - WORKER_SILENT_AFTER


def _state(counts: Mapping[UnitState, int]) -> RunState:
    if not all(state in _ENDED for state in counts):
        begun = any(state is not UnitState.QUEUED for state in counts)
        return RunState.RUNNING if begun else RunState.WAITING
    if UnitState.FAILED not in counts:
        return RunState.DONE
    return RunState.PARTLY_FAILED if UnitState.DONE in counts else RunState.FAILED


def _left(total: int, ended: int, first_start: datetime | None, now: datetime) -> timedelta | None:
    if first_start is None or not 0 < ended < total:
        return None
    return max((now - first_start) / ended * (total - ended), timedelta())


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
