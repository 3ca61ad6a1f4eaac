"""Look whether a value is in place: because somebody asks, or because a document relies on it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from probes.options import ProbeOptions
from reversibility.contracts.queries import get_contract
from reversibility.evidence import proving
from reversibility.evidence.challenges import get_inspection, record_check
from reversibility.evidence.queries import list_to_look_at_again
from reversibility.exits.queries import get_exit
from reversibility.exits.tasks.settling import settle_tasks
from reversibility.jobs.service import Claim
from reversibility.kernel import clock
from reversibility.kernel.actor import Permission, worker
from reversibility.kernel.errors import RefusedError
from reversibility.store.session import transaction
from reversibility.worker.ending import Keep

_NEEDED = frozenset({Permission.REGISTER_READ, Permission.EVIDENCE_READ, Permission.EVIDENCE_PROBE})

log = structlog.get_logger(__name__)


def look(engine: Engine, options: ProbeOptions, claim: Claim) -> Keep:
    """Look for the value of the challenge that a unit names."""
    return _look(engine, options, claim, UUID(str(claim.options["challenge"])))


def look_again(engine: Engine, options: ProbeOptions, claim: Claim) -> None:
    """Look again at what shows control of the assets of an exit, before a document says so.

    A challenge that ended meanwhile is left alone: its result stands there with its age.
    """
    actor = worker(claim.practice_id, {*_NEEDED, Permission.CONTRACT_READ})
    now = clock.now()
    with transaction(engine, claim.practice_id, read_only=True) as session:
        case = get_exit(session, actor, claim.subject_id)
        contract = get_contract(session, actor, case.contract_id, today=now.date())
        aged = list_to_look_at_again(session, actor, contract.asset_ids, now=now)
    for challenge_id in aged:
        try:
            keep = _look(engine, options, claim, challenge_id)
            with transaction(engine, claim.practice_id) as session:
                keep(session, clock.now())
        except RefusedError as error:
            log.info("not_looked_at_again", challenge=str(challenge_id), code=error.code)


def _look(engine: Engine, options: ProbeOptions, claim: Claim, challenge_id: UUID) -> Keep:
    actor = worker(claim.practice_id, _NEEDED)
    with transaction(engine, claim.practice_id, read_only=True) as session:
        inspection = get_inspection(session, actor, challenge_id, now=clock.now())
    check = proving.look(inspection.order, options)

    def keep(session: Session, now: datetime) -> Mapping[str, object]:
        outcome = record_check(session, actor, challenge_id, check, unit_id=claim.unit_id, now=now)
        settle_tasks(session, actor, inspection.asset_id, now=now)
        return {"outcome": outcome.value}

    return keep
