"""Who people are for an identity provider: by its name and its own id of them, nothing else.

An e-mail address would not do: whoever is given it later would be given the account too.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reversibility.accounts.errors import IdentityTakenError
from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import Identity
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class IdentityLine:
    """What a person sees of it."""

    added_at: datetime
    used_at: datetime | None


def find_own(session: Session, user_id: UUID, issuer: str) -> IdentityLine | None:
    """Return what a person has added of a provider, if anything."""
    row = session.scalar(_own(user_id, issuer))
    return None if row is None else IdentityLine(added_at=row.added_at, used_at=row.used_at)


def find_person(session: Session, issuer: str, subject: str, *, now: datetime) -> UUID | None:
    """Return whose account somebody of the provider opens, while it may; the use is noted."""
    row = session.scalar(
        select(Identity)
        .join(User, User.id == Identity.user_id)
        .where(Identity.issuer == issuer, Identity.subject == subject, User.active)
    )
    if row is None:
        return None
    row.used_at = now
    return row.user_id


def add(session: Session, user_id: UUID, issuer: str, subject: str, *, now: datetime) -> bool:
    """Let somebody of the provider open this account; say whether that is new.

    Raises IdentityTakenError when they open another, or when another opens this one.
    """
    row = session.scalar(_own(user_id, issuer))
    if row is not None and row.subject == subject:
        return False
    made = Identity(id=new_id(now), user_id=user_id, issuer=issuer, subject=subject, added_at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise IdentityTakenError from error
    return True


def remove(session: Session, user_id: UUID, issuer: str) -> bool:
    """Let nobody of the provider open this account any more; say whether anybody did."""
    gone = session.execute(
        delete(Identity).where(Identity.user_id == user_id, Identity.issuer == issuer)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE has one


def _own(user_id: UUID, issuer: str) -> Select[Identity]:
    return select(Identity).where(Identity.user_id == user_id, Identity.issuer == issuer)
