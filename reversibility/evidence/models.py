"""What was seen or filed, and what it says of a declaration: rows that are never overwritten."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    Double,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from probes.interface import HolderClass, LookupState, Source, VerdictField, VerdictState
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class ObservationRow(PracticeRow, Base):
    """One question put to one server and its raw answer; append-only by trigger."""

    __tablename__ = "observations"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("assets.id"), index=True, comment="About.")
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"), comment="Made by.")
    name: Mapped[str] = mapped_column(String(255), comment="The name probed, in ASCII.")
    registry_id: Mapped[str] = mapped_column(String(60), comment="Registry id, such as afnic.")
    source: Mapped[Source] = mapped_column(
        enum_type(Source), comment="rdap, whois, dns, tls, http, page."
    )
    server: Mapped[str] = mapped_column(String(400), comment="Who was asked, and its address.")
    question: Mapped[str] = mapped_column(String(400), comment="What was asked.")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    took_ms: Mapped[int] = mapped_column(Integer, comment="Milliseconds to the full answer.")
    state: Mapped[LookupState] = mapped_column(enum_type(LookupState), comment="What came of it.")
    parser: Mapped[str] = mapped_column(String(40), comment="Which parser read it.")
    messages: Mapped[list[Any]] = mapped_column(Json, comment="Codes and parameters.")
    facts: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="What was read from it.")
    sha256: Mapped[str] = mapped_column(String(64), comment="Of the raw bytes.")
    raw: Mapped[bytes] = mapped_column(LargeBinary, comment="Exactly what was received.")


class VerdictRow(PracticeRow, Base):
    """One field of a declaration against what was observed; append-only by trigger."""

    __tablename__ = "verdicts"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("assets.id"), comment="About.")
    unit_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("units.id"), index=True, comment="Judged in."
    )
    field: Mapped[VerdictField] = mapped_column(enum_type(VerdictField), comment="Which field.")
    state: Mapped[VerdictState] = mapped_column(enum_type(VerdictState), comment="The result.")
    declared: Mapped[str] = mapped_column(Text, comment="As declared that day.")
    observed: Mapped[str] = mapped_column(Text, comment="As published that day.")
    reasons: Mapped[list[Any]] = mapped_column(Json, comment="Codes and parameters.")
    next_step: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="Code and parameters.")
    holder: Mapped[HolderClass | None] = mapped_column(
        enum_type(HolderClass), comment="Who the published holder is."
    )
    confidence: Mapped[float | None] = mapped_column(Float, comment="0 to 1.")
    declaration_digest: Mapped[str] = mapped_column(
        String(64),
        comment="Of what was declared then; differs once the register changes.",
    )
    judged_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")

    __table_args__ = (
        Index("ix_verdicts_latest", "asset_id", "field", "judged_at"),
        Index("ix_verdicts_by_asset", "practice_id", "asset_id"),
    )


class VerdictBasis(PracticeRow, Base):
    """An observation a verdict rests on; append-only by trigger."""

    __tablename__ = "verdict_bases"

    verdict_id: Mapped[UUID] = mapped_column(
        ForeignKey("verdicts.id"), primary_key=True, comment="The verdict."
    )
    observation_id: Mapped[UUID] = mapped_column(
        ForeignKey("observations.id"), primary_key=True, comment="What it rests on."
    )


class ProofKind(StrEnum):
    """What a filed document is; `rules` says what each kind can settle."""

    REGISTRAR_CERTIFICATE = "registrar_certificate"
    REGISTRAR_ANSWER = "registrar_answer"
    INVOICE = "invoice"
    """Of the registrar or of the platform itself, in the holder's name; never the provider's."""
    CONTRACT = "contract"
    ROLE_SCREENSHOT = "role_screenshot"
    OTHER = "other"


class ProofRow(PracticeRow, Base):
    """A document that somebody filed about one field of an asset; append-only by trigger."""

    __tablename__ = "proofs"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("assets.id"), index=True, comment="About.")
    field: Mapped[VerdictField] = mapped_column(
        enum_type(VerdictField), comment="What it shows: holder, or control (who gets in)."
    )
    kind: Mapped[ProofKind] = mapped_column(enum_type(ProofKind), comment="What it is.")
    title: Mapped[str] = mapped_column(String(200), comment="As named by whoever filed it.")
    dated_on: Mapped[date] = mapped_column(Date, comment="The date the document bears.")
    matches_declaration: Mapped[bool] = mapped_column(
        Boolean, comment="Whoever filed it read it, and says that it says what is declared."
    )
    declaration_digest: Mapped[str] = mapped_column(
        String(64), comment="Of what was declared then; differs once the register changes."
    )
    filename: Mapped[str] = mapped_column(String(120), comment="Made safe; for display only.")
    media_type: Mapped[str] = mapped_column(String(40), comment="Told by its first bytes.")
    sha256: Mapped[str] = mapped_column(String(64), comment="Of the content.")
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="Exactly what was filed.")
    added_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")

    __table_args__ = (Index("ix_proofs_by_asset", "practice_id", "asset_id"),)


class ProofWithdrawal(PracticeRow, Base):
    """A filed document that no longer counts, and why; append-only by trigger."""

    __tablename__ = "proof_withdrawals"

    proof_id: Mapped[UUID] = mapped_column(
        ForeignKey("proofs.id"), primary_key=True, comment="The document."
    )
    reason: Mapped[str] = mapped_column(String(500), comment="Why it no longer counts.")
    withdrawn_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    withdrawn_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")


class ServiceHost(Base):
    """When a server of registries may be asked again, for everybody who asks it.

    It stands above practices: a registry limits whoever asks from this address.
    """

    __tablename__ = "service_hosts"

    host: Mapped[str] = mapped_column(String(255), primary_key=True, comment="Who is asked.")
    next_at: Mapped[float] = mapped_column(
        Double, default=0.0, comment="When the next question may go, in seconds since 1970."
    )
    factor: Mapped[float] = mapped_column(
        Double, default=1.0, comment="Share of its budget in use when it was last slowed down."
    )
    slowed_at: Mapped[float] = mapped_column(Double, default=0.0, comment="When that was.")
    throttles: Mapped[int] = mapped_column(
        Integer, default=0, comment="How often it said that it was too much, in a row."
    )
    failures: Mapped[int] = mapped_column(
        Integer, default=0, comment="How often it did not answer, in a row."
    )
    openings: Mapped[int] = mapped_column(
        Integer, default=0, comment="How often it was sent to rest, in a row."
    )
    opened_at: Mapped[float] = mapped_column(
        Double, default=0.0, comment="When it was last sent to rest."
    )
    rests_until: Mapped[float] = mapped_column(
        Double, default=0.0, comment="It is not asked before."
    )
    because: Mapped[str] = mapped_column(String(20), default="", comment="Why it rests.")
    tested_at: Mapped[float] = mapped_column(
        Double, default=0.0, comment="When the question went that tries it out."
    )
