"""How far the first steps are; what was declared on the way stands in the register itself."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy import Uuid as UuidType
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime


class Step(StrEnum):
    """The six steps, in their order."""

    PRACTICE = "practice"
    DOMAIN = "domain"
    HOLDINGS = "holdings"
    CONTRACT = "contract"
    FINDINGS = "findings"
    ANNEX = "annex"


class FirstSteps(PracticeRow, Base):
    """What the register cannot tell of the first steps; one row per practice."""

    __tablename__ = "first_steps"

    id: Mapped[UUID] = mapped_column(UuidType, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    done: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="The steps that somebody went on from."
    )
    has_no_domain: Mapped[bool] = mapped_column(
        Boolean, default=False, comment="The practice said that it has no domain name."
    )
    run_id: Mapped[UUID | None] = mapped_column(
        UuidType, default=None, comment="The last look at a name; the run may be gone."
    )
    set_aside: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Traces said not to be the practice's own."
    )
    answers: Mapped[dict[str, Any]] = mapped_column(
        Json,
        default_factory=dict,
        comment="By asset: the answers that leave nothing in the register, such as unknown.",
    )
    contract_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contracts.id"), default=None, comment="The contract that is being prepared."
    )
    changed_by: Mapped[str] = mapped_column(
        String(200), default="", comment="Who went on last, as they were called that day."
    )

    __table_args__ = (UniqueConstraint("practice_id"),)
    __mapper_args__ = {"version_id_col": version}
