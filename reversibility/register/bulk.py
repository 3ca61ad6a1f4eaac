"""Change some fields of many assets at once: one look at them, one entry in the journal each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.models import AssetKind, Catalogue
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit, refuse_stale, subject_of
from reversibility.register.attributes import attribute_faults
from reversibility.register.errors import AssetInvalidError, AssetMissingError
from reversibility.register.models import Asset

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Change:
    """Which fields of an asset are declared anew; what is not named stays, attributes included."""

    edit: Edit
    values: Mapping[str, Any]


def change_assets(
    session: Session,
    actor: Actor,
    changes: Sequence[Change],
    catalogue: Catalogue,
    *,
    now: datetime,
) -> None:
    """Change assets; raises AssetChangedError when somebody else did so meanwhile."""
    actor.require(Permission.REGISTER_WRITE)
    rows = _locked(session, actor, [change.edit.id for change in changes])
    events = [
        _change(actor, rows.get(change.edit.id), change, catalogue, now=now) for change in changes
    ]
    journal.bulk_record(session, actor, events, now=now)


def _change(
    actor: Actor, row: Asset | None, change: Change, catalogue: Catalogue, *, now: datetime
) -> journal.Happened:
    if row is None:
        raise AssetMissingError
    refuse_stale(row, change.edit)
    attributes = {**row.attributes, **change.values.get("attributes", {})}
    _refuse_faults(catalogue.kind(row.kind), attributes, row.name)
    after = {**change.values, "attributes": attributes}
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    row.declared_on, row.declared_by = now.date(), actor.label
    told = {
        "before": _plain({"kind": row.kind, **before}),
        "after": _plain({"kind": row.kind, **after}),
    }
    return journal.Happened(action="asset.changed", subject=subject_of(row), content=told)


def _locked(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Asset]:
    found: dict[UUID, Asset] = {}
    for first in range(0, len(ids), _AT_ONCE):
        rows = session.scalars(
            select(Asset)
            .where(
                Asset.id.in_(ids[first : first + _AT_ONCE]),
                Asset.practice_id == actor.practice_id,
                Asset.retired_at.is_(None),
            )
            .with_for_update()
        )
        found |= {row.id: row for row in rows}
    return found


def _refuse_faults(kind: AssetKind, attributes: Mapping[str, object], name: str) -> None:
    faults = attribute_faults(kind, attributes)
    if faults:
        raise AssetInvalidError(faults, asset=name)


def _plain(values: Mapping[str, Any]) -> dict[str, object]:
    return {
        name: str(value) if isinstance(value, UUID | date) else value
        for name, value in values.items()
    }
