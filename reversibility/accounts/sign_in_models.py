"""Passkeys, identities, sessions, slowed-down attempts, and forms kept for a next sign-in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask_security import WebAuthnMixin
from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.store.base import Base
from reversibility.store.types import Json, UtcDateTime


class Method(StrEnum):
    """What somebody signed in with, or tried to."""

    PASSWORD = "password"  # noqa: S105 - a way in, not a password
    CODE = "code"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"
    PROVIDER = "provider"


class Passkey(WebAuthnMixin, Base):
    """A key of WebAuthn; the names are those Flask-Security asks for."""

    __tablename__ = "passkeys"

    id: Mapped[UUID] = mapped_column(  # type: ignore[assignment]  # called an int, never counted on
        Uuid, primary_key=True, comment="UUIDv7."
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), comment="Whose.")
    name: Mapped[str] = mapped_column(String(64), comment="As its owner calls it.")
    credential_id: Mapped[bytes] = mapped_column(
        LargeBinary, unique=True, comment="Named by the key."
    )
    public_key: Mapped[bytes] = mapped_column(LargeBinary, comment="COSE.")
    sign_count: Mapped[int] = mapped_column(BigInteger, comment="Uses, if it counts.")
    usage: Mapped[str] = mapped_column(String(10), comment="first: opens the session by itself.")
    device_type: Mapped[str] = mapped_column(String(20), comment="single_device or multi_device.")
    backup_state: Mapped[bool] = mapped_column(Boolean, comment="Kept elsewhere too.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    lastuse_datetime: Mapped[datetime] = mapped_column(UtcDateTime, comment="Last use, in UTC.")
    transports: Mapped[list[str] | None] = mapped_column(
        Json, default=None, comment="How browsers reach it."
    )
    extensions: Mapped[str | None] = mapped_column(
        Text, default=None, comment="What the browser said of it, as JSON."
    )

    __table_args__ = (UniqueConstraint("user_id", "name"),)


class Identity(Base):
    """Somebody as the identity provider knows them; added by themselves, never found by address."""

    __tablename__ = "identities"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), comment="Whose; goes with the account."
    )
    issuer: Mapped[str] = mapped_column(String(500), comment="The provider, as it names itself.")
    subject: Mapped[str] = mapped_column(
        String(255), comment="What the provider calls the person, for good."
    )
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    used_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="Last sign-in with it, in UTC."
    )

    # One account for a person of the provider, and one person of the provider for an account.
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("user_id", "issuer"))


class SignIn(Base):
    """A session: it lives as long as this row says, whatever a cookie holds."""

    __tablename__ = "sign_ins"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True, comment="Who.")
    token_digest: Mapped[str] = mapped_column(
        String(64), unique=True, comment="SHA-256 of what the cookie holds."
    )
    method: Mapped[str] = mapped_column(
        String(20), comment="password, code, recovery_code, passkey or provider."
    )
    client: Mapped[str] = mapped_column(String(45), comment="Address it came from.")
    browser: Mapped[str] = mapped_column(String(300), comment="What the browser calls itself.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    seen_at: Mapped[datetime] = mapped_column(
        UtcDateTime, comment="Last seen, to some minutes, in UTC."
    )
    ended_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="Signed out, or ended by its owner."
    )


class Throttle(Base):
    """How many attempts failed in a row on one key, and when the next is looked at."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(
        String(80), primary_key=True, comment="What is slowed down: a kind, and a digest."
    )
    failures: Mapped[int] = mapped_column(Integer, comment="In a row.")
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="The last one, in UTC.")
    open_at: Mapped[datetime] = mapped_column(
        UtcDateTime, comment="No attempt is looked at before, in UTC."
    )


class FailedSignIn(Base):
    """An attempt that failed, for whoever answers for the practice."""

    __tablename__ = "failed_sign_ins"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id"), index=True, comment="Whose account; empty when there is none."
    )
    method: Mapped[str] = mapped_column(String(20), comment="password, code or recovery_code.")
    client: Mapped[str] = mapped_column(String(45), comment="Address it came from.")
    browser: Mapped[str] = mapped_column(String(300), comment="What the browser calls itself.")
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")


class KeptForm(Base):
    """What somebody had typed when their session ended, until they come back to it."""

    __tablename__ = "kept_forms"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id"), index=True, comment="Who typed it."
    )
    path: Mapped[str] = mapped_column(String(500), comment="The page it belongs to.")
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="Encrypted.")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="Deleted from then on.")
