"""The daily purge: what is over its time goes, practice by practice.

Any number of workers may do this at once: a practice's turn is a row that is locked, and a purge
that was cut off begins anew, since what was erased is not found again.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from reversibility.accounts.models import Practice
from reversibility.evidence.challenges import forget_expired
from reversibility.kernel.actor import Permission, PracticeId, worker
from reversibility.retention.models import PurgeTurn
from reversibility.retention.outlook import lock_turn
from reversibility.retention.service import purge
from reversibility.store.session import transaction

EVERY = timedelta(days=1)
PRACTICES_PER_ROUND = 20

log = structlog.get_logger(__name__)


def purge_due(engine: Engine, now: datetime) -> int:
    """Purge the practices whose turn it is, a few at a time; return how many were looked at.

    What is too much for one turn goes on in the next round, a minute later.
    """
    with transaction(engine, None, read_only=True) as session:
        waiting = session.scalars(
            select(Practice.id)
            .outerjoin(PurgeTurn, PurgeTurn.practice_id == Practice.id)
            .where(or_(PurgeTurn.ended_at.is_(None), PurgeTurn.ended_at <= now - EVERY))
            .order_by(PurgeTurn.ended_at, Practice.id)
            .limit(PRACTICES_PER_ROUND)
        ).all()
    for practice_id in waiting:
        with transaction(engine, practice_id) as session:
            _take_turn(session, practice_id, now)
    return len(waiting)


def _take_turn(session: Session, practice_id: UUID, now: datetime) -> None:
    actor = worker(PracticeId(practice_id), {Permission.DATA_MANAGE})
    turn = lock_turn(session, actor)
    if turn.ended_at is not None and turn.ended_at > now - EVERY:
        return
    forget_expired(session, actor, now=now)
    done = purge(session, actor, now=now)
    if done.counts:
        log.info("purged", practice=str(practice_id), **done.counts)
    if done.is_complete:
        turn.ended_at = now
