"""Situations as they were told, each kept with its date."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.catalogues.cases import Case
from reversibility.catalogues.situations import Situation
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class ToldSituation(PracticeRow, Base):
    """What was answered about a provider, and the case it led to that day; append-only."""

    __tablename__ = "told_situations"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), index=True, comment="The contract with that provider."
    )
    choices: Mapped[dict[str, str]] = mapped_column(Json, comment="Answers: codes by question.")
    last_answer_on: Mapped[date | None] = mapped_column(Date, comment="When it last answered.")
    announced_end_on: Mapped[date | None] = mapped_column(Date, comment="When it says it stops.")
    last_deliverable_on: Mapped[date | None] = mapped_column(Date, comment="Last delivery.")
    deadline_on: Mapped[date | None] = mapped_column(
        Date, comment="The next deadline of the profession that needs the service."
    )
    unanswered: Mapped[list[dict[str, str]]] = mapped_column(
        Json, comment="Dated messages without an answer: sent_on, channel."
    )
    led_to: Mapped[Case] = mapped_column(enum_type(Case), comment="What it led to.")
    also: Mapped[list[str]] = mapped_column(Json, comment="Cases beside it: codes.")
    situation: Mapped[Situation | None] = mapped_column(
        enum_type(Situation), comment="The route of the playbooks; none while the case is open."
    )
    reasons: Mapped[list[dict[str, object]]] = mapped_column(
        Json, comment="Why: codes and parameters."
    )
    urgencies: Mapped[list[dict[str, object]]] = mapped_column(
        Json, comment="What makes it urgent: codes and parameters."
    )
    score: Mapped[int] = mapped_column(Integer, comment="How urgent: the sum of the points.")
    told_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    told_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
