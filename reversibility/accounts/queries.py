"""Read practices and memberships, and build the actor of a person in a practice."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from reversibility.accounts.errors import MemberMissingError, PracticeMissingError
from reversibility.accounts.models import Invitation, Membership, Practice, User
from reversibility.kernel.actor import (
    PERMISSIONS,
    Actor,
    ActorKind,
    Permission,
    PracticeId,
    Role,
    UserId,
)


@dataclass(frozen=True, kw_only=True)
class PracticeLine:
    """A practice in a list."""

    id: PracticeId
    legal_name: str
    siren: str
    role: Role | None = None
    ends_at: datetime | None = None
    """When the access ends, if an end is set."""


@dataclass(frozen=True, kw_only=True)
class PracticeSheet:
    """A practice's identity, whole."""

    id: PracticeId
    legal_name: str
    legal_form: str
    siren: str
    vat: str
    activity: str
    trading_names: tuple[str, ...]
    people: tuple[dict[str, str], ...]
    street: str
    postcode: str
    city: str
    country: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    domains: tuple[str, ...]
    related_entities: tuple[str, ...]
    version: int
    changed_by: str


@dataclass(frozen=True, kw_only=True)
class OpenedMembership:
    """The practice that a person works in, their role there, and to how many they belong."""

    practice: PracticeSheet
    role: Role
    count: int


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """Somebody who belongs, or belonged, to a practice."""

    id: UUID
    version: int
    user_id: UUID
    name: str
    email: str
    role: Role
    since: datetime
    ends_at: datetime | None
    ended_by: str
    is_over: bool
    seen_on: date | None
    """Last day on which they opened this practice, if known."""


@dataclass(frozen=True, kw_only=True)
class InvitationLine:
    """An invitation nobody has answered yet."""

    id: UUID
    name: str
    email: str
    role: Role
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    is_expired: bool
    access_ends_at: datetime | None
    mailed_at: datetime | None


def list_members(session: Session, actor: Actor, *, now: datetime) -> tuple[MemberLine, ...]:
    """List who belongs to the practice, by name, then who belonged, the last to leave first."""
    actor.require(Permission.MEMBER_READ)
    rows = session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .order_by(Membership.ends_at.desc().nulls_last(), Membership.id)
    )
    lines = [_member_line(row, user, now) for row, user in rows]
    present = sorted((line for line in lines if not line.is_over), key=lambda line: line.name)
    return (*present, *(line for line in lines if line.is_over))


def get_member_line(
    session: Session, actor: Actor, membership_id: UUID, *, now: datetime
) -> MemberLine:
    """Return one membership of the practice; raises MemberMissingError."""
    actor.require(Permission.MEMBER_READ)
    found = session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.id == membership_id)
    ).one_or_none()
    if found is None:
        raise MemberMissingError
    return _member_line(*found, now)


def list_invitations(
    session: Session, actor: Actor, *, now: datetime
) -> tuple[InvitationLine, ...]:
    """List the invitations that nobody has answered, the latest first."""
    actor.require(Permission.MEMBER_READ)
    rows = session.scalars(
        select(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.invited_at.desc(), Invitation.id)
    )
    return tuple(
        InvitationLine(
            id=row.id,
            name=row.name,
            email=row.email,
            role=row.role,
            invited_by=row.invited_by,
            invited_at=row.invited_at,
            expires_at=row.expires_at,
            is_expired=row.expires_at <= now,
            access_ends_at=row.access_ends_at,
            mailed_at=row.mailed_at,
        )
        for row in rows
    )


def _member_line(row: Membership, user: User, now: datetime) -> MemberLine:
    return MemberLine(
        id=row.id,
        version=row.version,
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=row.role,
        since=row.created_at,
        ends_at=row.ends_at,
        ended_by=row.ended_by,
        is_over=row.is_over(now),
        seen_on=row.seen_on,
    )


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody to write to, in the language they chose."""

    name: str
    email: str
    locale: str


def list_who_may(
    session: Session, actor: Actor, permission: Permission, *, now: datetime
) -> tuple[Recipient, ...]:
    """List the practice's own people who have a permission, by name."""
    actor.require(Permission.MEMBER_READ)
    roles = [role for role, granted in PERMISSIONS.items() if permission in granted]
    users = session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role.in_(roles), is_current(now), User.active)
        .order_by(User.name, User.id)
    )
    return tuple(Recipient(name=row.name, email=row.email, locale=row.locale) for row in users)


def list_practices(session: Session) -> tuple[PracticeLine, ...]:
    """List every practice, for the operator's commands."""
    rows = session.scalars(select(Practice).order_by(Practice.legal_name, Practice.id))
    return tuple(
        PracticeLine(id=PracticeId(row.id), legal_name=row.legal_name, siren=row.siren)
        for row in rows
    )


def open_membership(
    session: Session, user_id: UUID, wanted: str | None, *, now: datetime
) -> OpenedMembership | None:
    """Return the practice that a person works in: the wanted one, else the last they opened."""
    rows = session.execute(_memberships(user_id, now)).all()
    found = [row for row in rows if wanted is None or str(row.Practice.id) == wanted]
    if not found:
        return None
    return OpenedMembership(
        practice=_identity(found[0].Practice), role=found[0].role, count=len(rows)
    )


def list_memberships(session: Session, user_id: UUID, *, now: datetime) -> tuple[PracticeLine, ...]:
    """List the practices a person belongs to now, the last one they opened first."""
    rows = session.execute(_memberships(user_id, now))
    return tuple(
        PracticeLine(
            id=PracticeId(practice.id),
            legal_name=practice.legal_name,
            siren=practice.siren,
            role=role,
            ends_at=ends_at,
        )
        for practice, role, ends_at in rows
    )


def is_current(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a membership still gives access."""
    return or_(Membership.ends_at.is_(None), Membership.ends_at > now)


def get_actor(session: Session, user_id: UUID, practice_id: UUID, *, now: datetime) -> Actor:
    """Build the actor of a person in a practice; raises when they do not belong to it."""
    row = session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.id == user_id,
            User.active,
            Membership.practice_id == practice_id,
            is_current(now),
        )
    ).one_or_none()
    if row is None:
        raise PracticeMissingError
    user, role = row
    return member(user.id, user.name, practice_id, role)


def member(user_id: UUID, name: str, practice_id: UUID, role: Role) -> Actor:
    """Build the actor of a person whose role in a practice was read."""
    return Actor(
        kind=ActorKind.USER,
        label=name,
        practice_id=PracticeId(practice_id),
        permissions=PERMISSIONS[role],
        user_id=UserId(user_id),
    )


def _memberships(user_id: UUID, now: datetime) -> Select[Practice, Role, datetime | None]:
    return (
        select(Practice, Membership.role, Membership.ends_at)
        .join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == user_id, is_current(now))
        .order_by(Membership.chosen_at.desc().nulls_last(), Practice.legal_name, Practice.id)
    )


def get_practice(session: Session, actor: Actor) -> PracticeSheet:
    """Return the identity of the actor's practice."""
    actor.require(Permission.REGISTER_READ)
    row = session.get(Practice, actor.practice_id)
    if row is None:
        raise PracticeMissingError
    return _identity(row)


def _identity(row: Practice) -> PracticeSheet:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value := getattr(row, name), list) else value
        for name in PracticeSheet.__dataclass_fields__
    }
    return PracticeSheet(**values)
