"""Saved views: a name for a set of filters, for everybody of the practice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.register.errors import ViewMissingError, ViewNamedTwiceError, ViewsFullError
from reversibility.register.models import SavedView

MOST = 40
"""More is no shortcut any more."""
PARTY_FILTER = "intervenant"
"""The filter that holds the id of a party; a practice file names the party instead."""


@dataclass(frozen=True, kw_only=True)
class ViewLine:
    """A saved view."""

    id: UUID
    name: str
    filters: Mapping[str, str]
    """By the names of the list's own filters."""
    saved_by: str


def list_views(session: Session, actor: Actor) -> tuple[ViewLine, ...]:
    """List the saved views by name."""
    actor.require(Permission.REGISTER_READ)
    rows = session.scalars(
        select(SavedView)
        .where(SavedView.practice_id == actor.practice_id)
        .order_by(SavedView.name, SavedView.id)
    )
    return tuple(
        ViewLine(id=row.id, name=row.name, filters=dict(row.filters), saved_by=row.saved_by)
        for row in rows
    )


def save_view(
    session: Session, actor: Actor, name: str, filters: Mapping[str, str], *, now: datetime
) -> None:
    """Keep a set of filters under a name nobody uses yet.

    What one looks at is no statement about an asset: it stands in no journal.
    """
    actor.require(Permission.REGISTER_WRITE)
    own = SavedView.practice_id == actor.practice_id
    if session.scalar(select(SavedView.id).where(own, SavedView.name == name)):
        raise ViewNamedTwiceError(name=name)
    if (session.scalar(select(func.count(SavedView.id)).where(own)) or 0) >= MOST:
        raise ViewsFullError(most=str(MOST))
    session.add(
        SavedView(
            id=new_id(now),
            practice_id=actor.practice_id,
            name=name,
            filters=dict(filters),
            saved_by=actor.label,
            saved_at=now,
        )
    )


@dataclass(frozen=True, kw_only=True)
class BroughtView:
    """A view as it was saved in another house."""

    name: str
    filters: Mapping[str, str]
    saved_by: str
    saved_at: datetime | None


def bring_views(
    session: Session, actor: Actor, brought: Iterable[BroughtView], *, now: datetime
) -> None:
    """Enter the saved views of a practice file; like saving one, this stands in no journal."""
    actor.require(Permission.REGISTER_WRITE)
    session.add_all(
        SavedView(
            id=new_id(now),
            practice_id=actor.practice_id,
            name=each.name,
            filters=dict(each.filters),
            saved_by=each.saved_by or actor.label,
            saved_at=each.saved_at or now,
        )
        for each in brought
    )


def drop_view(session: Session, actor: Actor, view_id: UUID) -> str:
    """Forget a saved view; return how it was called."""
    actor.require(Permission.REGISTER_WRITE)
    row = session.scalar(
        select(SavedView).where(SavedView.id == view_id, SavedView.practice_id == actor.practice_id)
    )
    if row is None:
        raise ViewMissingError
    session.delete(row)
    return row.name
