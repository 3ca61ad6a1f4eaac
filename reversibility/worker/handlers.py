"""What a worker does for each kind of run.

A handler does the slow part outside any transaction and returns what remains: how to keep its
result. The loop keeps it and ends the unit in one transaction, so that a unit is never done without
its result, nor a result kept twice. A handler may therefore be run again at any time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from reversibility.evidence import discovering
from reversibility.evidence.turns import DatabaseLedger
from reversibility.exits.gathering import gather
from reversibility.exits.producing import produce
from reversibility.exits.service import keep_documents
from reversibility.http.services import Services
from reversibility.jobs.models import RunKind
from reversibility.jobs.service import Claim
from reversibility.kernel import clock
from reversibility.kernel.actor import Permission, worker
from reversibility.store.session import transaction
from reversibility.worker.ending import Keep
from reversibility.worker.looking import look, look_again

Handler = Callable[[Claim], Keep]
Handlers = Mapping[RunKind, Handler]


def handlers(services: Services) -> Handlers:
    """Return what a worker of this service does for each kind of run that travels by the queue."""
    return {
        RunKind.EXIT_PLAN: partial(_exit_plan, services),
        RunKind.DISCOVERY: partial(_discovery, services),
        RunKind.CONTROL: partial(look, services.engine, services.probe_options),
    }


def _discovery(services: Services, claim: Claim) -> Keep:
    options = services.probe_options
    ledger = DatabaseLedger(engine=services.engine, pace=options.pace)
    found = discovering.look(str(claim.options["name"]), options, ledger)
    return lambda _session, _now: found


def _exit_plan(services: Services, claim: Claim) -> Keep:
    needed = {
        Permission.REGISTER_READ,
        Permission.EVIDENCE_READ,
        Permission.CONTRACT_READ,
        Permission.EXIT_PRODUCE,
        Permission.FINDING_READ,
    }
    actor = worker(claim.practice_id, needed)
    look_again(services.engine, services.probe_options, claim)
    now = clock.now()
    with transaction(services.engine, claim.practice_id, read_only=True) as session:
        material = gather(session, actor, claim.subject_id, services.policy, now=now)
    made_by = str(claim.options.get("made_by", actor.label))
    produced = produce(material, made_by=made_by, time_zone=services.settings.time_zone)

    def keep(session: Session, now: datetime) -> Mapping[str, object]:
        keep_documents(session, actor, produced.edition, produced.drafts, now=now)
        return {"number": produced.edition.number}

    return keep
