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
from reversibility.exits.ahead.models import Outcome
from reversibility.exits.ahead.service import Ending, end_step
from reversibility.exits.gathering import gather
from reversibility.exits.producing import produce
from reversibility.exits.register_file import said_sha256
from reversibility.exits.service import keep_documents
from reversibility.http.services import Services
from reversibility.jobs.models import RunKind
from reversibility.jobs.service import Claim
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, Permission, worker
from reversibility.store.session import transaction
from reversibility.worker.ahead import Ahead
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
    step = Ahead.of(services.engine, actor, claim)
    said = said_sha256(material)
    if step is not None and step.last_said == said:
        return _still_holds(actor, step, said)
    produced = produce(material, made_by=made_by, time_zone=services.settings.time_zone)

    def keep(session: Session, now: datetime) -> Mapping[str, object]:
        number = produced.edition.number
        keep_documents(session, actor, produced.edition, produced.drafts, now=now)
        if step is not None:
            ending = Ending(outcome=Outcome.MADE, said_sha256=said, number=number)
            end_step(session, actor, step.id, ending, now=now)
        return {"number": number}

    return keep


def _still_holds(actor: Actor, step: Ahead, said: str) -> Keep:
    def keep(session: Session, now: datetime) -> Mapping[str, object]:
        ending = Ending(outcome=Outcome.UNCHANGED, said_sha256=said)
        end_step(session, actor, step.id, ending, now=now)
        return {"unchanged": True}

    return keep
