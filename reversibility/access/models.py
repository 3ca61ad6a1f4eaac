"""Who can get in: one grant per person, asset and role of the platform."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class SecondFactor(StrEnum):
    """How the second step of signing in is done."""

    NONE = "none"
    APP = "app"
    SMS = "sms"
    EMAIL = "email"
    KEY = "key"
    UNKNOWN = "unknown"


class AccessGrant(PracticeRow, Base):
    """A person's way into an asset, with the role that platform really has."""

    __tablename__ = "access_grants"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    asset_id: Mapped[UUID] = mapped_column(
        ForeignKey("assets.id"), index=True, comment="Into what."
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True, comment="Who.")
    role: Mapped[str] = mapped_column(String(40), comment="Role id of the asset's kind.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    second_factor: Mapped[SecondFactor] = mapped_column(
        enum_type(SecondFactor), default=SecondFactor.UNKNOWN, comment="Second step of sign-in."
    )
    second_factor_holder_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("persons.id"), default=None, comment="Who holds the telephone, app or key."
    )
    recovery_address: Mapped[str] = mapped_column(
        String(255), default="", comment="Where the platform sends a way back in."
    )
    last_confirmed_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day somebody saw it work."
    )
    ends_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day it is meant for; none = open."
    )
    revoked_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="Withdrawn since."
    )

    __table_args__ = (Index("ix_access_grants_by_asset", "practice_id", "asset_id"),)
