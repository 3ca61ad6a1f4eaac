"""Papers of a contract: what was signed, sent, received; kept as they came."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, ForeignKey, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import UtcDateTime, enum_type


class PaperKind(StrEnum):
    """What a paper is; its name in French and English stands in texts.toml."""

    SIGNED_CONTRACT = "signed_contract"
    AMENDMENT = "amendment"
    QUOTE = "quote"
    ACCEPTANCE = "acceptance"
    """The practice's yes to a quote: a mail, a signed page."""
    ORDER = "order"
    GENERAL_TERMS = "general_terms"
    INVOICE = "invoice"
    PAYMENT = "payment"
    DELIVERABLE = "deliverable"
    ACCEPTANCE_REPORT = "acceptance_report"
    """Both sides say that what was delivered is right."""
    EXCHANGE = "exchange"
    LETTER = "letter"
    """A letter that the practice sent."""
    PROOF_OF_SENDING = "proof_of_sending"
    PROOF_OF_RECEIPT = "proof_of_receipt"
    ANSWER = "answer"
    HANDOVER_RECEIPT = "handover_receipt"
    CAPTURE = "capture"
    OFFICER_REPORT = "officer_report"
    """By a commissaire de justice."""
    PUBLIC_NOTICE = "public_notice"
    COUNSEL = "counsel"
    """To or from the practice's lawyer."""
    MEDIATION = "mediation"
    OTHER = "other"


class PaperRow(PracticeRow, Base):
    """A paper of a contract, exactly as it was filed; append-only by trigger."""

    __tablename__ = "contract_papers"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), index=True, comment="Of which contract."
    )
    kind: Mapped[PaperKind] = mapped_column(enum_type(PaperKind), comment="What it is.")
    title: Mapped[str] = mapped_column(String(200), comment="As named by whoever filed it.")
    dated_on: Mapped[date] = mapped_column(Date, comment="The date the paper bears.")
    filename: Mapped[str] = mapped_column(String(120), comment="Made safe; for display only.")
    media_type: Mapped[str] = mapped_column(String(40), comment="Told by its first bytes.")
    sha256: Mapped[str] = mapped_column(String(64), comment="Of the content.")
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="Exactly what was filed.")
    added_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")


class PaperWithdrawal(PracticeRow, Base):
    """A paper that no longer counts, and why; append-only by trigger."""

    __tablename__ = "paper_withdrawals"

    paper_id: Mapped[UUID] = mapped_column(
        ForeignKey("contract_papers.id"), primary_key=True, comment="The paper."
    )
    reason: Mapped[str] = mapped_column(String(500), comment="Why it no longer counts.")
    withdrawn_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    withdrawn_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
