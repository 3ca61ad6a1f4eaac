"""Practices (tenant and identity in one), the people who sign in, and their one-time links."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from reversibility.kernel.actor import Role
from reversibility.store.base import Base, PracticeRow
from reversibility.store.types import Json, UtcDateTime, enum_type


class Practice(Base):
    """The organisation that uses the product, as registries would name it."""

    __tablename__ = "practices"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    key: Mapped[str] = mapped_column(
        String(200), unique=True, comment="SIREN, or the folded name without one; never shared."
    )
    legal_name: Mapped[str] = mapped_column(String(200), comment="As on the Sirene notice.")
    legal_form: Mapped[str] = mapped_column(String(40), default="", comment="SELARL, SCP, EI ...")
    siren: Mapped[str] = mapped_column(String(9), default="", comment="Nine digits, or empty.")
    vat: Mapped[str] = mapped_column(String(20), default="", comment="EU VAT number, or empty.")
    activity: Mapped[str] = mapped_column(String(80), default="", comment="Profession, in words.")
    trading_names: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Other names in use."
    )
    people: Mapped[list[dict[str, str]]] = mapped_column(
        Json, default_factory=list, comment="Associates: name, title, role."
    )
    street: Mapped[str] = mapped_column(String(200), default="", comment="Number and street.")
    postcode: Mapped[str] = mapped_column(String(12), default="", comment="Postal code.")
    city: Mapped[str] = mapped_column(String(100), default="", comment="Town.")
    country: Mapped[str] = mapped_column(String(2), default="FR", comment="ISO 3166-1 alpha-2.")
    phones: Mapped[list[str]] = mapped_column(Json, default_factory=list, comment="Telephones.")
    emails: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Mailboxes, generic ones included."
    )
    domains: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Domains its mail uses."
    )
    related_entities: Mapped[list[str]] = mapped_column(
        Json, default_factory=list, comment="Other entities of the same people: SCM, SCI ..."
    )
    changed_by: Mapped[str] = mapped_column(
        String(200),
        default="",
        comment="Who changed it last, as they were called that day; empty = nobody.",
    )

    __mapper_args__ = {"version_id_col": version}


class User(UserMixin, Base):
    """Somebody who signs in."""

    __tablename__ = "users"

    # Flask-Security calls an id an int and never counts on it.
    id: Mapped[UUID] = mapped_column(  # type: ignore[assignment]
        Uuid, primary_key=True, comment="UUIDv7."
    )
    email: Mapped[str] = mapped_column(String(255), unique=True, comment="Lower case.")
    name: Mapped[str] = mapped_column(String(200), comment="As shown and journalled.")
    fs_uniquifier: Mapped[str] = mapped_column(
        String(64), unique=True, comment="In the session cookie; changing it ends every session."
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    password: Mapped[str | None] = mapped_column(
        String(255), default=None, comment="Argon2id; empty until the first link is used."
    )
    active: Mapped[bool] = mapped_column(Boolean, default=True, comment="May sign in.")
    locale: Mapped[str] = mapped_column(String(2), default="fr", comment="fr or en.")
    # The second factor, under the names that Flask-Security asks for.
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        String(64), unique=True, index=True, default=None, comment="How passkeys name this person."
    )
    tf_primary_method: Mapped[str | None] = mapped_column(
        String(20), default=None, comment="authenticator, or empty: no second factor."
    )
    tf_totp_secret: Mapped[str | None] = mapped_column(
        String(400), default=None, comment="Secret of the authenticator app, encrypted."
    )
    totp_counter: Mapped[int | None] = mapped_column(
        Integer, default=None, comment="Of the last code that was taken; none comes twice."
    )
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(
        Json, default=None, comment="Recovery codes that are left, each encrypted."
    )

    # Roles are per practice (Membership); Flask-Security's own global roles stay empty.
    roles: ClassVar[list[RoleMixin]] = []  # type: ignore[misc]  # no column, and never filled


class Membership(PracticeRow, Base):
    """What one person may do in one practice, until it ends; an ended one stays, and opens nothing.

    Somebody who comes back has a second row, so nothing here is unique; the services see to it that
    a person has one membership at a time.
    """

    __tablename__ = "memberships"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True, comment="Who.")
    version: Mapped[int] = mapped_column(Integer, init=False, comment="Optimistic lock.")
    role: Mapped[Role] = mapped_column(enum_type(Role), comment="What they may do.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    invitation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("invitations.id"), default=None, comment="The invitation they accepted, if any."
    )
    ends_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="No access from this instant on; empty = no end."
    )
    ended_by: Mapped[str] = mapped_column(
        String(200), default="", comment="Who set the end, as they were called that day."
    )
    chosen_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When they last switched to this practice."
    )
    seen_on: Mapped[date | None] = mapped_column(
        Date, default=None, comment="Last day on which they opened this practice."
    )

    __mapper_args__ = {"version_id_col": version}

    def is_over(self, now: datetime) -> bool:
        """Say whether it gives no access any more."""
        return self.ends_at is not None and self.ends_at <= now


class Invitation(PracticeRow, Base):
    """Somebody asked to join a practice by a link; only the digest of its token is kept."""

    __tablename__ = "invitations"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    email: Mapped[str] = mapped_column(String(255), comment="For whom; lower case.")
    name: Mapped[str] = mapped_column(String(200), comment="How whoever invites calls them.")
    role: Mapped[Role] = mapped_column(enum_type(Role), comment="What they will be able to do.")
    access_ends_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="End of the membership it opens; empty = no end."
    )
    token_digest: Mapped[str] = mapped_column(
        String(64), unique=True, comment="SHA-256 of the token; the token itself is not kept."
    )
    invited_by: Mapped[str] = mapped_column(String(200), comment="As they were called that day.")
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="Useless from then on.")
    mailed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When the mail server took the mail with the link."
    )
    accepted_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it was accepted; it works once."
    )
    withdrawn_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it was taken back."
    )


class FirstStartCode(Base):
    """The code that `serve` prints while nobody has an account; it opens the first start, once."""

    __tablename__ = "first_start_codes"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    code_digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the code.")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="Useless from then on.")
    wrong_attempts: Mapped[int] = mapped_column(
        Integer, default=0, comment="Wrong codes typed while this one was good."
    )
    used_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it was used, or replaced by another."
    )


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    SET_PASSWORD = "set_password"  # noqa: S105 - a purpose, not a password


class OneTimeLink(Base):
    """A link printed once; only its digest is kept, and it works once, until it expires."""

    __tablename__ = "one_time_links"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, comment="UUIDv7.")
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), comment="For whom.")
    purpose: Mapped[LinkPurpose] = mapped_column(enum_type(LinkPurpose), comment="For what.")
    token_digest: Mapped[str] = mapped_column(
        String(64), unique=True, comment="SHA-256 of the token; the token itself is not kept."
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When, in UTC.")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="Useless from then on.")
    used_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, default=None, comment="When it was used; it works once."
    )
