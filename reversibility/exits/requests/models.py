"""Requests to a provider that answers, their items, and what became of each."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class ItemState(StrEnum):
    """What became of an item."""

    ASKED = "asked"
    RECEIVED = "received"
    PARTLY = "partly"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"


class HandoverRequest(PracticeRow, Base):
    """One grouped request of a contract; once sent its items stand as they were asked."""

    __tablename__ = "handover_requests"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), index=True, comment="The contract it is about."
    )
    number: Mapped[int] = mapped_column(Integer, comment="Of this contract: 1, 2 ...")
    answer_by: Mapped[date] = mapped_column(Date, comment="By when an answer is asked for.")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    made_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    sent_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="When the practice sent it; the service sends nothing."
    )
    channel: Mapped[str] = mapped_column(String(60), default="", comment="How it was sent.")
    released_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime,
        default=None,
        comment="From when the provider answers no more for the service, in UTC.",
    )
    signed_paper_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contract_papers.id"), default=None, comment="The receipt both sides signed."
    )

    __table_args__ = (UniqueConstraint("contract_id", "number"),)


class HandoverItem(PracticeRow, Base):
    """One thing that is asked for."""

    __tablename__ = "handover_items"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("handover_requests.id"), index=True, comment="The request it stands in."
    )
    position: Mapped[int] = mapped_column(Integer, comment="Place in the request: 1, 2 ...")
    asset_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("assets.id"), comment="What it belongs to; empty = nothing of the register."
    )
    about: Mapped[str] = mapped_column(String(200), comment="How that was called that day.")
    said: Mapped[dict[str, str]] = mapped_column(
        Json, comment="What is asked for, by language; as typed, both are the same."
    )
    state: Mapped[ItemState] = mapped_column(
        enum_type(ItemState), default=ItemState.ASKED, comment="What became of it."
    )
    settled_on: Mapped[date | None] = mapped_column(Date, default=None, comment="The day of that.")
    words: Mapped[str] = mapped_column(
        Text, default="", comment="The provider's own words where it hands over less."
    )
    reply: Mapped[str] = mapped_column(
        Text, default="", comment="What the provider observed on it, as given."
    )
    paper_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contract_papers.id"), default=None, comment="The paper that shows it."
    )
    settled_by: Mapped[str] = mapped_column(
        String(200), default="", comment="Who noted it, as they were called that day."
    )

    __table_args__ = (UniqueConstraint("request_id", "position"),)
