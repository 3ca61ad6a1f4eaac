"""What a worker does for each kind of run.

A handler does the slow part outside any transaction and returns what remains: how to keep its
result. The loop keeps it and ends the unit in one transaction, so that a unit is never done without
its result, nor a result kept twice. A handler may therefore be run again at any time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from probes.options import ProbeOptions
from reversibility.evidence import discovering, probing
from reversibility.evidence.declarations import get_inquiry
from reversibility.evidence.service import Examination, record_survey
from reversibility.exits.gathering import gather
from reversibility.exits.producing import produce
from reversibility.exits.service import keep_documents
from reversibility.http.services import Services
from reversibility.jobs.models import RunKind
from reversibility.jobs.service import Claim
from reversibility.kernel import clock
from reversibility.kernel.actor import Permission, worker
from reversibility.store.session import transaction

Keep = Callable[[Session, datetime], Mapping[str, object]]
"""Keeps a result in a transaction of the unit's practice; returns what the progress page shows."""
Handler = Callable[[Claim], Keep]
Handlers = Mapping[RunKind, Handler]


def handlers(services: Services) -> Handlers:
    """Return what a worker of this service does for each kind of run."""
    return {
        **probe_handlers(services.engine, services.probe_options),
        RunKind.EXIT_PLAN: partial(_exit_plan, services),
        RunKind.DISCOVERY: partial(_discovery, services.probe_options),
    }


def probe_handlers(engine: Engine, options: ProbeOptions) -> dict[RunKind, Handler]:
    """Return the handler of probes; other domains add theirs beside it."""
    return {RunKind.PROBE: partial(_probe, engine, options)}


def _probe(engine: Engine, options: ProbeOptions, claim: Claim) -> Keep:
    actor = worker(claim.practice_id, {Permission.REGISTER_READ, Permission.EVIDENCE_PROBE})
    with transaction(engine, claim.practice_id, read_only=True) as session:
        inquiry = get_inquiry(session, actor, claim.subject_id)
    survey = probing.observe(inquiry, options)
    verdicts = probing.judge(survey, inquiry)
    examination = Examination(survey=survey, declaration=inquiry.declaration, verdicts=verdicts)

    def keep(session: Session, now: datetime) -> Mapping[str, object]:
        record_survey(session, actor, claim.subject_id, examination, unit_id=claim.unit_id, now=now)
        return {"verdicts": {verdict.field.value: verdict.state.value for verdict in verdicts}}

    return keep


def _discovery(options: ProbeOptions, claim: Claim) -> Keep:
    found = discovering.look(str(claim.options["name"]), options)
    return lambda _session, _now: found


def _exit_plan(services: Services, claim: Claim) -> Keep:
    needed = {
        Permission.REGISTER_READ,
        Permission.EVIDENCE_READ,
        Permission.CONTRACT_READ,
        Permission.EXIT_PRODUCE,
    }
    actor = worker(claim.practice_id, needed)
    now = clock.now()
    with transaction(services.engine, claim.practice_id, read_only=True) as session:
        material = gather(session, actor, claim.subject_id, services.catalogue, now=now)
    made_by = str(claim.options.get("made_by", actor.label))
    produced = produce(material, made_by=made_by, time_zone=services.settings.time_zone)

    def keep(session: Session, now: datetime) -> Mapping[str, object]:
        keep_documents(session, actor, produced.edition, produced.drafts, now=now)
        return {"number": produced.edition.number}

    return keep
