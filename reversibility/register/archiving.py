"""What changing, archiving and taking back have in common, whatever the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor
from reversibility.kernel.errors import ConflictError
from reversibility.register.errors import AssetChangedError, PartyChangedError, PersonChangedError
from reversibility.register.models import Asset, Party, Person

Record = Asset | Party | Person


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Which record, and the version that whoever changes it was looking at."""

    id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class _Kind:
    subject: str
    archived: str
    taken_back: str
    changed: type[ConflictError]


_KINDS: Mapping[type[Record], _Kind] = {
    Asset: _Kind(
        subject="asset",
        archived="asset.archived",
        taken_back="asset.taken_back",
        changed=AssetChangedError,
    ),
    Party: _Kind(
        subject="party",
        archived="party.archived",
        taken_back="party.taken_back",
        changed=PartyChangedError,
    ),
    Person: _Kind(
        subject="person",
        archived="person.archived",
        taken_back="person.taken_back",
        changed=PersonChangedError,
    ),
}


def subject_of(row: Record) -> journal.Subject:
    """Return a record as the journal names it."""
    return journal.Subject(type=_KINDS[type(row)].subject, id=row.id)


def refuse_stale(row: Record, edit: Edit) -> None:
    """Raise the record's own conflict when somebody else changed it meanwhile."""
    if row.version != edit.version:
        who = row.declared_by if isinstance(row, Asset) else row.changed_by
        raise _KINDS[type(row)].changed(name=row.name, who=who)


def archive(session: Session, actor: Actor, row: Record, edit: Edit, *, now: datetime) -> None:
    """Archive a record; nothing happens where the button was pressed twice."""
    if row.retired_at is None:
        refuse_stale(row, edit)
        _set(session, actor, row, now, now=now)


def bring_archived(
    session: Session, actor: Actor, row: Record, archived_at: datetime, *, now: datetime
) -> None:
    """Archive a record that comes from a file where it was archived, on the day it was."""
    _set(session, actor, row, archived_at, now=now)


def take_back(session: Session, actor: Actor, row: Record, *, now: datetime) -> None:
    """Take an archived record back."""
    if row.retired_at is not None:
        _set(session, actor, row, None, now=now)


def _set(
    session: Session, actor: Actor, row: Record, retired_at: datetime | None, *, now: datetime
) -> None:
    row.retired_at = retired_at
    if not isinstance(row, Asset):  # of an asset it is said who declared it, and that stays
        row.changed_by = actor.label
    kind, content = _KINDS[type(row)], {"name": row.name}
    action = kind.archived if retired_at else kind.taken_back
    journal.record(session, actor, action, subject_of(row), now=now, content=content)
