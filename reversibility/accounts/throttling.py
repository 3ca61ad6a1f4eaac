"""Slow down whoever guesses.

An attempt is counted before it is looked at, so that a hundred at once are no better than one after
the other; a good one takes its count back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reversibility.accounts.errors import TooManyAttemptsError
from reversibility.accounts.sign_in_models import FailedSignIn, Method, Throttle
from reversibility.accounts.sign_in_rules import (
    FORGOTTEN_AFTER,
    FREE_PER_ACCOUNT,
    FREE_PER_CLIENT,
    TRACES_FOR,
    wait_after,
)
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id

BROWSER_MAX = 300


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an attempt comes from."""

    client: str
    browser: str
    known_as: str = ""
    """The mark of a browser that has signed in before; empty for any other."""


@dataclass(frozen=True, kw_only=True)
class Gate:
    """One thing that is counted: the account, or the place."""

    key: str
    free: int


def gates(method: Method, account: str, origin: Origin) -> tuple[Gate, ...]:
    """Return what counts for an attempt on an account (an address, or the id of a person)."""
    digest = sha256(f"{account.strip().lower()} {origin.known_as}".encode())
    own = Gate(key=f"{method}:{digest}", free=FREE_PER_ACCOUNT)
    if origin.known_as:
        # Known here: whatever a stranger does, from wherever, is no reason to keep its owner out.
        return (own,)
    client = sha256(origin.client.encode())
    return (own, Gate(key=f"client:{client}", free=FREE_PER_CLIENT))


def count_attempt(session: Session, counted: Sequence[Gate], *, now: datetime) -> None:
    """Count an attempt as failed before looking at it; raises when it has to wait."""
    rows = {gate: _row(session, gate, now) for gate in sorted(counted, key=lambda gate: gate.key)}
    open_at = max(row.open_at for row in rows.values())
    if open_at > now:
        raise TooManyAttemptsError(open_at=open_at.isoformat())
    for gate, row in rows.items():
        row.failures += 1
        row.failed_at = now
        row.open_at = now + wait_after(row.failures, gate.free)


def forget_attempt(session: Session, counted: Sequence[Gate]) -> None:
    """Take back the count of an attempt that was good; the account starts anew, the place does not.

    Somebody with an account of their own must not be able to open the place for their guesses.
    """
    for gate in counted:
        row = session.get(Throttle, gate.key, with_for_update=True)
        if row is not None and gate.key.startswith("client:"):
            row.failures = max(0, row.failures - 1)
            row.open_at = row.failed_at
        elif row is not None:
            session.delete(row)


def record_failure(
    session: Session, user_id: UUID | None, method: Method, origin: Origin, *, now: datetime
) -> None:
    """Keep a failed attempt for whoever answers for the practice; old ones go."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.failed_at < now - TRACES_FOR))
    session.execute(delete(Throttle).where(Throttle.failed_at < now - FORGOTTEN_AFTER))
    session.add(
        FailedSignIn(
            id=new_id(now),
            user_id=user_id,
            method=method,
            client=origin.client,
            browser=origin.browser[:BROWSER_MAX],
            failed_at=now,
        )
    )


def _row(session: Session, gate: Gate, now: datetime) -> Throttle:
    row = session.scalar(select(Throttle).where(Throttle.key == gate.key).with_for_update())
    if row is None:
        row = Throttle(key=gate.key, failures=0, failed_at=now, open_at=now)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # somebody else's first attempt was faster
            return session.get_one(Throttle, gate.key, with_for_update=True)
    elif row.failed_at < now - FORGOTTEN_AFTER:
        row.failures, row.open_at = 0, now
    return row
