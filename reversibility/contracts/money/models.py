"""What was billed under a contract, what was paid, what was accepted; and what else it cost."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class ChargeKind(StrEnum):
    """How a sum is earned."""

    ONE_OFF = "one_off"
    """For something that is delivered: an instalment, a site, a day of work."""
    SUBSCRIPTION = "subscription"
    """For a time of service: counted by the day."""


class LossKind(StrEnum):
    """The two kinds that the Civil Code tells apart (art. 1231-2)."""

    SUFFERED = "suffered"
    MISSED = "missed"


class Known(StrEnum):
    """An answer that may not be known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Charge(PracticeRow, Base):
    """One invoice or instalment of a contract."""

    __tablename__ = "contract_charges"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), index=True, comment="The contract it belongs to."
    )
    kind: Mapped[ChargeKind] = mapped_column(enum_type(ChargeKind), comment="How it is earned.")
    label: Mapped[str] = mapped_column(String(200), comment="What it was billed for.")
    reference: Mapped[str] = mapped_column(String(120), comment="Number of the invoice.")
    invoiced_on: Mapped[date] = mapped_column(Date, comment="Date of the invoice.")
    net_cents: Mapped[int] = mapped_column(BigInteger, comment="Amount before VAT, in cents.")
    vat_rate: Mapped[int] = mapped_column(Integer, comment="VAT in hundredths of a per cent: 2000.")
    paid_cents: Mapped[int] = mapped_column(BigInteger, comment="Paid, VAT included, in cents.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    due_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day to pay; none = thirty days after the invoice."
    )
    paid_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="When it was paid; none = it was not."
    )
    accepted_cents: Mapped[int] = mapped_column(
        BigInteger, default=0, comment="Value of what was delivered and accepted, before VAT."
    )
    period_from: Mapped[date | None] = mapped_column(
        Date, default=None, comment="First day billed, of a subscription."
    )
    period_to: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day billed, inclusive."
    )
    served_until: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day of service rendered, inclusive; none = no day."
    )
    exhibit: Mapped[str] = mapped_column(
        String(200), default="", comment="What proves it, as the practice numbers its exhibits."
    )
    disputed_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="When the practice disputed it in writing."
    )
    dispute: Mapped[str] = mapped_column(Text, default="", comment="Why, as it was written.")
    changed_by: Mapped[str] = mapped_column(
        String(200), default="", comment="Who changed it last, as they were called that day."
    )

    __mapper_args__ = {"version_id_col": version}


class Loss(PracticeRow, Base):
    """Something that the situation cost, beside the price."""

    __tablename__ = "contract_losses"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), index=True, comment="The contract it belongs to."
    )
    dated_on: Mapped[date] = mapped_column(Date, comment="When.")
    kind: Mapped[LossKind] = mapped_column(enum_type(LossKind), comment="Suffered, or missed.")
    label: Mapped[str] = mapped_column(String(200), comment="What it is.")
    amount_cents: Mapped[int] = mapped_column(BigInteger, comment="In cents.")
    method: Mapped[str] = mapped_column(Text, comment="How the amount was found.")
    is_direct: Mapped[Known] = mapped_column(
        enum_type(Known, name="is_direct"), comment="Whether it follows directly."
    )
    is_foreseeable: Mapped[Known] = mapped_column(
        enum_type(Known, name="is_foreseeable"),
        comment="Whether it could be foreseen at signature.",
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    exhibit: Mapped[str] = mapped_column(
        String(200), default="", comment="What proves it, as the practice numbers its exhibits."
    )
    changed_by: Mapped[str] = mapped_column(
        String(200), default="", comment="Who changed it last, as they were called that day."
    )

    __mapper_args__ = {"version_id_col": version}
