"""The mandates of auditors and guests, the statements they sign, and the notes they leave."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.kernel.actor import Role
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class Scope(StrEnum):
    """How much of a practice a mandate covers."""

    PRACTICE = "practice"
    PROVIDER = "provider"
    CONTRACT = "contract"


class Mandate(PracticeRow, Base):
    """Leave for one person to look at a part of the register, from one day to another.

    It ends by itself: every look compares the clock with `closes_at`, and no job is needed.
    """

    __tablename__ = "mandates"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True, comment="Who.")
    role: Mapped[Role] = mapped_column(enum_type(Role), comment="auditor or provider_guest.")
    scope: Mapped[Scope] = mapped_column(enum_type(Scope), comment="How much it covers.")
    starts_on: Mapped[date] = mapped_column(Date, comment="First day.")
    ends_on: Mapped[date] = mapped_column(Date, comment="Last day, inclusive.")
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When the first day begins.")
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When the last day is over.")
    granted_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    party_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, comment="The provider, if the scope is one."
    )
    contract_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contracts.id"), default=None, comment="The contract, if the scope is one."
    )
    ended_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it was ended before its time."
    )
    ended_by: Mapped[str | None] = mapped_column(String(200), default=None, comment="By whom.")

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("(scope = 'provider') = (party_id IS NOT NULL)", name="provider_scope"),
        CheckConstraint("(scope = 'contract') = (contract_id IS NOT NULL)", name="contract_scope"),
    )
    __mapper_args__ = {"version_id_col": version}


class Statement(PracticeRow, Base):
    """A confidentiality statement as it was signed; append-only by trigger."""

    __tablename__ = "mandate_statements"

    mandate_id: Mapped[UUID] = mapped_column(
        ForeignKey("mandates.id"), primary_key=True, comment="Under which mandate."
    )
    text_version: Mapped[str] = mapped_column(String(20), comment="Version of the text.")
    locale: Mapped[str] = mapped_column(String(2), comment="fr or en: the text that was read.")
    text: Mapped[str] = mapped_column(Text, comment="The text itself.")
    text_sha256: Mapped[str] = mapped_column(String(64), comment="Of the text, UTF-8.")
    signed_name: Mapped[str] = mapped_column(String(200), comment="As typed by who signed.")
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")


class Note(PracticeRow, Base):
    """What an auditor noted about an asset; append-only by trigger."""

    __tablename__ = "mandate_notes"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    mandate_id: Mapped[UUID] = mapped_column(
        ForeignKey("mandates.id"), index=True, comment="Under which mandate."
    )
    asset_id: Mapped[UUID] = mapped_column(
        ForeignKey("assets.id"), index=True, comment="About which asset."
    )
    field: Mapped[str] = mapped_column(
        String(32), comment="About which result, such as holder; empty = the asset as a whole."
    )
    text: Mapped[str] = mapped_column(Text, comment="As typed.")
    written_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
