"""What a practice answered about how far it would go; nothing is decided here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime


class Weighing(PracticeRow, Base):
    """The answers about one contract; the latest ones."""

    __tablename__ = "weighings"

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), primary_key=True, comment="The contract."
    )
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    answers: Mapped[dict[str, str]] = mapped_column(Json, comment="By question: a code.")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    answered_by: Mapped[str] = mapped_column(
        String(200), comment="Who answered, as they were called that day."
    )

    __mapper_args__ = {"version_id_col": version}
