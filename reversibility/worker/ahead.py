"""Plans made by themselves: every hour the dates of each practice's contracts are looked at.

Any number of workers may do this at once: a practice's turn is a row that is locked. What is begun
there is work like any other (a run, its unit, a lease), so that whoever is killed leaves it to be
done again, and the step that says it is done is written with the plan itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

import structlog
from sqlalchemy import Engine, exists, or_, select
from sqlalchemy.orm import Session

from reversibility.accounts.models import Practice
from reversibility.contracts.models import Contract
from reversibility.exits.ahead.models import PlanTurn
from reversibility.exits.ahead.queries import last_said
from reversibility.exits.ahead.service import begin_due
from reversibility.jobs.queue import Queue
from reversibility.jobs.service import Claim, QueuedUnit
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, Permission, PracticeId, worker
from reversibility.store.session import transaction

EVERY = timedelta(hours=1)
PRACTICES_PER_ROUND = 200
"""A round is a minute: 10,000 practices have their turn within the hour."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """The step that a plan is made for."""

    id: UUID
    last_said: str
    """What the register said when the last plan was made; empty: one is due in any case."""

    @classmethod
    def of(cls, engine: Engine, actor: Actor, claim: Claim) -> Self | None:
        """Return the step that a unit names; None where a person asked for the plan."""
        if "ahead" not in claim.options:
            return None
        step_id = UUID(str(claim.options["ahead"]))
        with transaction(engine, claim.practice_id, read_only=True) as session:
            return cls(id=step_id, last_said=last_said(session, actor, step_id, now=clock.now()))


def begin_ahead(engine: Engine, queue: Queue, now: datetime) -> int:
    """Begin the plans that are due, some practices a round; return how many were begun."""
    units: list[QueuedUnit] = []
    for practice_id in _waiting(engine, now):
        with transaction(engine, practice_id) as session:
            units += _take_turn(session, practice_id, now)
    queue.enqueue(units)
    return len(units)


def _waiting(engine: Engine, now: datetime) -> list[UUID]:
    with transaction(engine, None, read_only=True) as session:
        found = session.scalars(
            select(Practice.id)
            .outerjoin(PlanTurn, PlanTurn.practice_id == Practice.id)
            .where(
                or_(PlanTurn.looked_at.is_(None), PlanTurn.looked_at <= now - EVERY),
                exists().where(
                    Contract.practice_id == Practice.id,
                    or_(Contract.ends_on.is_not(None), Contract.initial_term.is_not(None)),
                ),
            )
            .order_by(PlanTurn.looked_at.nulls_first(), Practice.id)
            .limit(PRACTICES_PER_ROUND)
        )
        return list(found)


def _take_turn(session: Session, practice_id: UUID, now: datetime) -> tuple[QueuedUnit, ...]:
    needed = {Permission.CONTRACT_READ, Permission.EXIT_PRODUCE}
    actor = worker(PracticeId(practice_id), needed)
    # Whoever waited for the practice's row finds that the turn was taken meanwhile.
    session.execute(select(Practice.id).where(Practice.id == practice_id).with_for_update()).one()
    turn = session.get(PlanTurn, practice_id)
    if turn is None:
        turn = PlanTurn(practice_id=practice_id)
        session.add(turn)
    elif turn.looked_at is not None and turn.looked_at > now - EVERY:
        return ()
    turn.looked_at = now
    begun = begin_due(session, actor, now=now)
    for run in begun:
        log.info("plan_ahead", practice=str(practice_id), run=str(run.id))
    return tuple(unit for run in begun for unit in run.units)
