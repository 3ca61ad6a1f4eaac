"""Read the accounts of a contract, computed for a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.money.errors import ChargeMissingError, LossMissingError
from reversibility.contracts.money.models import Charge, Known, Loss, LossKind
from reversibility.contracts.money.rules import (
    ChargeFacts,
    ChargeResult,
    Totals,
    cents,
    compute,
    total,
)
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class ChargeLine:
    """One charge with what follows from it."""

    id: UUID
    version: int
    label: str
    reference: str
    exhibit: str
    dispute: str
    facts: ChargeFacts
    result: ChargeResult


@dataclass(frozen=True, kw_only=True)
class LossLine:
    """One line of the ledger of costs and losses."""

    id: UUID
    version: int
    dated_on: date
    kind: LossKind
    label: str
    amount: Decimal
    method: str
    is_direct: Known
    is_foreseeable: Known
    exhibit: str


@dataclass(frozen=True, kw_only=True)
class Account:
    """The accounts of a contract."""

    charges: tuple[ChargeLine, ...]
    """By the date of their invoices."""
    totals: Totals
    losses: tuple[LossLine, ...]
    loss_total: Decimal

    @property
    def overdue(self) -> tuple[ChargeLine, ...]:
        """Invoices that are due and neither paid nor disputed in writing."""
        return tuple(
            line for line in self.charges if line.result.is_overdue and not line.result.is_disputed
        )


def get_account(
    session: Session, actor: Actor, contract_id: UUID, *, today: date, with_losses: bool = True
) -> Account:
    """Return the accounts of a contract; a letter does without the ledger of losses."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.scalars(
        select(Charge)
        .where(Charge.contract_id == contract_id)
        .order_by(Charge.invoiced_on, Charge.id)
    )
    wanted = select(Loss).where(Loss.contract_id == contract_id).order_by(Loss.dated_on, Loss.id)
    charges = tuple(_charge(row, today=today) for row in rows)
    losses = tuple(_loss(row) for row in session.scalars(wanted)) if with_losses else ()
    return make_account(charges, losses)


def make_account(charges: tuple[ChargeLine, ...], losses: tuple[LossLine, ...] = ()) -> Account:
    """Add the lines of an account up."""
    return Account(
        charges=charges,
        totals=total((line.facts, line.result) for line in charges),
        losses=losses,
        loss_total=cents(sum((line.amount for line in losses), Decimal(0))),
    )


def get_charge(session: Session, actor: Actor, charge_id: UUID, *, today: date) -> ChargeLine:
    """Return one charge; raises ChargeMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    row = session.scalar(select(Charge).where(Charge.id == charge_id))
    if row is None:
        raise ChargeMissingError
    return _charge(row, today=today)


def get_loss(session: Session, actor: Actor, loss_id: UUID) -> LossLine:
    """Return one loss; raises LossMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    row = session.scalar(select(Loss).where(Loss.id == loss_id))
    if row is None:
        raise LossMissingError
    return _loss(row)


def _charge(row: Charge, *, today: date) -> ChargeLine:
    facts = facts_of(row)
    return ChargeLine(
        id=row.id,
        version=row.version,
        label=row.label,
        reference=row.reference,
        exhibit=row.exhibit,
        dispute=row.dispute,
        facts=facts,
        result=compute(facts, today=today),
    )


def facts_of(row: Charge) -> ChargeFacts:
    """Return what was declared of a charge."""
    return ChargeFacts(
        kind=row.kind,
        net=_euros(row.net_cents),
        vat_rate=Decimal(row.vat_rate) / 100,
        paid=_euros(row.paid_cents),
        accepted=_euros(row.accepted_cents),
        invoiced_on=row.invoiced_on,
        due_on=row.due_on,
        paid_on=row.paid_on,
        period_from=row.period_from,
        period_to=row.period_to,
        served_until=row.served_until,
        disputed_on=row.disputed_on,
    )


def _loss(row: Loss) -> LossLine:
    return LossLine(
        id=row.id,
        version=row.version,
        dated_on=row.dated_on,
        kind=row.kind,
        label=row.label,
        amount=_euros(row.amount_cents),
        method=row.method,
        is_direct=row.is_direct,
        is_foreseeable=row.is_foreseeable,
        exhibit=row.exhibit,
    )


def _euros(amount: int) -> Decimal:
    return cents(Decimal(amount) / 100)
