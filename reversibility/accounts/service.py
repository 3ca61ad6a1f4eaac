"""Open a practice, let people in, and set passwords by one-time links."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reversibility.accounts import people
from reversibility.accounts.errors import LinkUselessError, MemberKnownError, PracticeKnownError
from reversibility.accounts.models import LinkPurpose, Membership, OneTimeLink, Practice, User
from reversibility.accounts.queries import is_current
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission, Role
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id

LINK_LIFE = timedelta(hours=72)


@dataclass(frozen=True, kw_only=True)
class PracticeDraft:
    """A practice's identity, as registries would show it."""

    legal_name: str
    legal_form: str = ""
    siren: str = ""
    vat: str = ""
    activity: str = ""
    trading_names: list[str] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    related_entities: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MemberDraft:
    """Somebody to let into a practice."""

    email: str
    name: str
    role: Role


def open_practice(
    session: Session, actor: Actor, draft: PracticeDraft, *, now: datetime
) -> Practice:
    """Open the practice whose id the actor carries; refused when its SIREN or name is known."""
    actor.require(Permission.MEMBER_MANAGE)
    key = draft.siren or draft.legal_name.casefold()
    practice = Practice(id=actor.practice_id, key=key, created_at=now, **vars(draft))
    session.add(practice)
    try:
        session.flush()  # every other row of the practice points to this one
    except IntegrityError as error:
        # Only the database can tell: this unit of work does not see other practices.
        raise PracticeKnownError(name=draft.legal_name) from error
    journal.record(
        session,
        actor,
        "practice.opened",
        journal.Subject(type="practice", id=practice.id),
        now=now,
        content={"after": vars(draft)},
    )
    return practice


def add_member(session: Session, actor: Actor, draft: MemberDraft, *, now: datetime) -> str | None:
    """Let somebody in; return the token of a one-time link, or None if they have a password."""
    actor.require(Permission.MEMBER_MANAGE)
    user = people.find_or_add(session, draft.email, draft.name, now=now)
    member = Membership(
        id=new_id(now),
        practice_id=actor.practice_id,
        user_id=user.id,
        role=draft.role,
        created_at=now,
    )
    known = select(Membership.id).where(
        Membership.user_id == user.id,
        Membership.practice_id == actor.practice_id,
        is_current(now),
    )
    if session.scalar(known) is not None:
        raise MemberKnownError(email=user.email)
    session.add(member)
    journal.record(
        session,
        actor,
        "member.added",
        journal.Subject(type="membership", id=member.id),
        now=now,
        content={"after": {"email": user.email, "name": user.name, "role": draft.role.value}},
    )
    return None if user.password else issue_link(session, actor, user.id, now=now)


def issue_link(session: Session, actor: Actor, user_id: UUID, *, now: datetime) -> str:
    """Make a one-time link to set a password; earlier ones stop working. Returns its token."""
    actor.require(Permission.MEMBER_MANAGE)
    for link in session.scalars(
        select(OneTimeLink).where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
    ):
        link.used_at = now
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(
        id=new_id(now),
        user_id=user_id,
        purpose=LinkPurpose.SET_PASSWORD,
        token_digest=sha256(token.encode()),
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    session.add(link)
    journal.record(
        session,
        actor,
        "member.link_issued",
        journal.Subject(type="user", id=user_id),
        now=now,
        content={"expires_at": link.expires_at.isoformat()},
    )
    return token


def open_link(session: Session, token: str, *, now: datetime) -> User:
    """Return whom a one-time link is for; raises when it is unknown, used or expired."""
    return _link(session, token, now)[1]


def set_password(
    session: Session,
    token: str,
    password: str,
    *,
    hasher: Callable[[str], str],
    now: datetime,
) -> User:
    """Use a one-time link to set a password; every session of that person ends.

    The password is normalised (NFKD, as sign-in does) before it is checked and hashed. This stands
    outside the journal of a practice: the person may belong to several, or to none yet.
    """
    link, user = _link(session, token, now)
    normalized = people.normalize_password(password)
    people.check_password(normalized, user.email)
    link.used_at = now
    user.password = hasher(normalized)
    user.fs_uniquifier = secrets.token_hex(32)
    return user


def _link(session: Session, token: str, now: datetime) -> tuple[OneTimeLink, User]:
    link = session.scalar(
        select(OneTimeLink)
        .where(OneTimeLink.token_digest == sha256(token.encode()))
        .with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkUselessError
    return link, session.get_one(User, link.user_id)
