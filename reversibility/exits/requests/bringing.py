"""Take over requests to a provider that were made elsewhere, and what became of each item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.exits.requests.models import HandoverItem, HandoverRequest, ItemState
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class BroughtItem:
    """One thing that was asked for, as it stood."""

    asset_id: UUID | None
    about: str
    said: Mapping[str, str]
    state: ItemState
    settled_on: date | None
    words: str
    reply: str
    settled_by: str


@dataclass(frozen=True, kw_only=True)
class BroughtRequest:
    """A request as it stood; the papers that show a receipt stay behind."""

    number: int
    answer_by: date
    made_at: datetime | None
    made_by: str
    sent_on: date | None
    channel: str
    released_at: datetime | None
    items: Sequence[BroughtItem]


def bring_request(
    session: Session, actor: Actor, contract_id: UUID, brought: BroughtRequest, *, now: datetime
) -> None:
    """Enter a request of a practice file, with the receipts that were recorded."""
    actor.require(Permission.CONTRACT_WRITE)
    request = HandoverRequest(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        number=brought.number,
        answer_by=brought.answer_by,
        made_at=brought.made_at or now,
        made_by=brought.made_by or actor.label,
        sent_on=brought.sent_on,
        channel=brought.channel,
        released_at=brought.released_at,
    )
    session.add(request)
    session.flush()  # its items point to it
    session.add_all(
        _item(request, position, item, now=now)
        for position, item in enumerate(brought.items, start=1)
    )
    content = {
        "number": request.number,
        "items": len(brought.items),
        "answer_by": request.answer_by.isoformat(),
    }
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.handover_asked", subject, now=now, content=content)


def _item(
    request: HandoverRequest, position: int, item: BroughtItem, *, now: datetime
) -> HandoverItem:
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    return HandoverItem(
        id=new_id(now),
        practice_id=request.practice_id,
        request_id=request.id,
        position=position,
        **values | {"said": dict(item.said)},
    )
