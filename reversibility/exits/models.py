"""Leaving a provider: the case, and what was produced for it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.catalogues.situations import Situation
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class Exit(PracticeRow, Base):
    """One provider being left, in one situation; one open case per contract."""

    __tablename__ = "exits"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), comment="Which contract.")
    situation: Mapped[Situation] = mapped_column(enum_type(Situation), comment="What happens.")
    begins_on: Mapped[date] = mapped_column(Date, comment="First day of the plan.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    lead_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("persons.id"), default=None, comment="Who is in charge at the practice."
    )
    successor: Mapped[str] = mapped_column(
        String(200), default="", comment="New provider, if known."
    )
    successor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("parties.id"), default=None, comment="New provider, where the register has it."
    )
    target_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="By when the practice wants everything back."
    )
    mission_ends_on: Mapped[date | None] = mapped_column(
        Date,
        default=None,
        comment="End of the mission, or day of the signed receipt; none = end of the contract.",
    )
    unanswered: Mapped[list[dict[str, str]]] = mapped_column(
        Json, default_factory=list, comment="Dated messages without an answer: sent_on, channel."
    )
    is_prepared: Mapped[bool] = mapped_column(
        Boolean,
        default=False,
        server_default=false(),
        comment="The service made it ahead of a date: nobody has said that they leave.",
    )

    __table_args__ = (UniqueConstraint("practice_id", "contract_id"),)
    __mapper_args__ = {"version_id_col": version}


class ExitDocument(PracticeRow, Base):
    """A produced plan or pack, kept as it was; append-only by trigger."""

    __tablename__ = "exit_documents"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    exit_id: Mapped[UUID] = mapped_column(ForeignKey("exits.id"), index=True, comment="The case.")
    number: Mapped[int] = mapped_column(
        Integer, comment="Version of the plan in this case: 1, 2 ..."
    )
    filename: Mapped[str] = mapped_column(String(120), comment="As offered for download.")
    media_type: Mapped[str] = mapped_column(String(80), comment="Such as application/pdf.")
    locale: Mapped[str] = mapped_column(String(2), comment="fr, en, or empty for both.")
    register_sha256: Mapped[str] = mapped_column(String(64), comment="Digest of the register used.")
    catalogue_version: Mapped[str] = mapped_column(String(64), comment="Which playbook texts.")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    made_by: Mapped[str] = mapped_column(String(200), comment="Who asked for it.")
    sha256: Mapped[str] = mapped_column(String(64), comment="Of the file.")
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="The file.")
    playbooks: Mapped[dict[str, str]] = mapped_column(
        Json, default_factory=dict, comment="Digest of each kind's playbook that was printed."
    )


class AnnexDocument(PracticeRow, Base):
    """A reversibility annex of a contract, kept as it was made; append-only by trigger."""

    __tablename__ = "annex_documents"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), index=True, comment="The contract it belongs to."
    )
    number: Mapped[int] = mapped_column(
        Integer, comment="Edition of the annex of this contract: 1, 2 ..."
    )
    filename: Mapped[str] = mapped_column(String(120), comment="As offered for download.")
    locale: Mapped[str] = mapped_column(String(2), comment="fr or en.")
    said_sha256: Mapped[str] = mapped_column(
        String(64), comment="Digest of what it says, date and number aside."
    )
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    made_by: Mapped[str] = mapped_column(String(200), comment="Who asked for it.")
    sha256: Mapped[str] = mapped_column(String(64), comment="Of the file.")
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="The file.")
