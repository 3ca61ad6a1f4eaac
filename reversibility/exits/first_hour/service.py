"""Tick what is done of the first hour, and untick it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.errors import ContractMissingError
from reversibility.contracts.models import Contract
from reversibility.exits.first_hour.models import FirstHourStep
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission


def tick_steps(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    done: frozenset[str],
    *,
    shown: frozenset[str],
    now: datetime,
) -> bool:
    """Keep which of the steps that were shown are done; return whether anything is different.

    Who ticked a step first, and when, stays.
    """
    actor.require(Permission.CONTRACT_WRITE)
    found = session.scalar(select(Contract.id).where(Contract.id == contract_id).with_for_update())
    if found is None:
        raise ContractMissingError
    rows = {
        row.step: row
        for row in session.scalars(
            select(FirstHourStep).where(FirstHourStep.contract_id == contract_id)
        )
    }
    ticked, unticked = (done & shown) - set(rows), (shown - done) & set(rows)
    if not ticked and not unticked:
        return False
    for step in unticked:
        session.delete(rows[step])
    session.add_all(_row(actor, contract_id, step, now) for step in sorted(ticked))
    journal.record(
        session,
        actor,
        "contract.first_hour_ticked",
        journal.Subject(type="contract", id=contract_id),
        now=now,
        content={"ticked": sorted(ticked), "unticked": sorted(unticked)},
    )
    return True


def _row(actor: Actor, contract_id: UUID, step: str, now: datetime) -> FirstHourStep:
    return FirstHourStep(
        practice_id=actor.practice_id,
        contract_id=contract_id,
        step=step,
        done_at=now,
        done_by=actor.label,
    )
