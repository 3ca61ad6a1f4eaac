"""Which of their practices a person opens, and when they were last there.

This is no change to a record of the practice, so it stands beside the journal.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from reversibility.accounts.errors import PracticeMissingError
from reversibility.accounts.models import Membership
from reversibility.accounts.queries import is_current


def choose_practice(session: Session, user_id: UUID, practice_id: UUID, *, now: datetime) -> None:
    """Remember the practice a person opens; refused when they do not belong to it (any more)."""
    # Past the optimistic lock: whoever edits this membership meanwhile is not disturbed.
    chosen = session.execute(
        update(Membership)
        .where(
            Membership.user_id == user_id,
            Membership.practice_id == practice_id,
            is_current(now),
        )
        .values(chosen_at=now)
        .returning(Membership.id)
    ).one_or_none()
    if chosen is None:
        raise PracticeMissingError


def mark_seen(session: Session, user_id: UUID, practice_id: UUID, *, now: datetime) -> None:
    """Remember that a person opened a practice today."""
    session.execute(
        update(Membership)
        .where(
            Membership.user_id == user_id,
            Membership.practice_id == practice_id,
            is_current(now),
        )
        .values(seen_on=now.date())
    )
