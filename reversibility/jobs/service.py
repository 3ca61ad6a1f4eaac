"""Start runs, take their units, and end each unit in the transaction that keeps its result.

A unit is taken under a lease. A worker that dies lets its lease run out, and `sweep` puts the unit
back; whoever comes late finds that its claim is lost and keeps nothing. So a killed worker costs a
repeat, never a loss and never two results. Who asked for a run is journalled by the domain that
asks (`evidence`, `exits`): background work stands beside the journal, not above it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, and_, delete, exists, false, or_, select, true
from sqlalchemy.orm import Session

from reversibility.jobs.errors import ClaimLostError, NothingToDoError
from reversibility.jobs.models import (
    Run,
    RunId,
    RunKind,
    Unit,
    UnitId,
    UnitState,
    WorkerHeartbeat,
)
from reversibility.kernel.actor import Actor, Permission, PracticeId
from reversibility.kernel.ids import new_id
from reversibility.store.session import transaction

# A probe is bounded by its deadlines (five sources of 8 s by default), a plan takes a few seconds:
# two minutes leave room for a slow machine, and are what a killed worker costs, with the sweep.
LEASE = timedelta(minutes=2)
# A queue that still has work is only slow; a unit that waits this long was dropped by it.
PATIENCE = timedelta(hours=1)
# A unit that takes its worker down with it would otherwise do so for ever.
ATTEMPTS = 3
SWEEP_BATCH = 1_000
HEARTBEATS_KEPT = timedelta(days=1)

PERMISSIONS: Mapping[RunKind, Permission] = {
    RunKind.PROBE: Permission.EVIDENCE_PROBE,
    RunKind.EXIT_PLAN: Permission.EXIT_PRODUCE,
    RunKind.DISCOVERY: Permission.REGISTER_WRITE,
    RunKind.CONTROL: Permission.EVIDENCE_PROBE,
}


@dataclass(frozen=True, kw_only=True)
class UnitDraft:
    """One thing a run works on, with what its handler is told besides."""

    subject_id: UUID
    label: str
    """How people call it, for the page that shows progress."""
    options: Mapping[str, object] = field(default_factory=dict)
    lane: str = ""
    """Which hosts it waits for (`jobs.lanes`); empty: it travels by the queue."""


@dataclass(frozen=True, kw_only=True)
class QueuedUnit:
    """What the queue carries: where a unit is, and nothing of what it says."""

    practice_id: PracticeId
    unit_id: UnitId
    label: str


@dataclass(frozen=True, kw_only=True)
class StartedRun:
    """A run, and the units to hand to the queue once the transaction is committed.

    Units that wait in a lane are not among them: a worker finds those by itself.
    """

    id: RunId
    units: tuple[QueuedUnit, ...]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A unit taken by one worker; good for as long as nobody took the unit after it."""

    unit_id: UnitId
    run_id: RunId
    practice_id: PracticeId
    kind: RunKind
    subject_id: UUID
    options: Mapping[str, object]
    attempt: int
    rank: int = 0
    """How many units its run has."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a unit failed: a stable code and parameters, rendered as a sentence at the edge."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def start_run(
    session: Session, actor: Actor, kind: RunKind, units: Sequence[UnitDraft], *, now: datetime
) -> StartedRun:
    """Start a run; when one that does the same is still under way, return that one instead.

    Asking twice is what people do when nothing seems to move, and a registry punishes it.
    """
    actor.require(PERMISSIONS[kind])
    if not units:
        raise NothingToDoError
    under_way = _find_same(session, actor, kind, units)
    if under_way is not None:
        return StartedRun(id=under_way, units=())
    run = Run(
        id=new_id(now),
        practice_id=actor.practice_id,
        kind=kind,
        requested_by=actor.label,
        requested_at=now,
    )
    session.add(run)
    session.flush()  # its units point to it
    rows = [_unit(run, draft, len(units), now) for draft in units]
    session.add_all(rows)
    session.flush()
    queued = tuple(_queued(row) for row in rows if not row.lane)
    return StartedRun(id=RunId(run.id), units=queued)


def note_result(
    session: Session, actor: Actor, run_id: UUID, noted: Mapping[str, Mapping[str, object]]
) -> None:
    """Add to the result of a run of one unit what people did with it since, table by table."""
    unit = session.scalars(
        select(Unit)
        .where(Unit.run_id == run_id, Unit.practice_id == actor.practice_id)
        .with_for_update()
    ).one()
    tables = {name: {**unit.result.get(name, {}), **table} for name, table in noted.items()}
    unit.result = {**unit.result, **tables}


def claim(session: Session, unit_id: UUID, now: datetime) -> Claim | None:
    """Take a unit under a lease; None when it has ended, is not there, or another holds it."""
    unit = session.scalar(
        select(Unit)
        .where(
            Unit.id == unit_id,
            or_(
                Unit.state == UnitState.QUEUED,
                and_(Unit.state == UnitState.RUNNING, Unit.lease_until <= now),
            ),
        )
        .with_for_update()
    )
    if unit is None:
        return None
    return take(unit, session.get_one(Run, unit.run_id), now, LEASE)


def take(unit: Unit, run: Run, now: datetime, lease: timedelta) -> Claim:
    """Take a unit that was locked, under a lease."""
    unit.state, unit.attempt = UnitState.RUNNING, unit.attempt + 1
    unit.started_at, unit.lease_until = now, now + lease
    return Claim(
        unit_id=UnitId(unit.id),
        run_id=RunId(run.id),
        practice_id=PracticeId(unit.practice_id),
        kind=run.kind,
        subject_id=unit.subject_id,
        options=dict(unit.options),
        attempt=unit.attempt,
        rank=unit.rank,
    )


def finish(session: Session, held: Claim, result: Mapping[str, object], now: datetime) -> None:
    """End a unit well, in the transaction that keeps its result; ClaimLostError keeps nothing."""
    _end(session, held, UnitState.DONE, result, now=now)


def fail(session: Session, held: Claim, fault: Fault, now: datetime) -> None:
    """End a unit with the reason why it could not be done."""
    content = {"fault": {"code": fault.code, "params": dict(fault.params)}}
    _end(session, held, UnitState.FAILED, content, now=now)


def sweep(engine: Engine, now: datetime, *, queue_is_empty: bool) -> tuple[QueuedUnit, ...]:
    """Put back units whose lease ran out or which the queue lost; return what to queue again.

    Over all practices. A unit that was begun too often fails instead: it takes its worker with it.
    """
    lapsed = Unit.lease_until <= now
    lost = and_(
        Unit.state == UnitState.QUEUED,
        Unit.lane == "",
        or_(lapsed, true() if queue_is_empty else false()),
    )
    abandoned = and_(Unit.state == UnitState.RUNNING, lapsed)
    with transaction(engine, None) as session:
        rows = session.scalars(
            select(Unit)
            .where(or_(lost, abandoned))
            .order_by(Unit.lease_until, Unit.id)
            .limit(SWEEP_BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        back = [row for row in rows if _put_back(session, row, now)]
        return tuple(_queued(row) for row in back if not row.lane)


def record_heartbeat(session: Session, worker_id: str, now: datetime) -> None:
    """Leave a worker's sign of life, and forget workers that are long gone."""
    session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.seen_at < now - HEARTBEATS_KEPT))
    beat = session.get(WorkerHeartbeat, worker_id)
    if beat is None:
        session.add(WorkerHeartbeat(id=worker_id, seen_at=now))
    else:
        beat.seen_at = now


def _find_same(
    session: Session, actor: Actor, kind: RunKind, units: Sequence[UnitDraft]
) -> RunId | None:
    unfinished = session.execute(
        select(Unit.run_id, Unit.subject_id, Unit.options)
        .join(Run, Run.id == Unit.run_id)
        .where(
            Run.practice_id == actor.practice_id,
            Run.kind == kind,
            Unit.state.in_((UnitState.QUEUED, UnitState.RUNNING)),
        )
    )
    covered: dict[UUID, set[tuple[UUID, str]]] = {}
    for run_id, subject_id, options in unfinished:
        covered.setdefault(run_id, set()).add((subject_id, _comparable(options)))
    wanted = {(unit.subject_id, _comparable(unit.options)) for unit in units}
    return next((RunId(run_id) for run_id, running in covered.items() if wanted <= running), None)


def _comparable(options: Mapping[str, object]) -> str:
    return json.dumps(options, sort_keys=True, default=str)


def _unit(run: Run, draft: UnitDraft, rank: int, now: datetime) -> Unit:
    return Unit(
        id=new_id(now),
        practice_id=run.practice_id,
        run_id=run.id,
        subject_id=draft.subject_id,
        label=draft.label,
        options=dict(draft.options),
        lane=draft.lane,
        rank=rank,
        lease_until=now + PATIENCE,
    )


def _queued(unit: Unit) -> QueuedUnit:
    return QueuedUnit(
        practice_id=PracticeId(unit.practice_id), unit_id=UnitId(unit.id), label=unit.label
    )


def _end(
    session: Session,
    held: Claim,
    state: UnitState,
    result: Mapping[str, object],
    *,
    now: datetime,
) -> None:
    # A unit that was put back but not taken again is still this worker's to end: `attempt` has not
    # moved. One that another worker took has a higher attempt.
    unit = session.scalar(
        select(Unit)
        .where(
            Unit.id == held.unit_id,
            Unit.attempt == held.attempt,
            Unit.state.in_((UnitState.QUEUED, UnitState.RUNNING)),
        )
        .with_for_update()
    )
    if unit is None:
        raise ClaimLostError(unit=str(held.unit_id))
    _close(session, unit, state, result, now=now)


def _close(
    session: Session,
    unit: Unit,
    state: UnitState,
    result: Mapping[str, object],
    *,
    now: datetime,
) -> None:
    unit.state, unit.result = state, dict(result)
    unit.finished_at, unit.lease_until = now, None
    # The run is locked before its units are counted: two workers that end its last two units at
    # once would otherwise each see the other's as still open, and the run would never end.
    run = session.scalars(select(Run).where(Run.id == unit.run_id).with_for_update()).one()
    session.flush()
    still_open = exists().where(
        Unit.run_id == run.id, Unit.state.in_((UnitState.QUEUED, UnitState.RUNNING))
    )
    if not session.scalar(select(still_open)):
        run.finished_at = now


def _put_back(session: Session, unit: Unit, now: datetime) -> bool:
    if unit.attempt >= ATTEMPTS:
        content = {"fault": {"code": "jobs.gave_up", "params": {"attempts": str(unit.attempt)}}}
        _close(session, unit, UnitState.FAILED, content, now=now)
        return False
    unit.state, unit.lease_until = UnitState.QUEUED, now + PATIENCE
    return True
