"""The schedule of checks: every hour, what is due in each practice, by one of all the workers."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine

from probes.options import ProbeOptions
from reversibility.accounts.queries import list_practices
from reversibility.evidence.due import SETTLING
from reversibility.evidence.scheduling import request_due
from reversibility.jobs.lanes import take_tick
from reversibility.kernel.actor import Permission, PracticeId, worker
from reversibility.store.session import transaction

EVERY = timedelta(hours=1)
_SCHEDULE = "probes_due"

log = structlog.get_logger(__name__)


def start_due(engine: Engine, options: ProbeOptions, now: datetime) -> int:
    """Start what is due, if nobody has done so for this hour; return how many runs that made.

    A worker that is killed half-way leaves the rest to the next hour: what is due stays due.
    """
    due_at = now.replace(minute=0, second=0, microsecond=0)
    with transaction(engine, None) as session:
        if not take_tick(session, _SCHEDULE, due_at, now):
            return 0
        practices = list_practices(session)
    return sum(_start(engine, line.id, options, now) for line in practices)


def _start(engine: Engine, practice_id: PracticeId, options: ProbeOptions, now: datetime) -> bool:
    actor = worker(practice_id, {Permission.REGISTER_READ, Permission.EVIDENCE_PROBE})
    with transaction(engine, practice_id) as session:
        run = request_due(session, actor, options, now=now, settling=SETTLING)
    if run is None:
        return False
    log.info("probes_due", practice=str(practice_id), run=str(run.id))
    return True
