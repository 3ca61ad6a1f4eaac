"""A table that somebody sent and has not confirmed yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime


class TablePreview(PracticeRow, Base):
    """The rows of a table as they came, and what was decided; gone once confirmed, or soon after.

    What it would do is worked out anew each time it is looked at, against the register of that
    moment.
    """

    __tablename__ = "table_previews"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id"), index=True, comment="Whose; nobody else sees it."
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="Useless from then on.")
    filename: Mapped[str] = mapped_column(String(255), comment="As it came; for display only.")
    form: Mapped[str] = mapped_column(String(20), comment="xlsx, or the encoding of a CSV file.")
    separator: Mapped[str] = mapped_column(String(1), comment="Between cells, of a CSV file.")
    sheet: Mapped[str] = mapped_column(String(255), comment="Which sheet, of a workbook.")
    rows: Mapped[list[Any]] = mapped_column(Json, comment="Pairs: row number, cells.")
    choices: Mapped[dict[str, bool]] = mapped_column(
        Json, default_factory=dict, comment="What was decided about it."
    )
