"""Change what somebody may do in a practice, and let their access end: now, or on a day."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reversibility.accounts.errors import (
    EndInvalidError,
    LastOwnerError,
    MemberChangedError,
    MemberGoneError,
    MemberMissingError,
)
from reversibility.accounts.models import Membership, Practice, User
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission, Role


@dataclass(frozen=True, kw_only=True)
class MemberEdit:
    """Which membership, as it stood when its form was shown."""

    membership_id: UUID
    version: int


def change_role(
    session: Session, actor: Actor, edit: MemberEdit, role: Role, *, now: datetime
) -> None:
    """Give somebody another role; the last owner keeps theirs."""
    actor.require(Permission.MEMBER_MANAGE)
    row, user = _locked(session, actor, edit, now)
    if role is row.role:
        return
    if row.role is Role.OWNER:
        _keep_an_owner(session, row, user)
    before, row.role = row.role, role
    journal.record(
        session,
        actor,
        "member.role_changed",
        journal.Subject(type="membership", id=row.id),
        now=now,
        content={
            "person": user.name,
            "before": {"role": before.value},
            "after": {"role": role.value},
        },
    )


def set_end(
    session: Session,
    actor: Actor,
    edit: MemberEdit,
    ends_at: datetime | None,
    *,
    now: datetime,
) -> None:
    """Let an access end at an instant (`now` for at once), or take a planned end away (None).

    From that instant on nothing of the practice opens, whatever session is under way: every request
    reads the membership again.
    """
    actor.require(Permission.MEMBER_MANAGE)
    row, user = _locked(session, actor, edit, now)
    if ends_at is not None and ends_at < now:
        raise EndInvalidError({"ends_on": "end_past"})
    if row.role is Role.OWNER and ends_at is not None:
        _keep_an_owner(session, row, user)
    before, row.ends_at = row.ends_at, ends_at
    row.ended_by = actor.label if ends_at else ""
    journal.record(
        session,
        actor,
        "member.end_set" if ends_at else "member.end_lifted",
        journal.Subject(type="membership", id=row.id),
        now=now,
        content={
            "person": user.name,
            "before": {"ends_at": before.isoformat() if before else None},
            "after": {"ends_at": ends_at.isoformat() if ends_at else None},
        },
    )


def _locked(
    session: Session, actor: Actor, edit: MemberEdit, now: datetime
) -> tuple[Membership, User]:
    # Two owners who demote each other at once wait here, and the second finds itself the last.
    session.scalar(select(Practice.id).where(Practice.id == actor.practice_id).with_for_update())
    found = session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.id == edit.membership_id)
    ).one_or_none()
    if found is None:
        raise MemberMissingError
    row, user = found
    if row.is_over(now):
        raise MemberGoneError(name=user.name)
    if row.version != edit.version:
        raise MemberChangedError(name=user.name)
    return row, user


def _keep_an_owner(session: Session, leaving: Membership, user: User) -> None:
    others = session.scalar(
        select(func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.role == Role.OWNER,
            Membership.ends_at.is_(None),
            Membership.id != leaving.id,
            User.active,
        )
    )
    if not others:
        raise LastOwnerError(name=user.name)
