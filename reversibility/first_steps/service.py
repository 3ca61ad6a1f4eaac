"""Note how far the first steps are.

Nothing here is a declaration: what is declared on the way goes through the services of the
register, of accesses and of contracts, which write to the journal. So this stands beside it.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reversibility.first_steps.models import FirstSteps, Step
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Advance:
    """What to note; what is left out stays as it is."""

    done: Step | None = None
    has_no_domain: bool | None = None
    run_id: UUID | None = None
    set_aside: Collection[str] = ()
    """Traces to add to those set aside."""
    taken_up: Collection[str] = ()
    """Traces no longer set aside."""
    answers: Mapping[UUID, Mapping[str, str]] | None = None
    """By asset, in place of what was noted of it."""
    contract_id: UUID | None = None


def advance(session: Session, actor: Actor, news: Advance, *, now: datetime) -> None:
    """Note how far the practice has come; nobody else notes at the same time."""
    actor.require(Permission.REGISTER_WRITE)
    row = hold(session, actor, now=now)
    if news.done is not None and news.done not in row.done:
        row.done = [*row.done, news.done.value]
    if news.has_no_domain is not None:
        row.has_no_domain = news.has_no_domain
    if news.run_id is not None:
        row.run_id = news.run_id
    if news.contract_id is not None:
        row.contract_id = news.contract_id
    if news.answers is not None:
        fresh = {str(asset_id): dict(given) for asset_id, given in news.answers.items()}
        row.answers = {**row.answers, **fresh}
    aside = dict.fromkeys([*row.set_aside, *news.set_aside])
    row.set_aside = [each for each in aside if each not in news.taken_up]
    row.changed_by = actor.label


def hold(session: Session, actor: Actor, *, now: datetime) -> FirstSteps:
    """Return the practice's row, locked until the end of the unit of work; made where none is."""
    actor.require(Permission.REGISTER_WRITE)
    wanted = select(FirstSteps).where(FirstSteps.practice_id == actor.practice_id).with_for_update()
    row = session.scalar(wanted)
    if row is not None:
        return row
    # Somebody else may begin at the same moment: then it is their row that is read.
    with suppress(IntegrityError), session.begin_nested():
        session.add(FirstSteps(id=new_id(now), practice_id=actor.practice_id, created_at=now))
    return session.scalars(wanted).one()
