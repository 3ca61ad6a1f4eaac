"""What of the first hour is done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime


class FirstHourStep(PracticeRow, Base):
    """A first step that somebody ticked; the row is there while it is."""

    __tablename__ = "first_hour_steps"

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), primary_key=True, comment="The contract with that provider."
    )
    step: Mapped[str] = mapped_column(
        String(40), primary_key=True, comment="Catalogue id, such as freeze."
    )
    done_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When it was ticked, in UTC.")
    done_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
