"""What people change of their own account: password, language; and what was tried on it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.accounts.errors import MemberMissingError
from reversibility.accounts.models import Membership, User
from reversibility.accounts.people import check_password, find, normalize_password
from reversibility.accounts.sessions import end_all
from reversibility.accounts.sign_in_models import FailedSignIn, Method
from reversibility.accounts.sign_in_rules import Device, read_device
from reversibility.kernel.actor import Actor, Permission

SHOWN_FOR = timedelta(days=30)
MOST_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class FailureLine:
    """An attempt that failed."""

    name: str
    email: str
    method: Method
    client: str
    device: Device
    at: datetime


def change_password(
    session: Session,
    user_id: UUID,
    password: str,
    *,
    hasher: Callable[[str], str],
    now: datetime,
) -> User:
    """Set the password of somebody who has just given the present one; every session ends.

    The journals of their practices are told by whoever listens to the change (web.telling).
    """
    user = session.get_one(User, user_id, with_for_update=True)
    normalized = normalize_password(password)
    check_password(normalized, user.email)
    user.password = hasher(normalized)
    user.fs_uniquifier = secrets.token_hex(32)
    end_all(session, user_id, now=now)
    return user


def remove_second_factor(session: Session, email: str, *, now: datetime) -> User:
    """Take the second factor from somebody who lost phone and codes; every session ends.

    For the operator, on the machine itself; raises MemberMissingError when nobody has the address.
    """
    user = find(session, email.strip().lower())
    if user is None:
        raise MemberMissingError
    user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = None
    end_all(session, user.id, now=now)
    return user


def choose_language(session: Session, user_id: UUID, language: str) -> None:
    """Remember the language somebody reads; mails are written in it."""
    session.get_one(User, user_id).locale = language


def list_own_failures(session: Session, user_id: UUID, *, now: datetime) -> tuple[FailureLine, ...]:
    """List what failed on one's own account lately, the latest first."""
    return _failures(session, [user_id], now)


def list_failures(session: Session, actor: Actor, *, now: datetime) -> tuple[FailureLine, ...]:
    """List what failed lately on the accounts of the people of the practice."""
    actor.require(Permission.MEMBER_MANAGE)
    memberships = session.scalars(
        select(Membership).where(Membership.practice_id == actor.practice_id)
    )
    people = [one.user_id for one in memberships if not one.is_over(now)]
    return _failures(session, people, now)


def _failures(session: Session, people: list[UUID], now: datetime) -> tuple[FailureLine, ...]:
    rows = session.execute(
        select(FailedSignIn, User.name, User.email)
        .join(User, User.id == FailedSignIn.user_id)
        .where(FailedSignIn.user_id.in_(people), FailedSignIn.failed_at > now - SHOWN_FOR)
        .order_by(FailedSignIn.failed_at.desc(), FailedSignIn.id.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(
        FailureLine(
            name=name,
            email=email,
            method=Method(row.method),
            client=row.client,
            device=read_device(row.browser),
            at=row.failed_at,
        )
        for row, name, email in rows
    )
