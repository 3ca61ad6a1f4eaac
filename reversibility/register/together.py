"""Change several assets at once: all of them, or none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit, subject_of
from reversibility.register.editing import told
from reversibility.register.errors import AssetMissingError, AssetsChangedError, PartyMissingError
from reversibility.register.models import DECLARED_PARTIES, Asset, Party

MOST = 500
"""Assets changed together: what a person can still read through before saying yes."""


@dataclass(frozen=True, kw_only=True)
class BulkChange:
    """What becomes the same for all; what is not named stays as it is."""

    parties: Mapping[str, UUID | None] = field(default_factory=dict)
    """By the names of DECLARED_PARTIES; None: nobody is declared any more."""
    importance: int | None = None

    @property
    def values(self) -> dict[str, object]:
        """The columns of an asset, and what they become."""
        found: dict[str, object] = {f"{name}_id": party for name, party in self.parties.items()}
        return found if self.importance is None else {**found, "importance": self.importance}


def change_together(
    session: Session, actor: Actor, edits: Collection[Edit], change: BulkChange, *, now: datetime
) -> int:
    """Change assets together; return how many say something else now.

    Raises AssetsChangedError, naming them, when somebody else changed or archived one since.
    """
    actor.require(Permission.REGISTER_WRITE)
    _require_parties(session, actor, change)
    versions = {edit.id: edit.version for edit in edits}
    rows = session.scalars(
        select(Asset)
        .where(Asset.id.in_(versions), Asset.practice_id == actor.practice_id)
        .order_by(Asset.id)
        .with_for_update()
    ).all()
    if len(rows) != len(versions):
        raise AssetMissingError
    stale = [row.name for row in rows if row.retired_at or row.version != versions[row.id]]
    if stale:
        raise AssetsChangedError(names=stale)
    return sum(_change(session, actor, row, change.values, now=now) for row in rows)


def _change(
    session: Session, actor: Actor, row: Asset, values: Mapping[str, object], *, now: datetime
) -> bool:
    after = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not after:
        return False
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    row.declared_on, row.declared_by = now.date(), actor.label
    content = {"before": told(before, row.kind), "after": told(after, row.kind)}
    journal.record(session, actor, "asset.changed", subject_of(row), now=now, content=content)
    return True


def _require_parties(session: Session, actor: Actor, change: BulkChange) -> None:
    if not set(change.parties) <= set(DECLARED_PARTIES):
        raise PartyMissingError
    named = {party for party in change.parties.values() if party}
    there = session.scalars(
        select(Party.id).where(Party.id.in_(named), Party.practice_id == actor.practice_id)
    ).all()
    if named - set(there):
        raise PartyMissingError
