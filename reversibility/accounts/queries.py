"""Read practices and memberships, and build the actor of a person in a practice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from reversibility.accounts.errors import PracticeMissingError
from reversibility.accounts.models import Membership, Practice, User
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


def list_practices(session: Session) -> tuple[PracticeLine, ...]:
    """List every practice, for the operator's commands."""
    rows = session.scalars(select(Practice).order_by(Practice.legal_name, Practice.id))
    return tuple(
        PracticeLine(id=PracticeId(row.id), legal_name=row.legal_name, siren=row.siren)
        for row in rows
    )


def list_memberships(session: Session, user_id: UUID, *, now: datetime) -> tuple[PracticeLine, ...]:
    """List the practices a person belongs to now, the last one they opened first."""
    rows = session.execute(
        select(Practice, Membership.role, Membership.ends_at)
        .join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == user_id, is_current(now))
        .order_by(Membership.chosen_at.desc().nulls_last(), Practice.legal_name, Practice.id)
    )
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


def get_practice(session: Session, actor: Actor) -> PracticeSheet:
    """Return the identity of the actor's practice."""
    actor.require(Permission.REGISTER_READ)
    row = session.get(Practice, actor.practice_id)
    if row is None:
        raise PracticeMissingError
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value := getattr(row, name), list) else value
        for name in PracticeSheet.__dataclass_fields__
    }
    return PracticeSheet(**values)
