"""A letter from its draft to its answer, and its final version kept as it was made."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.catalogues.letters import Channel
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class Letter(PracticeRow, Base):
    """One letter of a contract; its words change while it is a draft, its life goes on after."""

    __tablename__ = "letters"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("contracts.id"), index=True, comment="The contract it is about."
    )
    kind: Mapped[str] = mapped_column(String(9), comment="Catalogue id: L1 to L12.")
    locale: Mapped[str] = mapped_column(String(2), comment="In which language: fr or en.")
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), comment="How it goes out.")
    planned_on: Mapped[date] = mapped_column(Date, comment="The day it bears.")
    days: Mapped[int] = mapped_column(Integer, comment="Days to answer; 0 = as the law says.")
    values: Mapped[dict[str, str]] = mapped_column(Json, comment="What was filled in, by field.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    changed_by: Mapped[str] = mapped_column(
        String(200), comment="Who changed it last, as they were called that day."
    )
    follows_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("letters.id"), default=None, comment="The letter that it comes after."
    )
    subject: Mapped[str] = mapped_column(
        Text, default="", comment="Its subject, as it was printed; empty while it is a draft."
    )
    deadline_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="The last day to answer, as it was printed."
    )
    accepted: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Warnings read before it became final: codes."
    )
    final_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When its words were fixed; none = a draft."
    )
    sent_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="When the practice sent it."
    )
    sent_by: Mapped[Channel | None] = mapped_column(
        enum_type(Channel, name="sent_by"), default=None, comment="How it went out in fact."
    )
    proof_paper_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contract_papers.id"), default=None, comment="Proof that it was sent."
    )
    received_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="When it was received, if known."
    )
    answered_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="When an answer came."
    )
    answer: Mapped[str] = mapped_column(Text, default="", comment="What was answered, in short.")
    answer_paper_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("contract_papers.id"), default=None, comment="The answer itself."
    )
    closed_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="When nothing more was waited for."
    )

    __mapper_args__ = {"version_id_col": version}


class LetterDocument(PracticeRow, Base):
    """The final version of a letter, kept as it was; append-only by trigger."""

    __tablename__ = "letter_documents"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    letter_id: Mapped[UUID] = mapped_column(
        ForeignKey("letters.id"), index=True, comment="The letter."
    )
    filename: Mapped[str] = mapped_column(String(120), comment="As offered for download.")
    media_type: Mapped[str] = mapped_column(String(80), comment="PDF or DOCX.")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    made_by: Mapped[str] = mapped_column(String(200), comment="Who made it final.")
    sha256: Mapped[str] = mapped_column(String(64), comment="Of the file.")
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="The file.")
    locale: Mapped[str] = mapped_column(
        String(2),
        default="",
        server_default="",
        comment="Language of a translation for reading; empty for the letter itself.",
    )
