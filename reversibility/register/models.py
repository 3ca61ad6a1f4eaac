"""The register's tables: parties, persons, assets, dependencies."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)
from sqlalchemy import Uuid as UuidType
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type

DECLARED_PARTIES = (
    "provider",
    "holder",
    "account_holder",
    "payer",
    "administrative_contact",
    "technical_contact",
)
"""The parties an asset names, each a column `<name>_id`."""


def _in_use(name: str, *columns: str | TextClause) -> Index:
    """Index the assets that are not archived: a page of a large register reads no others."""
    here = text("retired_at IS NULL")
    return Index(name, "practice_id", *columns, sqlite_where=here, postgresql_where=here)


class PartyKind(StrEnum):
    """What a party is to the practice."""

    PRACTICE = "practice"
    PROVIDER = "provider"
    OTHER = "other"


class Party(PracticeRow, Base):
    """Anyone who can own, hold, pay or administer: the practice itself, a provider, another."""

    __tablename__ = "parties"

    id: Mapped[UUID] = mapped_column(UuidType, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    kind: Mapped[PartyKind] = mapped_column(enum_type(PartyKind), comment="What it is to us.")
    name: Mapped[str] = mapped_column(String(200), comment="The usual name.")
    slug: Mapped[str] = mapped_column(String(60), comment="Its name in practice files.")
    legal_name: Mapped[str] = mapped_column(String(200), default="", comment="Registered name.")
    siren: Mapped[str] = mapped_column(String(9), default="", comment="Nine digits, or empty.")
    trade: Mapped[str] = mapped_column(String(120), default="", comment="What it does for us.")
    street: Mapped[str] = mapped_column(String(200), default="", comment="Number and street.")
    postcode: Mapped[str] = mapped_column(String(12), default="", comment="Postal code.")
    city: Mapped[str] = mapped_column(String(100), default="", comment="Town.")
    phones: Mapped[list[str]] = mapped_column(Json, default_factory=list, comment="Telephones.")
    emails: Mapped[list[str]] = mapped_column(Json, default_factory=list, comment="Addresses.")
    domains: Mapped[list[str]] = mapped_column(Json, default_factory=list, comment="Its domains.")
    brands: Mapped[list[str]] = mapped_column(Json, default_factory=list, comment="Its brands.")
    retired_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="Archived since."
    )
    changed_by: Mapped[str] = mapped_column(
        String(200),
        default="",
        comment="Who changed it last, as they were called that day; empty = nobody.",
    )

    __table_args__ = (UniqueConstraint("practice_id", "slug"),)
    __mapper_args__ = {"version_id_col": version}


class Person(PracticeRow, Base):
    """Somebody of a party: an associate, a contact at a provider."""

    __tablename__ = "persons"

    id: Mapped[UUID] = mapped_column(UuidType, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    party_id: Mapped[UUID] = mapped_column(
        ForeignKey("parties.id"), index=True, comment="Whose person this is."
    )
    slug: Mapped[str] = mapped_column(String(60), comment="Its name in practice files.")
    name: Mapped[str] = mapped_column(String(200), comment="Title, first name, name.")
    role: Mapped[str] = mapped_column(String(120), default="", comment="What they do there.")
    email: Mapped[str] = mapped_column(String(255), default="", comment="Professional address.")
    phone: Mapped[str] = mapped_column(String(40), default="", comment="Professional telephone.")
    retired_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="No longer a contact since."
    )
    changed_by: Mapped[str] = mapped_column(
        String(200),
        default="",
        comment="Who changed it last, as they were called that day; empty = nobody.",
    )

    __table_args__ = (UniqueConstraint("practice_id", "slug"),)
    __mapper_args__ = {"version_id_col": version}


class Asset(PracticeRow, Base):
    """One thing that must survive the provider, with its five declared fields kept apart.

    Holder, account holder, payer, administrative and technical contact are separate: litigation
    turns on the difference. What a probe observes never overwrites them.
    """

    __tablename__ = "assets"

    id: Mapped[UUID] = mapped_column(UuidType, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    kind: Mapped[str] = mapped_column(String(40), comment="Catalogue id, such as domain_fr.")
    slug: Mapped[str] = mapped_column(String(60), comment="Its name in practice files.")
    name: Mapped[str] = mapped_column(String(200), comment="How the practice calls it.")
    importance: Mapped[int] = mapped_column(Integer, comment="1 to 4; 4 = vital.")
    declared_on: Mapped[date] = mapped_column(Date, comment="Day of the declaration.")
    declared_by: Mapped[str] = mapped_column(String(200), comment="Who declared it.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    provider_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, index=True, comment="Who runs it for the practice."
    )
    holder_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, comment="Declared holder (title)."
    )
    account_holder_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, comment="Declared holder of the customer account."
    )
    payer_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, comment="Who pays the renewal."
    )
    administrative_contact_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, comment="Declared administrative contact."
    )
    technical_contact_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, comment="Declared technical contact."
    )
    attributes: Mapped[dict[str, Any]] = mapped_column(
        Json, default_factory=dict, comment="What its kind asks for, checked against the catalogue."
    )
    notes: Mapped[str] = mapped_column(Text, default="", comment="Free text.")
    retired_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="Archived since."
    )

    __table_args__ = (
        UniqueConstraint("practice_id", "slug"),
        CheckConstraint("importance BETWEEN 1 AND 4", name="importance"),
        _in_use("ix_assets_listed", text("importance DESC"), "created_at", "id"),
        _in_use("ix_assets_counted", "kind", "retired_at"),
    )
    __mapper_args__ = {"version_id_col": version}


class Dependency(PracticeRow, Base):
    """One asset falls when another does."""

    __tablename__ = "dependencies"

    asset_id: Mapped[UUID] = mapped_column(
        ForeignKey("assets.id"), primary_key=True, comment="What falls."
    )
    depends_on_id: Mapped[UUID] = mapped_column(
        ForeignKey("assets.id"), primary_key=True, comment="What it needs."
    )

    __table_args__ = (CheckConstraint("asset_id <> depends_on_id", name="not_itself"),)


class SavedView(PracticeRow, Base):
    """A name for a set of filters of the register's list."""

    __tablename__ = "saved_views"

    id: Mapped[UUID] = mapped_column(UuidType, primary_key=True, comment="UUIDv7.")
    name: Mapped[str] = mapped_column(String(60), comment="How people call it.")
    filters: Mapped[dict[str, str]] = mapped_column(Json, comment="By the names of the filters.")
    saved_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")

    __table_args__ = (UniqueConstraint("practice_id", "name"),)
