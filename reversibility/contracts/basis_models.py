"""What a contract rests on where nobody signed one: what each paper says of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class Element(StrEnum):
    """What a contract has to say, and papers may say for it."""

    PARTIES = "parties"
    OBJECT = "object"
    PRICE = "price"
    TERM = "term"
    NOTICE = "notice"
    DELIVERY = "delivery"
    HANDOVER = "handover"
    TERMS = "terms"
    """Which general terms were known, and accepted."""


class BasisElement(PracticeRow, Base):
    """What was agreed on one element, in the words of a paper."""

    __tablename__ = "basis_elements"

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), primary_key=True, comment="The contract."
    )
    element: Mapped[Element] = mapped_column(
        enum_type(Element), primary_key=True, comment="What it is about."
    )
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    answered_by: Mapped[str] = mapped_column(
        String(200), comment="Who said so, as they were called that day."
    )
    says: Mapped[str] = mapped_column(Text, default="", comment="What the papers say of it.")
    paper_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contract_papers.id"), default=None, comment="Which paper says so."
    )
