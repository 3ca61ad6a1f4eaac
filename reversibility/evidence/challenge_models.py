"""Challenges: what somebody was asked to place, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from probes.challenge.model import Outcome
from probes.challenge.token import Method
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class Purpose(StrEnum):
    """What a challenge is to show; its value is worth nothing for another end."""

    CONTROL = "control"


class ChallengeState(StrEnum):
    """What became of a challenge; that its time is up follows from the clock."""

    OPEN = "open"
    PASSED = "passed"
    CANCELLED = "cancelled"


class ChallengeRow(PracticeRow, Base):
    """A value for one practice, name and purpose, that passes once."""

    __tablename__ = "challenges"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("assets.id"), index=True, comment="About.")
    name: Mapped[str] = mapped_column(String(255), comment="The name or host, in ASCII.")
    method: Mapped[Method] = mapped_column(enum_type(Method), comment="In the zone, on the site.")
    purpose: Mapped[Purpose] = mapped_column(enum_type(Purpose), comment="What it is to show.")
    token: Mapped[str] = mapped_column(
        String(64), comment="Shown until it was seen in place; empty once it is over."
    )
    token_digest: Mapped[str] = mapped_column(
        String(64), comment="Of the token, the practice, the name and the purpose together."
    )
    requested_by: Mapped[str] = mapped_column(String(200), comment="Who asked, as called that day.")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="From then on it is nothing.")
    state: Mapped[ChallengeState] = mapped_column(
        enum_type(ChallengeState), default=ChallengeState.OPEN, comment="What became of it."
    )
    passed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it was first seen in place."
    )
    checked_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When one last looked."
    )
    outcome: Mapped[Outcome | None] = mapped_column(
        enum_type(Outcome), default=None, comment="What the last look came to."
    )
    reasons: Mapped[list[Any]] = mapped_column(
        Json, default_factory=list, comment="Of the last look: codes and parameters."
    )
    places: Mapped[list[Any]] = mapped_column(
        Json, default_factory=list, comment="Of the last look: each server, and what it shows."
    )
