"""Keep a table until it is confirmed: an hour, for whoever sent it, and nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.register.errors import PreviewMissingError
from reversibility.register.preview_models import TablePreview

KEPT_FOR = timedelta(hours=1)
_MOST = 5
"""Previews of one person; the oldest go first."""


@dataclass(frozen=True, kw_only=True)
class PreviewDraft:
    """A table as it was read."""

    filename: str
    form: str
    separator: str
    sheet: str
    rows: list[Any]


def keep_preview(session: Session, actor: Actor, draft: PreviewDraft, *, now: datetime) -> UUID:
    """Keep a table; previews whose hour is over go."""
    actor.require(Permission.REGISTER_WRITE)
    session.execute(delete(TablePreview).where(TablePreview.expires_at <= now))
    own = session.scalars(
        select(TablePreview.id)
        .where(TablePreview.user_id == actor.user_id)
        .order_by(TablePreview.created_at.desc(), TablePreview.id.desc())
        .offset(_MOST - 1)
    ).all()
    session.execute(delete(TablePreview).where(TablePreview.id.in_(own)))
    row = TablePreview(
        id=new_id(now),
        practice_id=actor.practice_id,
        user_id=_person(actor),
        created_at=now,
        expires_at=now + KEPT_FOR,
        **vars(draft),
    )
    session.add(row)
    return row.id


def get_preview(session: Session, actor: Actor, preview_id: UUID, *, now: datetime) -> TablePreview:
    """Return the actor's own preview; raises PreviewMissingError once it is over."""
    actor.require(Permission.REGISTER_WRITE)
    row = session.scalar(
        select(TablePreview).where(
            TablePreview.id == preview_id,
            TablePreview.practice_id == actor.practice_id,
            TablePreview.user_id == actor.user_id,
            TablePreview.expires_at > now,
        )
    )
    if row is None:
        raise PreviewMissingError
    return row


def decide(
    session: Session, actor: Actor, preview_id: UUID, choices: Mapping[str, bool], *, now: datetime
) -> None:
    """Keep what was decided about a preview."""
    get_preview(session, actor, preview_id, now=now).choices = dict(choices)


def drop_preview(session: Session, actor: Actor, preview_id: UUID) -> None:
    """Forget a preview; nothing happens where it is gone."""
    actor.require(Permission.REGISTER_WRITE)
    session.execute(
        delete(TablePreview).where(
            TablePreview.id == preview_id,
            TablePreview.practice_id == actor.practice_id,
            TablePreview.user_id == actor.user_id,
        )
    )


def forget_previews(session: Session, *, now: datetime) -> int:
    """Delete the previews whose hour is over, of every practice; return how many.

    The upkeep of the service: nobody asked for it, and no practice acts.
    """
    over = session.scalars(
        delete(TablePreview).where(TablePreview.expires_at <= now).returning(TablePreview.id)
    )
    return len(over.all())


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise PreviewMissingError  # a command on the machine has no pages to come back to
    return actor.user_id
