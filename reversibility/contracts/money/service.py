"""Keep the accounts of a contract: charges and losses, each change told to the journal."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.errors import ContractMissingError
from reversibility.contracts.models import Contract
from reversibility.contracts.money.errors import (
    ChargeMissingError,
    LossMissingError,
    MoneyChangedError,
    MoneyInvalidError,
)
from reversibility.contracts.money.models import Charge, Known, Loss, LossKind
from reversibility.contracts.money.queries import facts_of
from reversibility.contracts.money.rules import LARGEST, ChargeFacts, charge_faults
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.register.archiving import Edit


@dataclass(frozen=True, kw_only=True)
class ChargeDraft:
    """A charge as declared."""

    label: str
    reference: str
    facts: ChargeFacts
    exhibit: str = ""
    dispute: str = ""


@dataclass(frozen=True, kw_only=True)
class LossDraft:
    """A loss as declared."""

    dated_on: date
    kind: LossKind
    label: str
    amount: Decimal
    method: str
    is_direct: Known = Known.UNKNOWN
    is_foreseeable: Known = Known.UNKNOWN
    exhibit: str = ""


def add_charge(
    session: Session, actor: Actor, contract_id: UUID, draft: ChargeDraft, *, now: datetime
) -> UUID:
    """Enter a charge; contradicting amounts and dates are refused."""
    actor.require(Permission.CONTRACT_WRITE)
    _find_contract(session, actor, contract_id)
    _refuse(charge_faults(draft.facts))
    row = Charge(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        created_at=now,
        changed_by=actor.label,
        **_columns(draft),
    )
    session.add(row)
    content = {"after": _told(draft)}
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.charge_added", subject, now=now, content=content)
    return row.id


def change_charge(
    session: Session, actor: Actor, edit: Edit, draft: ChargeDraft, *, now: datetime
) -> None:
    """Declare a charge anew; raises MoneyChangedError when somebody else did so meanwhile."""
    actor.require(Permission.CONTRACT_WRITE)
    row = session.scalar(
        select(Charge)
        .where(Charge.id == edit.id, Charge.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise ChargeMissingError
    _refuse(charge_faults(draft.facts))
    if row.version != edit.version:
        raise MoneyChangedError(name=row.label, who=row.changed_by)
    before = ChargeDraft(
        label=row.label,
        reference=row.reference,
        facts=facts_of(row),
        exhibit=row.exhibit,
        dispute=row.dispute,
    )
    if before == draft:
        return
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.changed_by = actor.label
    content = {"before": _told(before), "after": _told(draft)}
    subject = journal.Subject(type="contract", id=row.contract_id)
    journal.record(session, actor, "contract.charge_changed", subject, now=now, content=content)


def remove_charge(
    session: Session, actor: Actor, contract_id: UUID, charge_id: UUID, *, now: datetime
) -> None:
    """Take a charge out of the accounts; the journal keeps what it said."""
    actor.require(Permission.CONTRACT_WRITE)
    row = session.scalar(
        select(Charge).where(
            Charge.id == charge_id,
            Charge.contract_id == contract_id,
            Charge.practice_id == actor.practice_id,
        )
    )
    if row is None:
        raise ChargeMissingError
    content = {"before": {"title": row.label, "reference": row.reference}}
    subject = journal.Subject(type="contract", id=row.contract_id)
    session.delete(row)
    journal.record(session, actor, "contract.charge_removed", subject, now=now, content=content)


def add_loss(
    session: Session, actor: Actor, contract_id: UUID, draft: LossDraft, *, now: datetime
) -> UUID:
    """Enter a loss."""
    actor.require(Permission.CONTRACT_WRITE)
    _find_contract(session, actor, contract_id)
    _refuse({} if 0 < draft.amount <= LARGEST else {"amount": "amount"})
    row = Loss(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        created_at=now,
        changed_by=actor.label,
        dated_on=draft.dated_on,
        kind=draft.kind,
        label=draft.label,
        amount_cents=_cents(draft.amount),
        method=draft.method,
        is_direct=draft.is_direct,
        is_foreseeable=draft.is_foreseeable,
        exhibit=draft.exhibit,
    )
    session.add(row)
    content = {"after": _plain(draft)}
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.loss_added", subject, now=now, content=content)
    return row.id


def remove_loss(
    session: Session, actor: Actor, contract_id: UUID, loss_id: UUID, *, now: datetime
) -> None:
    """Take a loss out of the ledger; the journal keeps what it said."""
    actor.require(Permission.CONTRACT_WRITE)
    row = session.scalar(
        select(Loss).where(
            Loss.id == loss_id,
            Loss.contract_id == contract_id,
            Loss.practice_id == actor.practice_id,
        )
    )
    if row is None:
        raise LossMissingError
    content = {"before": {"title": row.label}}
    subject = journal.Subject(type="contract", id=row.contract_id)
    session.delete(row)
    journal.record(session, actor, "contract.loss_removed", subject, now=now, content=content)


def _columns(draft: ChargeDraft) -> dict[str, Any]:
    facts = draft.facts
    return {
        "kind": facts.kind,
        "label": draft.label,
        "reference": draft.reference,
        "invoiced_on": facts.invoiced_on,
        "net_cents": _cents(facts.net),
        "vat_rate": _cents(facts.vat_rate),
        "paid_cents": _cents(facts.paid),
        "due_on": facts.due_on,
        "paid_on": facts.paid_on,
        "accepted_cents": _cents(facts.accepted),
        "period_from": facts.period_from,
        "period_to": facts.period_to,
        "served_until": facts.served_until,
        "exhibit": draft.exhibit,
        "disputed_on": facts.disputed_on,
        "dispute": draft.dispute,
    }


def _told(draft: ChargeDraft) -> dict[str, str]:
    return _plain(draft.facts) | {
        "title": draft.label,
        "reference": draft.reference,
        "exhibit": draft.exhibit,
        "dispute": draft.dispute,
    }


def _plain(value: ChargeFacts | LossDraft) -> dict[str, str]:
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: str(each) for name, each in told.items() if each not in (None, "")}


def _cents(amount: Decimal) -> int:
    return int(amount * 100)


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise MoneyInvalidError(faults)


def _find_contract(session: Session, actor: Actor, contract_id: UUID) -> None:
    wanted = select(Contract.id).where(
        Contract.id == contract_id, Contract.practice_id == actor.practice_id
    )
    if session.scalar(wanted) is None:
        raise ContractMissingError
