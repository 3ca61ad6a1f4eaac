"""Have plans made ahead of the dates of contracts, and keep what came of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reversibility.catalogues.situations import Situation
from reversibility.contracts.errors import ContractMissingError
from reversibility.contracts.models import Contract
from reversibility.contracts.queries import ContractSheet, list_contracts
from reversibility.exits.ahead.models import Outcome, PlanAhead
from reversibility.exits.ahead.rules import DueStep, due_step, nearing_of
from reversibility.exits.models import Exit
from reversibility.jobs import service as jobs
from reversibility.jobs.models import Run, RunKind
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id

AGAIN_AFTER = timedelta(days=1)
"""A plan that could not be made is tried again then: whatever was in the way may be gone."""
_Key = tuple[UUID, str, str, int]


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What came of a step."""

    outcome: Outcome
    said_sha256: str
    number: int | None = None


def begin_due(session: Session, actor: Actor, *, now: datetime) -> tuple[jobs.StartedRun, ...]:
    """Begin the plans that are due in a practice, each once; a failed one again after a day.

    The caller holds the practice's turn, so that no two workers do this at once.
    """
    actor.require(Permission.EXIT_PRODUCE)
    found = [
        (contract, step)
        for contract in list_contracts(session, actor, today=now.date())
        if contract.asset_ids and (step := _step(contract))
    ]
    rows = _rows(session, [contract.id for contract, _ in found])
    begun = []
    for contract, step in found:
        row = rows.get(_key(contract.id, step))
        if row is not None and not _is_stuck(session, row, now):
            continue
        row = row or _new(session, actor, contract.id, step, now=now)
        begun.append(_begin(session, actor, row, contract, now=now))
        subject = journal.Subject(type="contract", id=contract.id)
        content = {"days_before": step.days_before}
        journal.record(session, actor, "exit.plan_due", subject, now=now, content=content)
    return tuple(begun)


def end_step(
    session: Session, actor: Actor, step_id: UUID, ending: Ending, *, now: datetime
) -> None:
    """Keep what came of a step, in the transaction that keeps its plan."""
    actor.require(Permission.EXIT_PRODUCE)
    row = session.scalars(select(PlanAhead).where(PlanAhead.id == step_id).with_for_update()).one()
    row.outcome, row.ended_at, row.number = ending.outcome, now, ending.number
    row.said_sha256 = ending.said_sha256
    # Not through the row: whoever has the contract open in a form has changed nothing less by it.
    ready = update(Contract).where(Contract.id == row.contract_id)
    session.execute(ready.values(plan_ready_for=row.date_on))
    if ending.outcome is Outcome.UNCHANGED:
        subject = journal.Subject(type="exit", id=row.exit_id)
        content = {"days_before": row.days_before}
        journal.record(session, actor, "exit.plan_still_holds", subject, now=now, content=content)


def set_days(
    session: Session, actor: Actor, contract_id: UUID, days: int, *, now: datetime
) -> None:
    """Set how many days before its next date the plan of a contract is made; 0: never."""
    actor.require(Permission.CONTRACT_WRITE)
    row = session.scalar(select(Contract).where(Contract.id == contract_id))
    if row is None:
        raise ContractMissingError
    if row.plan_ahead_days == days:
        return
    content = {
        "before": {"plan_ahead_days": row.plan_ahead_days},
        "after": {"plan_ahead_days": days},
    }
    row.plan_ahead_days = days
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.changed", subject, now=now, content=content)


def _step(contract: ContractSheet) -> DueStep | None:
    return due_step(nearing_of(contract.dates), contract.plan_ahead_days)


def _rows(session: Session, contract_ids: Collection[UUID]) -> Mapping[_Key, PlanAhead]:
    rows = session.scalars(select(PlanAhead).where(PlanAhead.contract_id.in_(contract_ids)))
    return {
        (row.contract_id, row.date_kind.value, row.date_on.isoformat(), row.days_before): row
        for row in rows
    }


def _key(contract_id: UUID, step: DueStep) -> _Key:
    near = step.nearing
    return contract_id, near.kind.value, near.on.isoformat(), step.days_before


def _is_stuck(session: Session, row: PlanAhead, now: datetime) -> bool:
    if row.outcome is not None or row.begun_at > now - AGAIN_AFTER:
        return False
    under_way = select(Run.id).where(Run.id == row.run_id, Run.finished_at.is_(None))
    return session.scalar(under_way) is None


def _new(
    session: Session, actor: Actor, contract_id: UUID, step: DueStep, *, now: datetime
) -> PlanAhead:
    near = step.nearing
    row = PlanAhead(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        date_kind=near.kind,
        date_on=near.on,
        days_before=step.days_before,
        exit_id=_case(session, actor, contract_id, now),
        run_id=new_id(now),
        begun_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _begin(
    session: Session, actor: Actor, row: PlanAhead, contract: ContractSheet, *, now: datetime
) -> jobs.StartedRun:
    unit = jobs.UnitDraft(
        subject_id=row.exit_id,
        label=f"{contract.title}, {contract.provider.name}"[:200],
        options={"made_by": actor.label, "ahead": str(row.id)},
    )
    run = jobs.start_run(session, actor, RunKind.EXIT_PLAN, [unit], now=now)
    row.run_id, row.begun_at = run.id, now
    return run


def _case(session: Session, actor: Actor, contract_id: UUID, now: datetime) -> UUID:
    """Return the exit of a contract; without one, prepare the planned end, which binds nobody."""
    found = session.scalar(select(Exit.id).where(Exit.contract_id == contract_id))
    if found is not None:
        return found
    case = Exit(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        situation=Situation.COOPERATIVE,
        begins_on=now.date(),
        created_at=now,
        is_prepared=True,
    )
    session.add(case)
    session.flush()
    return case.id
