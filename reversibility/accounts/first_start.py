"""The first start: while nobody has an account, a code printed in the console opens the way in.

Only its digest is kept. It works once, for a day, and a new start prints a new one; ten wrong codes
make it useless, so that nobody who merely reaches the port can guess.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from reversibility.accounts import people
from reversibility.accounts.errors import FirstStartCodeUselessError, FirstStartOverError
from reversibility.accounts.models import FirstStartCode, Membership, User
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission, Role
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id

CODE_LIFE = timedelta(hours=24)
MOST_WRONG = 10
# Without 0, 1, I, L, O, U: what is read from a console and typed elsewhere must not be ambiguous.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP = 3, 4


@dataclass(frozen=True, kw_only=True)
class CodeCheck:
    """What came of a typed code."""

    code_id: UUID | None
    """The code that was right, until it is used; None when it was not."""
    attempts_left: int
    """How many more wrong ones are allowed; none when there is no usable code at all."""


@dataclass(frozen=True, kw_only=True)
class OwnerDraft:
    """The first owner of a practice."""

    email: str
    name: str
    password: str


def is_first_start(session: Session) -> bool:
    """Say whether nobody has an account yet."""
    return not session.scalar(select(exists().where(User.id.is_not(None))))


def issue_code(session: Session, *, now: datetime) -> str | None:
    """Make a code; earlier ones stop working. None when somebody has an account already."""
    if not is_first_start(session):
        return None
    for earlier in session.scalars(select(FirstStartCode).where(FirstStartCode.used_at.is_(None))):
        earlier.used_at = now
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)]
    code = "-".join(groups)
    session.add(
        FirstStartCode(
            id=new_id(now),
            code_digest=_digest(code),
            created_at=now,
            expires_at=now + CODE_LIFE,
        )
    )
    return code


def check_code(session: Session, typed: str, *, now: datetime) -> CodeCheck:
    """Compare a typed code, and count it when it is wrong (so this is no refusal: it must stay)."""
    row = _good_code(session, now)
    if row is None:
        return CodeCheck(code_id=None, attempts_left=0)
    if hmac.compare_digest(row.code_digest, _digest(typed)):
        return CodeCheck(code_id=row.id, attempts_left=MOST_WRONG - row.wrong_attempts)
    row.wrong_attempts += 1
    return CodeCheck(code_id=None, attempts_left=MOST_WRONG - row.wrong_attempts)


def use_code(session: Session, code_id: UUID, *, now: datetime) -> None:
    """Use a code that was right; raises when the first start is over or the code is useless."""
    row = session.scalar(
        select(FirstStartCode).where(FirstStartCode.id == code_id).with_for_update()
    )
    if not is_first_start(session):
        raise FirstStartOverError
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise FirstStartCodeUselessError
    row.used_at = now


def add_first_owner(
    session: Session,
    actor: Actor,
    draft: OwnerDraft,
    *,
    hasher: Callable[[str], str],
    now: datetime,
) -> None:
    """Let the first owner of a practice in, with the password they chose."""
    actor.require(Permission.MEMBER_MANAGE)
    email, name = people.clean_email(draft.email), people.clean_name(draft.name)
    password = people.normalize_password(draft.password)
    people.check_password(password, email)
    user = people.add(session, email, name, now=now)
    user.password = hasher(password)
    row = Membership(
        id=new_id(now),
        practice_id=actor.practice_id,
        user_id=user.id,
        role=Role.OWNER,
        created_at=now,
    )
    session.add(row)
    journal.record(
        session,
        actor,
        "member.added",
        journal.Subject(type="membership", id=row.id),
        now=now,
        content={"after": {"email": email, "name": user.name, "role": row.role.value}},
    )


def _good_code(session: Session, now: datetime) -> FirstStartCode | None:
    return session.scalar(
        select(FirstStartCode)
        .where(
            FirstStartCode.used_at.is_(None),
            FirstStartCode.expires_at > now,
            FirstStartCode.wrong_attempts < MOST_WRONG,
        )
        .order_by(FirstStartCode.id.desc())
        .limit(1)
        .with_for_update()
    )


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(plain.encode())
