"""Make a request, note that it was sent, and record what became of each item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reversibility.contracts.paper_models import PaperRow
from reversibility.contracts.queries import get_contract
from reversibility.exits.errors import RequestInvalidError, RequestMissingError
from reversibility.exits.requests.models import HandoverItem, HandoverRequest, ItemState
from reversibility.exits.requests.rules import (
    LONGEST_ABOUT,
    MOST_ITEMS,
    answer_fault,
    asks_for_a_password,
    receipt_faults,
)
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """One thing to ask for."""

    asset_id: UUID | None
    about: str
    said: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ReceiptDraft:
    """What became of an item."""

    state: ItemState
    settled_on: date | None = None
    words: str = ""
    reply: str = ""
    paper_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ReleaseDraft:
    """From when the provider answers no more, and the receipt both sides signed."""

    released_at: datetime | None
    signed_paper_id: UUID | None


def make_request(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    items: Sequence[ItemDraft],
    *,
    answer_by: date | None,
    now: datetime,
) -> UUID:
    """Make a request of what was chosen; raises RequestInvalidError with every fault."""
    actor.require(Permission.CONTRACT_WRITE)
    contract = get_contract(session, actor, contract_id, today=now.date())
    faults = _faults(items, answer_by, today=now.date())
    if faults or answer_by is None:
        raise RequestInvalidError(faults)
    request = HandoverRequest(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract.id,
        number=_next_number(session, contract.id),
        answer_by=answer_by,
        made_at=now,
        made_by=actor.label,
    )
    session.add(request)
    session.flush()  # its items point to it
    session.add_all(_rows(request, items, now))
    content = {"number": request.number, "items": len(items), "answer_by": answer_by.isoformat()}
    subject = journal.Subject(type="contract", id=contract.id)
    journal.record(session, actor, "contract.handover_asked", subject, now=now, content=content)
    return request.id


def note_sent(
    session: Session,
    actor: Actor,
    request_id: UUID,
    sent_on: date | None,
    *,
    channel: str,
    now: datetime,
) -> None:
    """Note when and how the practice sent a request; the service sends nothing."""
    actor.require(Permission.CONTRACT_WRITE)
    request = _find(session, actor, request_id)
    if sent_on is None or sent_on > now.date():
        raise RequestInvalidError({"sent_on": "day_ahead" if sent_on else "day_missing"})
    request.sent_on, request.channel = sent_on, channel
    content = {"number": request.number, "sent_on": sent_on.isoformat(), "channel": channel}
    subject = journal.Subject(type="contract", id=request.contract_id)
    journal.record(session, actor, "contract.handover_sent", subject, now=now, content=content)


def record_receipt(
    session: Session, actor: Actor, item_id: UUID, draft: ReceiptDraft, *, now: datetime
) -> None:
    """Record what became of one item; raises RequestInvalidError with every fault."""
    actor.require(Permission.CONTRACT_WRITE)
    item = session.scalar(
        select(HandoverItem)
        .where(HandoverItem.id == item_id, HandoverItem.practice_id == actor.practice_id)
        .with_for_update()
    )
    if item is None:
        raise RequestMissingError
    request = _find(session, actor, item.request_id)
    faults = receipt_faults(
        draft.state, draft.settled_on, draft.words, sent_on=request.sent_on, today=now.date()
    )
    if draft.paper_id and not _is_paper(session, request, draft.paper_id):
        faults["paper_id"] = "paper_of_another_contract"
    if faults:
        raise RequestInvalidError(faults)
    before = item.state
    item.state, item.settled_on = draft.state, draft.settled_on
    item.words, item.reply, item.paper_id = draft.words, draft.reply, draft.paper_id
    item.settled_by = actor.label
    if draft.state is ItemState.ASKED:
        item.settled_on, item.settled_by = None, ""
    content = {
        "number": request.number,
        "position": item.position,
        "before": {"state": before.value},
        "after": {"state": draft.state.value},
    }
    subject = journal.Subject(type="contract", id=request.contract_id)
    journal.record(session, actor, "contract.handover_recorded", subject, now=now, content=content)


def note_release(
    session: Session, actor: Actor, request_id: UUID, draft: ReleaseDraft, *, now: datetime
) -> None:
    """Note from when the provider answers no more for the service, and the signed receipt."""
    actor.require(Permission.CONTRACT_WRITE)
    request = _find(session, actor, request_id)
    if draft.signed_paper_id and not _is_paper(session, request, draft.signed_paper_id):
        raise RequestInvalidError({"signed_paper_id": "paper_of_another_contract"})
    request.released_at, request.signed_paper_id = draft.released_at, draft.signed_paper_id
    content = {
        "number": request.number,
        "released_at": draft.released_at.isoformat() if draft.released_at else "",
    }
    subject = journal.Subject(type="contract", id=request.contract_id)
    journal.record(session, actor, "contract.handover_released", subject, now=now, content=content)


def _faults(items: Sequence[ItemDraft], answer_by: date | None, *, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    late = answer_fault(answer_by, today=today)
    if late:
        faults["answer_by"] = late
    if not items:
        faults["items"] = "nothing_asked"
    elif len(items) > MOST_ITEMS:
        faults["items"] = "too_many_items"
    if any(asks_for_a_password(text) for item in items for text in item.said.values()):
        faults["items"] = "asks_for_a_password"
    return faults


def _rows(
    request: HandoverRequest, items: Sequence[ItemDraft], now: datetime
) -> list[HandoverItem]:
    return [
        HandoverItem(
            id=new_id(now),
            practice_id=request.practice_id,
            request_id=request.id,
            position=position,
            asset_id=item.asset_id,
            about=item.about[:LONGEST_ABOUT],
            said=dict(item.said),
        )
        for position, item in enumerate(items, start=1)
    ]


def _next_number(session: Session, contract_id: UUID) -> int:
    wanted = select(func.max(HandoverRequest.number)).where(
        HandoverRequest.contract_id == contract_id
    )
    return (session.scalar(wanted) or 0) + 1


def _find(session: Session, actor: Actor, request_id: UUID) -> HandoverRequest:
    row = session.scalar(
        select(HandoverRequest)
        .where(HandoverRequest.id == request_id, HandoverRequest.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise RequestMissingError
    return row


def _is_paper(session: Session, request: HandoverRequest, paper_id: UUID) -> bool:
    wanted = select(PaperRow.id).where(
        PaperRow.id == paper_id, PaperRow.contract_id == request.contract_id
    )
    return session.scalar(wanted) is not None
