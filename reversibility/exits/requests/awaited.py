"""Requests whose answer is waited for: until when, and what is still missing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Subquery, and_, func, select
from sqlalchemy.orm import Session

from reversibility.exits.requests.models import HandoverItem, HandoverRequest, ItemState
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class AwaitedRequest:
    """A request that was sent, and of which something is not answered."""

    request_id: UUID
    contract_id: UUID
    provider: str
    left: int
    """How many items nothing became of yet."""
    answer_by: date
    is_past: bool
    """Whether the day by which an answer was asked for is over."""


def awaited_requests(actor: Actor) -> Subquery:
    """Build what is asked about them: id, contract_id, answer_by, left."""
    return (
        select(
            HandoverRequest.id,
            HandoverRequest.contract_id,
            HandoverRequest.answer_by,
            func.count(HandoverItem.id).label("left"),
        )
        .join(HandoverItem, HandoverItem.request_id == HandoverRequest.id)
        .where(_awaited(actor))
        .group_by(HandoverRequest.id)
        .subquery()
    )


def awaited_counted(actor: Actor, contract_id: UUID) -> ScalarSelect[int]:
    """Count the items of a contract that an answer is waited for."""
    return (
        select(func.count(HandoverItem.id))
        .join(HandoverRequest, HandoverRequest.id == HandoverItem.request_id)
        .where(HandoverRequest.contract_id == contract_id, _awaited(actor))
        .scalar_subquery()
    )


def late_counted(actor: Actor, contract_id: UUID, today: date) -> ScalarSelect[int]:
    """Count those whose day has passed."""
    return awaited_counted(actor, contract_id).where(HandoverRequest.answer_by < today)


def _awaited(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on a request and its item; what was released is waited for no more."""
    return and_(
        HandoverRequest.practice_id == actor.practice_id,
        HandoverRequest.sent_on.is_not(None),
        HandoverRequest.released_at.is_(None),
        HandoverItem.state == ItemState.ASKED,
    )


def days_sent(session: Session, actor: Actor, contract_id: UUID) -> tuple[date, ...]:
    """Return the days on which requests of a contract went out."""
    actor.require(Permission.CONTRACT_READ)
    wanted = select(HandoverRequest.sent_on).where(
        HandoverRequest.contract_id == contract_id, HandoverRequest.sent_on.is_not(None)
    )
    return tuple(day for day in session.scalars(wanted) if day is not None)
