"""Contracts with providers, the assets each covers, and what each says of handing back."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.contracts.agreed import MayEnd, NoticeForm, Obligation, PriceEvery
from reversibility.contracts.terms import Counting, Renewal
from reversibility.kernel.period import Period
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, PeriodText, UtcDateTime, enum_type


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
        Date, default=None, comment="Last day of the first term, inclusive, where named."
    )
    notice: Mapped[Period | None] = mapped_column(
        PeriodText, default=None, comment="Notice period, ISO 8601, such as P3M."
    )
    initial_term: Mapped[Period | None] = mapped_column(
        PeriodText, default=None, comment="Length of the first term, such as P36M."
    )
    renewal: Mapped[Renewal | None] = mapped_column(
        enum_type(Renewal), default=None, comment="What follows a term; none = nobody said."
    )
    renewal_term: Mapped[Period | None] = mapped_column(
        PeriodText, default=None, comment="Length of each later term."
    )
    provider_notice: Mapped[Period | None] = mapped_column(
        PeriodText, default=None, comment="Notice that the provider has to give."
    )
    counting: Mapped[Counting | None] = mapped_column(
        enum_type(Counting), default=None, comment="Which day of a letter counts; none = unsaid."
    )
    to_month_end: Mapped[bool] = mapped_column(
        Boolean, default=False, comment="Notice begins on the first day of a month."
    )
    moves_to_workday: Mapped[bool] = mapped_column(
        Boolean, default=False, comment="A deadline on a day off moves, for the provider."
    )
    alsace_moselle: Mapped[bool] = mapped_column(
        Boolean, default=False, comment="Two more public holidays."
    )
    early_after: Mapped[Period | None] = mapped_column(
        PeriodText, default=None, comment="No early exit before this long from the first day."
    )
    early_notice: Mapped[Period | None] = mapped_column(
        PeriodText, default=None, comment="Notice of an early exit."
    )
    early_price: Mapped[str] = mapped_column(
        String(300), default="", comment="What an early exit costs, as the contract says."
    )
    may_end: Mapped[MayEnd | None] = mapped_column(
        enum_type(MayEnd), default=None, comment="Who may end it."
    )
    notice_form: Mapped[NoticeForm | None] = mapped_column(
        enum_type(NoticeForm), default=None, comment="In which form notice is given."
    )
    notice_address: Mapped[str] = mapped_column(
        String(300), default="", comment="Where notice is sent."
    )
    obligation: Mapped[Obligation | None] = mapped_column(
        enum_type(Obligation), default=None, comment="Means or result."
    )
    price_cents: Mapped[int | None] = mapped_column(
        BigInteger, default=None, comment="Price without VAT, in cents."
    )
    price_every: Mapped[PriceEvery | None] = mapped_column(
        enum_type(PriceEvery), default=None, comment="How often it is due."
    )
    ended_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day on which it really was in force."
    )
    expects: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="What the practice thinks it buys: codes."
    )
    expects_text: Mapped[str] = mapped_column(
        Text, default="", comment="What the practice thinks it buys, in its own words."
    )
    changed_by: Mapped[str] = mapped_column(
        String(200),
        default="",
        comment="Who changed it last, as they were called that day; empty = nobody.",
    )

    plan_ahead_days: Mapped[int] = mapped_column(
        Integer,
        default=120,
        server_default="120",
        comment="Days before its next date at which an exit plan is made by itself; 0 = never.",
    )
    plan_ready_for: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Its date for which a plan that made itself stands ready."
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


class ClauseReply(StrEnum):
    """What a contract says of one point."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    SILENT = "silent"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    """Whoever answered does not know: nobody has read it yet."""


class ClauseAnswer(PracticeRow, Base):
    """What somebody read in a contract about one clause of the catalogue."""

    __tablename__ = "clause_answers"

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), primary_key=True, comment="The contract."
    )
    clause: Mapped[str] = mapped_column(
        String(20), primary_key=True, comment="Catalogue id, such as C01."
    )
    reply: Mapped[ClauseReply] = mapped_column(enum_type(ClauseReply), comment="What it says.")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    answered_by: Mapped[str] = mapped_column(
        String(200), comment="Who answered, as they were called that day."
    )
    place: Mapped[str] = mapped_column(
        String(200), default="", comment="Where it stands: page, article."
    )
    quote: Mapped[str] = mapped_column(Text, default="", comment="The words of the contract.")
