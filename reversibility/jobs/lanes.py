"""Units that wait for a host: taken many at once, by lane, those of small runs first.

A lane is made of the hosts that a unit needs. Its units do not travel by the queue: ten thousand
messages would say what the table says already, and in an order that no host cares for.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reversibility.jobs.models import Run, RunKind, Tick, Unit, UnitState
from reversibility.jobs.service import Claim, take
from reversibility.kernel.actor import Actor, Permission

SMALL_RUN = 20
"""A run of so few units is one that somebody is waiting for."""
_OPEN = (UnitState.QUEUED, UnitState.RUNNING)


def waiting_lanes(session: Session, run_ids: Collection[UUID] | None = None) -> tuple[str, ...]:
    """Return the lanes in which something waits to be taken, of all runs or of some."""
    rows = session.scalars(
        select(Unit.lane)
        .where(Unit.state == UnitState.QUEUED, Unit.lane != "", _of(run_ids))
        .distinct()
        .order_by(Unit.lane)
    )
    return tuple(rows)


def claim_next(
    session: Session,
    lane: str,
    count: int,
    *,
    now: datetime,
    lease: timedelta,
    only: "Wanted",
) -> list[Claim]:
    """Take up to `count` units of a lane under a lease, those of small runs first."""
    rows = session.scalars(
        select(Unit)
        .where(Unit.lane == lane, Unit.state == UnitState.QUEUED, only.condition)
        .order_by(Unit.rank, Unit.id)
        .limit(count)
        .with_for_update(skip_locked=True)
    ).all()
    runs = {row.run_id for row in rows}
    by_id = {run.id: run for run in session.scalars(select(Run).where(Run.id.in_(runs)))}
    return [take(row, by_id[row.run_id], now, lease) for row in rows]


class Wanted:
    """Which units of a lane are taken: of some runs, or only those that somebody waits for."""

    def __init__(
        self, run_ids: Collection[UUID] | None = None, *, small_only: bool = False
    ) -> None:
        small = Unit.rank <= SMALL_RUN if small_only else true()
        self.condition: ColumnElement[bool] = and_(_of(run_ids), small)


def renew(session: Session, held: Collection[Claim], now: datetime, lease: timedelta) -> None:
    """Hold on to units that are still being worked on."""
    ids = [claim.unit_id for claim in held]
    session.execute(
        update(Unit)
        .where(Unit.id.in_(ids), Unit.state == UnitState.RUNNING)
        .values(lease_until=now + lease)
    )


def give_back(session: Session, held: Sequence[Claim]) -> None:
    """Put back units that were taken and not done; the attempt does not count."""
    for claim in held:
        session.execute(
            update(Unit)
            .where(
                Unit.id == claim.unit_id,
                Unit.attempt == claim.attempt,
                Unit.state == UnitState.RUNNING,
            )
            .values(state=UnitState.QUEUED, attempt=claim.attempt - 1)
        )


def waiting_by_lane(session: Session, actor: Actor, run_id: UUID) -> dict[str, int]:
    """Return how many units of a run have not ended, by lane."""
    actor.require(Permission.EVIDENCE_READ)
    rows = session.execute(
        select(Unit.lane, func.count())
        .where(
            Unit.run_id == run_id,
            Unit.practice_id == actor.practice_id,
            Unit.lane != "",
            Unit.state.in_(_OPEN),
        )
        .group_by(Unit.lane)
    )
    return {row[0]: row[1] for row in rows}


def open_subjects(session: Session, kind: RunKind) -> set[UUID]:
    """Return what runs of a kind are already at work on, in the practice of this transaction."""
    rows = session.scalars(
        select(Unit.subject_id)
        .join(Run, Run.id == Unit.run_id)
        .where(Run.kind == kind, Unit.state.in_(_OPEN))
    )
    return set(rows)


def take_tick(session: Session, schedule: str, due_at: datetime, now: datetime) -> bool:
    """Take a time of a schedule; False when another worker has it."""
    if session.get(Tick, (schedule, due_at)) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(Tick(schedule=schedule, due_at=due_at, taken_at=now))
    except IntegrityError:
        return False
    return True


def _of(run_ids: Collection[UUID] | None) -> ColumnElement[bool]:
    return true() if run_ids is None else Unit.run_id.in_(run_ids)
