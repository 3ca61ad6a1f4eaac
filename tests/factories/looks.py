"""Drafts of discovery, looked for in the test universe and kept as the worker keeps them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from probes.options import ProbeOptions
from probes.pacing.ledger import MemoryLedger
from reversibility.evidence.discovering import look, request_discovery
from reversibility.jobs import service as jobs
from reversibility.kernel.actor import Actor
from reversibility.store.session import transaction


def keep_draft(
    engine: Engine, actor: Actor, name: str, options: ProbeOptions, now: datetime
) -> UUID:
    """Look what a name shows; return the run that keeps it."""
    with transaction(engine, actor.practice_id) as session:
        run = request_discovery(session, actor, name, options, now=now)
    found = look(name, options, MemoryLedger(pace=options.pace))
    with transaction(engine, actor.practice_id) as session:
        held = jobs.claim(session, run.units[0].unit_id, now)
        assert held is not None
        jobs.finish(session, held, found, now)
    return run.id
