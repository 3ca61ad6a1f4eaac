"""Keep what somebody had typed when their session ended, for them alone and for an hour."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reversibility.accounts.sign_in_models import KeptForm
from reversibility.accounts.sign_in_rules import KEPT_FOR
from reversibility.kernel.ids import new_id

LARGEST = 200_000
"""Typed text; files are never kept."""
_MOST = 10


def keep_form(
    session: Session, user_id: UUID, path: str, content: bytes, *, now: datetime
) -> UUID | None:
    """Keep an encrypted form; None where it is too large, or too many wait already."""
    session.execute(delete(KeptForm).where(KeptForm.expires_at <= now))
    waiting = session.scalars(select(KeptForm.id).where(KeptForm.user_id == user_id)).all()
    if len(content) > LARGEST or len(waiting) >= _MOST:
        return None
    row = KeptForm(
        id=new_id(now), user_id=user_id, path=path, content=content, expires_at=now + KEPT_FOR
    )
    session.add(row)
    return row.id


def find_form(
    session: Session,
    user_id: UUID,
    form_id: UUID,
    decrypt: Callable[[bytes], bytes | None],
    *,
    now: datetime,
) -> tuple[str, bytes] | None:
    """Return the page and the content of a form that this person typed, while it is kept."""
    row = session.scalar(
        select(KeptForm).where(
            KeptForm.id == form_id, KeptForm.user_id == user_id, KeptForm.expires_at > now
        )
    )
    content = None if row is None else decrypt(row.content)
    return None if row is None or content is None else (row.path, content)


def drop_form(session: Session, user_id: UUID, form_id: UUID) -> None:
    """Forget a form that was sent again."""
    session.execute(delete(KeptForm).where(KeptForm.id == form_id, KeptForm.user_id == user_id))
