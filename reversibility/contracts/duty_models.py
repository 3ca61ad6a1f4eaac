"""Who does what under a contract."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.catalogues.responsibilities import Side
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class ResponsibilityRow(PracticeRow, Base):
    """Who decides, does, advises and is told about one row of the catalogue."""

    __tablename__ = "responsibilities"

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), primary_key=True, comment="The contract."
    )
    row: Mapped[str] = mapped_column(
        String(20), primary_key=True, comment="Catalogue id, such as R01."
    )
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    answered_by: Mapped[str] = mapped_column(
        String(200), comment="Who said so, as they were called that day."
    )
    decides: Mapped[Side | None] = mapped_column(
        enum_type(Side, name="decides"),
        default=None,
        comment="The one side that answers for it; none = a gap.",
    )
    decides_name: Mapped[str] = mapped_column(
        String(120), default="", comment="Who that is, by name."
    )
    does: Mapped[Side | None] = mapped_column(
        enum_type(Side, name="does"), default=None, comment="Who does it."
    )
    advises: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Who is asked before: sides."
    )
    informed: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Who is told: sides."
    )
