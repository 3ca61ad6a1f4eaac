"""Invite somebody into a practice by a link, take it back, and join by it.

The link holds a token; only its digest is kept. Who may be invited to what is decided here; what an
auditor or a guest may then see is decided by their mandate, which points to the membership
(`Membership.invitation_id` leads back to the invitation).

Opening and accepting stand above practices at first: the token alone says which practice it is.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from reversibility.accounts import people
from reversibility.accounts.errors import (
    EndInvalidError,
    InvitationExpiredError,
    InvitationForAnotherError,
    InvitationMissingError,
    InvitationPendingError,
    InvitationUnknownError,
    InvitationUsedError,
    InvitationWithdrawnError,
    MemberKnownError,
)
from reversibility.accounts.models import Invitation, Membership, Practice, User
from reversibility.accounts.queries import is_current, member
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission, PracticeId, Role
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id

LIFE = timedelta(days=7)
"""How long a link works; never longer than the access it opens."""


@dataclass(frozen=True, kw_only=True)
class InvitationDraft:
    """Whom to invite, to what, and until when they may get in (None: no end)."""

    email: str
    name: str
    role: Role
    access_ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class IssuedInvitation:
    """An invitation and the token of its link, which is not kept anywhere."""

    id: UUID
    token: str


@dataclass(frozen=True, kw_only=True)
class OpenInvitation:
    """What the link shows to whoever opens it."""

    id: UUID
    practice_id: PracticeId
    practice: str
    email: str
    name: str
    role: Role
    invited_by: str
    expires_at: datetime
    access_ends_at: datetime | None


def invite(
    session: Session, actor: Actor, draft: InvitationDraft, *, now: datetime
) -> IssuedInvitation:
    """Invite somebody; refused when they belong already, or were invited and have not answered."""
    actor.require(Permission.MEMBER_MANAGE)
    email, name = people.clean_email(draft.email), people.clean_name(draft.name)
    if draft.access_ends_at is not None and draft.access_ends_at <= now:
        raise EndInvalidError({"ends_on": "end_past"})
    _lock_practice(session, actor.practice_id)
    _refuse_known(session, email, now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        id=new_id(now),
        practice_id=actor.practice_id,
        email=email,
        name=name or email,
        role=draft.role,
        access_ends_at=draft.access_ends_at,
        token_digest=sha256(token.encode()),
        invited_by=actor.label,
        invited_at=now,
        expires_at=_expiry(draft.access_ends_at, now),
    )
    session.add(invitation)
    _record(session, actor, "invitation.made", invitation, now=now)
    return IssuedInvitation(id=invitation.id, token=token)


def renew(
    session: Session, actor: Actor, invitation_id: UUID, *, now: datetime
) -> IssuedInvitation:
    """Make a new link for an invitation that was not accepted; the earlier one stops working."""
    actor.require(Permission.MEMBER_MANAGE)
    invitation = _unanswered(session, invitation_id)
    if invitation.access_ends_at is not None and invitation.access_ends_at <= now:
        raise EndInvalidError({"ends_on": "end_past"})
    token = secrets.token_urlsafe(32)
    invitation.token_digest, invitation.mailed_at = sha256(token.encode()), None
    invitation.expires_at = _expiry(invitation.access_ends_at, now)
    _record(session, actor, "invitation.renewed", invitation, now=now)
    return IssuedInvitation(id=invitation.id, token=token)


def withdraw(session: Session, actor: Actor, invitation_id: UUID, *, now: datetime) -> str:
    """Take an invitation back; its link opens nothing any more. Returns whom it was for."""
    actor.require(Permission.MEMBER_MANAGE)
    invitation = _unanswered(session, invitation_id)
    invitation.withdrawn_at = now
    _record(session, actor, "invitation.withdrawn", invitation, now=now)
    return invitation.name


def note_mailed(session: Session, actor: Actor, invitation_id: UUID, *, now: datetime) -> None:
    """Remember that the mail server took the mail with the link."""
    actor.require(Permission.MEMBER_MANAGE)
    invitation = _unanswered(session, invitation_id)
    invitation.mailed_at = now
    _record(session, actor, "invitation.mailed", invitation, now=now)


def open_invitation(session: Session, token: str, *, now: datetime) -> OpenInvitation:
    """Return what an invitation says; raises when it is unknown, accepted, withdrawn or too old."""
    invitation = _usable(session, token, now)
    practice = session.get_one(Practice, invitation.practice_id)
    return OpenInvitation(
        id=invitation.id,
        practice_id=PracticeId(invitation.practice_id),
        practice=practice.legal_name,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        invited_by=invitation.invited_by,
        expires_at=invitation.expires_at,
        access_ends_at=invitation.access_ends_at,
    )


def accept(session: Session, token: str, user_id: UUID, *, now: datetime) -> Membership:
    """Let the person who has signed in join; refused when the link was made for somebody else."""
    invitation = _usable(session, token, now)
    user = session.get(User, user_id)
    if user is None or not user.active or user.email != invitation.email:
        raise InvitationForAnotherError(email="" if user is None else user.email)
    return _join(session, invitation, user, now)


def accept_with_password(
    session: Session, token: str, password: str, *, hasher: Callable[[str], str], now: datetime
) -> None:
    """Let a newcomer join with the password they chose.

    Where the address has an account already nothing happens: its owner accepts after signing in.
    The caller answers the same in both cases, so that a link never tells who has an account.
    """
    invitation = _usable(session, token, now)
    normalized = people.normalize_password(password)
    people.check_password(normalized, invitation.email)
    hashed = hasher(normalized)
    if people.find(session, invitation.email) is not None:
        return
    user = people.add(session, invitation.email, invitation.name, now=now)
    user.password = hashed
    _join(session, invitation, user, now)


def find_joined(session: Session, token: str, user_id: UUID, *, now: datetime) -> UUID | None:
    """Return the practice that this person joined by this very link, if they still belong to it."""
    return session.scalar(
        select(Membership.practice_id)
        .join(Invitation, Invitation.id == Membership.invitation_id)
        .where(
            Invitation.token_digest == sha256(token.encode()),
            Membership.user_id == user_id,
            is_current(now),
        )
    )


def _join(session: Session, invitation: Invitation, user: User, now: datetime) -> Membership:
    _lock_practice(session, invitation.practice_id)
    known = select(Membership.id).where(Membership.user_id == user.id, is_current(now))
    if session.scalar(known) is not None:
        raise MemberKnownError(email=user.email)
    invitation.accepted_at = now
    row = Membership(
        id=new_id(now),
        practice_id=invitation.practice_id,
        user_id=user.id,
        role=invitation.role,
        created_at=now,
        invitation_id=invitation.id,
        ends_at=invitation.access_ends_at,
        ended_by=invitation.invited_by if invitation.access_ends_at else "",
    )
    session.add(row)
    actor = member(user.id, user.name, invitation.practice_id, invitation.role)
    journal.record(
        session,
        actor,
        "invitation.accepted",
        journal.Subject(type="membership", id=row.id),
        now=now,
        content={"after": _told(invitation), "invitation": str(invitation.id)},
    )
    return row


def _usable(session: Session, token: str, now: datetime) -> Invitation:
    invitation = session.scalar(
        select(Invitation)
        .where(Invitation.token_digest == sha256(token.encode()))
        .with_for_update()
    )
    if invitation is None:
        raise InvitationUnknownError
    if invitation.accepted_at is not None:
        raise InvitationUsedError
    if invitation.withdrawn_at is not None:
        raise InvitationWithdrawnError(inviter=invitation.invited_by)
    if invitation.expires_at <= now:
        raise InvitationExpiredError(inviter=invitation.invited_by)
    return invitation


def _unanswered(session: Session, invitation_id: UUID) -> Invitation:
    invitation = session.scalar(
        select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    )
    if invitation is None:
        raise InvitationMissingError
    if invitation.accepted_at is not None:
        raise InvitationUsedError
    if invitation.withdrawn_at is not None:
        raise InvitationWithdrawnError(inviter=invitation.invited_by)
    return invitation


def _refuse_known(session: Session, email: str, now: datetime) -> None:
    belongs = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(User.email == email, is_current(now))
    )
    if session.scalar(belongs) is not None:
        raise MemberKnownError(email=email)
    pending = select(Invitation.id).where(
        Invitation.email == email,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        or_(Invitation.access_ends_at.is_(None), Invitation.access_ends_at > now),
    )
    if session.scalar(pending) is not None:
        raise InvitationPendingError(email=email)


def _lock_practice(session: Session, practice_id: UUID) -> None:
    # Two people who let somebody in or out at once wait for each other.
    session.scalar(select(Practice.id).where(Practice.id == practice_id).with_for_update())


def _expiry(access_ends_at: datetime | None, now: datetime) -> datetime:
    expires_at = now + LIFE
    return expires_at if access_ends_at is None else min(expires_at, access_ends_at)


def _record(
    session: Session, actor: Actor, action: str, invitation: Invitation, *, now: datetime
) -> None:
    journal.record(
        session,
        actor,
        action,
        journal.Subject(type="invitation", id=invitation.id),
        now=now,
        content={"after": _told(invitation) | {"expires_at": invitation.expires_at.isoformat()}},
    )


def _told(invitation: Invitation) -> dict[str, object]:
    ends_at = invitation.access_ends_at
    return {
        "email": invitation.email,
        "name": invitation.name,
        "role": invitation.role.value,
        "ends_at": ends_at.isoformat() if ends_at else None,
    }
