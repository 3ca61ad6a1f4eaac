"""What happened with a provider: facts with their day, corrected by a later line, never changed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class EventKind(StrEnum):
    """What a fact is; its name in French and English stands in texts.toml."""

    DELIVERABLE = "deliverable"
    CALL = "call"
    MESSAGE = "message"
    """From the provider."""
    PROMISE = "promise"
    ANNOUNCEMENT = "announcement"
    INCIDENT = "incident"
    INVOICE = "invoice"
    PAYMENT = "payment"
    ACCESS_LOSS = "access_loss"
    LETTER = "letter"
    OUR_ACTION = "our_action"
    """What the practice did, sent or failed to do."""


class ContractEvent(PracticeRow, Base):
    """A fact, as somebody noted it; append-only by trigger."""

    __tablename__ = "contract_events"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), index=True, comment="Of which contract."
    )
    kind: Mapped[EventKind] = mapped_column(enum_type(EventKind), comment="What it is.")
    happened_on: Mapped[date] = mapped_column(Date, comment="On which day.")
    happened_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="When, in UTC; none = the day alone is known."
    )
    facts: Mapped[str] = mapped_column(Text, comment="What happened, without comment.")
    author: Mapped[str] = mapped_column(String(200), comment="Who did it, said it or saw it.")
    effect: Mapped[str] = mapped_column(String(500), comment="What it changed for the practice.")
    corrects_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contract_events.id"), comment="The line that this one takes the place of."
    )
    because: Mapped[str] = mapped_column(String(500), comment="Why it was corrected.")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    recorded_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")

    # A line is corrected once; a second correction takes the place of the first.
    __table_args__ = (UniqueConstraint("corrects_id"),)


class EventPaper(PracticeRow, Base):
    """A paper that shows a fact; append-only by trigger."""

    __tablename__ = "event_papers"

    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("contract_events.id"), primary_key=True, comment="The fact."
    )
    paper_id: Mapped[UUID] = mapped_column(
        ForeignKey("contract_papers.id"), primary_key=True, comment="The paper."
    )


class EventRemark(PracticeRow, Base):
    """What the provider observes about a fact, in its own words; append-only by trigger."""

    __tablename__ = "event_remarks"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("contract_events.id"), index=True, comment="The fact."
    )
    text: Mapped[str] = mapped_column(Text, comment="As the provider wrote it.")
    dated_on: Mapped[date] = mapped_column(Date, comment="When the provider wrote it.")
    paper_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contract_papers.id"), comment="The paper it came in."
    )
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    recorded_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
