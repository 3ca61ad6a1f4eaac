"""Read requests, their items, and what may be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from reversibility.contracts.paper_models import PaperRow
from reversibility.exits.errors import RequestMissingError
from reversibility.exits.requests.models import HandoverItem, HandoverRequest, ItemState
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class RequestLine:
    """A request in a list."""

    id: UUID
    number: int
    made_at: datetime
    sent_on: date | None
    answer_by: date
    total: int
    settled: int
    is_late: bool
    """Its day has passed, and something has no answer."""


@dataclass(frozen=True, kw_only=True)
class ItemSheet:
    """One item, with what became of it."""

    id: UUID
    asset_id: UUID | None
    about: str
    said: Mapping[str, str]
    state: ItemState
    settled_on: date | None
    words: str
    reply: str
    paper_id: UUID | None
    paper: str
    """Title of the paper that shows it."""
    settled_by: str


@dataclass(frozen=True, kw_only=True)
class RequestSheet:
    """A request, whole."""

    id: UUID
    contract_id: UUID
    number: int
    made_at: datetime
    made_by: str
    answer_by: date
    sent_on: date | None
    channel: str
    released_at: datetime | None
    signed_paper_id: UUID | None
    items: tuple[ItemSheet, ...]

    @property
    def settled(self) -> int:
        """How many items something became of."""
        return sum(item.state is not ItemState.ASKED for item in self.items)

    def is_late(self, today: date) -> bool:
        """Say whether it was sent, its day has passed, and something has no answer."""
        return _is_late(self, today, is_answered=self.settled == len(self.items))


def list_requests(
    session: Session, actor: Actor, contract_id: UUID, *, today: date
) -> tuple[RequestLine, ...]:
    """List the requests of a contract, the newest first."""
    actor.require(Permission.CONTRACT_READ)
    counted = (
        select(
            HandoverItem.request_id,
            func.count(HandoverItem.id).label("total"),
            func.count(HandoverItem.id)
            .filter(HandoverItem.state != ItemState.ASKED)
            .label("settled"),
        )
        .group_by(HandoverItem.request_id)
        .subquery()
    )
    rows = session.execute(
        select(HandoverRequest, counted.c.total, counted.c.settled)
        .join(counted, counted.c.request_id == HandoverRequest.id)
        .where(HandoverRequest.contract_id == contract_id)
        .order_by(HandoverRequest.number.desc())
    )
    return tuple(
        RequestLine(
            id=row.id,
            number=row.number,
            made_at=row.made_at,
            sent_on=row.sent_on,
            answer_by=row.answer_by,
            total=total,
            settled=done,
            is_late=_is_late(row, today, is_answered=done == total),
        )
        for row, total, done in rows
    )


def get_request(session: Session, actor: Actor, request_id: UUID) -> RequestSheet:
    """Return one request; raises RequestMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    row = session.scalar(select(HandoverRequest).where(HandoverRequest.id == request_id))
    if row is None:
        raise RequestMissingError
    items = session.execute(_items().where(HandoverItem.request_id == request_id))
    return RequestSheet(
        id=row.id,
        contract_id=row.contract_id,
        number=row.number,
        made_at=row.made_at,
        made_by=row.made_by,
        answer_by=row.answer_by,
        sent_on=row.sent_on,
        channel=row.channel,
        released_at=row.released_at,
        signed_paper_id=row.signed_paper_id,
        items=tuple(_item(item, paper or "") for item, paper in items),
    )


def _is_late(request: HandoverRequest | RequestSheet, today: date, *, is_answered: bool) -> bool:
    is_over = request.released_at is not None or is_answered
    return request.sent_on is not None and request.answer_by < today and not is_over


def _items() -> Select[HandoverItem, str]:
    return (
        select(HandoverItem, PaperRow.title)
        .outerjoin(PaperRow, PaperRow.id == HandoverItem.paper_id)
        .order_by(HandoverItem.position)
    )


def _item(row: HandoverItem, paper: str) -> ItemSheet:
    return ItemSheet(
        id=row.id,
        asset_id=row.asset_id,
        about=row.about,
        said=dict(row.said),
        state=row.state,
        settled_on=row.settled_on,
        words=row.words,
        reply=row.reply,
        paper_id=row.paper_id,
        paper=paper,
        settled_by=row.settled_by,
    )
