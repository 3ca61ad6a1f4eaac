"""Read which plans were made by themselves, and which comes next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from reversibility.contracts.models import Contract
from reversibility.exits.ahead.models import DateKind, Outcome, PlanAhead
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Party

HOLDS = timedelta(days=240)
"""An older plan is made again whatever the register says: people and playbooks have changed."""


@dataclass(frozen=True, kw_only=True)
class AheadLine:
    """A plan that was made by itself, or found to hold still."""

    id: UUID
    contract_id: UUID
    contract: str
    provider: str
    date_kind: DateKind
    date_on: date
    days_before: int
    outcome: Outcome | None
    """None while under way."""
    ended_at: datetime | None
    number: int | None


def list_ahead(session: Session, actor: Actor, contract_id: UUID) -> tuple[AheadLine, ...]:
    """List the plans that were made by themselves for a contract, the newest first."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.execute(_LINES.where(PlanAhead.contract_id == contract_id))
    return tuple(_line(*row) for row in rows)


def last_said(session: Session, actor: Actor, step_id: UUID, *, now: datetime) -> str:
    """Return what the register said when the last plan was made ahead; of an old one, nothing."""
    actor.require(Permission.CONTRACT_READ)
    step = session.scalars(select(PlanAhead).where(PlanAhead.id == step_id)).one()
    found = session.scalar(
        select(PlanAhead.said_sha256)
        .where(
            PlanAhead.contract_id == step.contract_id,
            PlanAhead.outcome == Outcome.MADE,
            PlanAhead.ended_at > now - HOLDS,
        )
        .order_by(PlanAhead.ended_at.desc(), PlanAhead.id.desc())
        .limit(1)
    )
    return found or ""


_LINES = (
    select(PlanAhead, Contract.title, Party.name)
    .join(Contract, Contract.id == PlanAhead.contract_id)
    .join(Party, Party.id == Contract.provider_id)
    .order_by(PlanAhead.begun_at.desc(), PlanAhead.id.desc())
)


def _line(row: PlanAhead, contract: str, provider: str) -> AheadLine:
    return AheadLine(
        id=row.id,
        contract_id=row.contract_id,
        contract=contract,
        provider=provider,
        date_kind=row.date_kind,
        date_on=row.date_on,
        days_before=row.days_before,
        outcome=row.outcome,
        ended_at=row.ended_at,
        number=row.number,
    )


def lock_unmailed(
    session: Session, actor: Actor, step_id: UUID, *, tried_before: datetime
) -> PlanAhead | None:
    """Take the mail of a plan; None when it is sent, or another worker has just set out."""
    actor.require(Permission.CONTRACT_READ)
    return session.scalar(
        select(PlanAhead).where(PlanAhead.id == step_id, *unmailed(tried_before)).with_for_update()
    )


def unmailed(tried_before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a plan nobody was told of by mail, nor is being told just now."""
    return (
        PlanAhead.outcome == Outcome.MADE,
        PlanAhead.mailed_at.is_(None),
        or_(PlanAhead.mail_tried_at.is_(None), PlanAhead.mail_tried_at <= tried_before),
    )


def get_line(session: Session, actor: Actor, step_id: UUID) -> AheadLine:
    """Return one of them."""
    actor.require(Permission.CONTRACT_READ)
    return _line(*session.execute(_LINES.where(PlanAhead.id == step_id)).one())
