"""Checks of a domain that show what they are told to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from probes.interface import Registration, Survey
from reversibility.evidence.declarations import get_inquiry
from reversibility.evidence.service import Examination, record_survey
from reversibility.kernel.actor import Actor
from reversibility.kernel.digest import sha256
from reversibility.store.session import transaction
from tests.factories.evidence import make_observation

NAME = "cabinet-exemple.fr.example"


def see(
    engine: Engine, actor: Actor, asset_id: UUID, at: datetime, **facts: object
) -> tuple[UUID, ...]:
    """Record a check of which one RDAP answer shows these facts; return what changed."""
    raw = repr(sorted(facts.items(), key=str)).encode()
    registration = Registration(domain=NAME, **facts)  # type: ignore[arg-type]
    seen = make_observation(at, facts=registration, raw=raw, sha256=sha256(raw))
    survey = Survey(
        name=NAME,
        registered_name=NAME,
        registry="afnic",
        observations=(seen,),
        started_at=at,
        finished_at=at,
    )
    with transaction(engine, actor.practice_id) as session:
        declaration = get_inquiry(session, actor, asset_id).declaration
        examination = Examination(survey=survey, declaration=declaration, verdicts=())
        done = record_survey(session, actor, asset_id, examination, unit_id=None, now=at)
    return done.change_ids
