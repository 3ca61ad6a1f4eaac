"""Sessions live here and not in the cookie: one that ends is over, also in copies of its cookie."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from reversibility.accounts.errors import SessionMissingError
from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import Method, SignIn
from reversibility.accounts.sign_in_rules import (
    IDLE_LIFE,
    LONGEST_LIFE,
    SEEN_EVERY,
    TRACES_FOR,
    Device,
    read_device,
)
from reversibility.accounts.throttling import BROWSER_MAX, Origin
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class SessionLine:
    """A session that is open, as its owner sees it."""

    id: UUID
    device: Device
    client: str
    method: Method
    since: datetime
    seen_at: datetime
    is_this_one: bool


def open_session(
    session: Session, user_id: UUID, method: Method, origin: Origin, *, now: datetime
) -> str:
    """Open a session; return what the cookie has to hold."""
    session.execute(delete(SignIn).where(SignIn.seen_at < now - TRACES_FOR))
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            id=new_id(now),
            user_id=user_id,
            token_digest=_digest(token),
            method=method,
            client=origin.client,
            browser=origin.browser[:BROWSER_MAX],
            created_at=now,
            seen_at=now,
        )
    )
    return token


def find_person(session: Session, token: str, *, now: datetime) -> tuple[User, bool] | None:
    """Return whose open session this is, and whether it is time to mark it as seen."""
    row = session.execute(
        select(User, SignIn.seen_at)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_digest == _digest(token), User.active, _is_open(now))
    ).one_or_none()
    return None if row is None else (row[0], row[1] < now - SEEN_EVERY)


def find_former(session: Session, token: str) -> UUID | None:
    """Return whose session it was, open or over; for what they had typed, and nothing else."""
    return session.scalar(select(SignIn.user_id).where(SignIn.token_digest == _digest(token)))


def mark_seen(session: Session, token: str, *, now: datetime) -> None:
    """Note that somebody is still there."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_digest == _digest(token), _is_open(now))
        .values(seen_at=now)
    )


def list_sessions(
    session: Session, user_id: UUID, token: str, *, now: datetime
) -> tuple[SessionLine, ...]:
    """List a person's open sessions, this one first, then the last seen."""
    rows = session.scalars(
        select(SignIn)
        .where(SignIn.user_id == user_id, _is_open(now))
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    here = _digest(token)
    lines = [
        SessionLine(
            id=row.id,
            device=read_device(row.browser),
            client=row.client,
            method=Method(row.method),
            since=row.created_at,
            seen_at=row.seen_at,
            is_this_one=row.token_digest == here,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: not line.is_this_one))


def end_session(session: Session, token: str, *, now: datetime) -> None:
    """End the session of this cookie, and of every copy of it."""
    _end(session, SignIn.token_digest == _digest(token), now)


def end_one(session: Session, user_id: UUID, session_id: UUID, *, now: datetime) -> None:
    """End one of a person's own sessions; raises when it is none of theirs."""
    if not _end(session, and_(SignIn.id == session_id, SignIn.user_id == user_id), now):
        raise SessionMissingError


def end_all(session: Session, user_id: UUID, *, now: datetime) -> int:
    """Sign a person out everywhere; return how many sessions that ended.

    Also for whoever takes somebody out of their last practice.
    """
    return _end(session, SignIn.user_id == user_id, now)


def _end(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    ended = session.execute(
        update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]  # an UPDATE has one


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(
        SignIn.ended_at.is_(None),
        SignIn.seen_at > now - IDLE_LIFE,
        SignIn.created_at > now - LONGEST_LIFE,
    )


def _digest(token: str) -> str:
    return sha256(token.encode())
