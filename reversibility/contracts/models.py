"""Contracts with providers, and the assets each covers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.kernel.period import Period
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import PeriodText, UtcDateTime


class Contract(PracticeRow, Base):
    """An agreement with a provider: reference, dates, notice."""

    __tablename__ = "contracts"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    slug: Mapped[str] = mapped_column(String(60), comment="Its name in practice files.")
    provider_id: Mapped[UUID] = mapped_column(
        ForeignKey("parties.id"), index=True, comment="With whom."
    )
    reference: Mapped[str] = mapped_column(String(120), comment="As printed on the contract.")
    title: Mapped[str] = mapped_column(String(200), comment="What it is about.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    starts_on: Mapped[date | None] = mapped_column(Date, default=None, comment="First day.")
    ends_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day of the present term, inclusive; none = open-ended."
    )
    notice: Mapped[Period | None] = mapped_column(
        PeriodText, default=None, comment="Notice period, ISO 8601, such as P3M."
    )

    __table_args__ = (UniqueConstraint("practice_id", "slug"),)
    __mapper_args__ = {"version_id_col": version}


class ContractAsset(PracticeRow, Base):
    """An asset that a contract covers."""

    __tablename__ = "contract_assets"

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), primary_key=True, comment="The contract."
    )
    asset_id: Mapped[UUID] = mapped_column(
        ForeignKey("assets.id"), primary_key=True, comment="The asset."
    )
