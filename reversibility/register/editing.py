"""Change what is declared of an asset, archive it, and take it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.models import AssetKind
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit, archive, refuse_stale, subject_of, take_back
from reversibility.register.attributes import attribute_faults
from reversibility.register.errors import AssetInvalidError, AssetMissingError
from reversibility.register.models import Asset
from reversibility.register.service import AssetDraft

_CHANGED = ("name", "notes", "holder_id", "provider_id", "account_holder_id", "payer_id")
"""What the form asks for; the contacts come from practice files, and no form empties them."""


def change_asset(
    session: Session,
    actor: Actor,
    edit: Edit,
    draft: AssetDraft,
    *,
    kind: AssetKind,
    now: datetime,
) -> bool:
    """Declare an asset anew; return whether anything is different.

    Raises AssetChangedError when somebody else did so meanwhile, AssetInvalidError when attributes
    do not fit the kind. What no form asks for stays as it is.
    """
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor, edit.id)
    if row.retired_at is not None:
        raise AssetMissingError
    refuse_stale(row, edit)
    asked = {attribute.id for attribute in kind.attributes}
    others = {name: value for name, value in row.attributes.items() if name not in asked}
    attributes = {**others, **draft.attributes}
    faults = attribute_faults(kind, attributes)
    if faults:
        raise AssetInvalidError(faults, asset=draft.name)
    before = {name: getattr(row, name) for name in _CHANGED} | {"attributes": row.attributes}
    after = {name: getattr(draft, name) for name in _CHANGED} | {"attributes": attributes}
    if before == after:
        return False
    content = {"before": told(before, row.kind), "after": told(after, row.kind)}
    for name, value in after.items():
        setattr(row, name, value)
    row.declared_on, row.declared_by = draft.declared_on, draft.declared_by
    journal.record(session, actor, "asset.changed", subject_of(row), now=now, content=content)
    return True


def confirm_asset(session: Session, actor: Actor, edit: Edit, *, now: datetime) -> None:
    """Say that somebody read again what is declared, and that it is still so.

    Raises AssetChangedError when somebody else changed it since it was read.
    """
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor, edit.id)
    if row.retired_at is not None:
        raise AssetMissingError
    refuse_stale(row, edit)
    content = {
        "before": {"declared_on": row.declared_on.isoformat(), "declared_by": row.declared_by},
        "after": {"declared_on": now.date().isoformat(), "declared_by": actor.label},
    }
    row.declared_on, row.declared_by = now.date(), actor.label
    journal.record(session, actor, "asset.confirmed", subject_of(row), now=now, content=content)


def archive_asset(session: Session, actor: Actor, edit: Edit, *, now: datetime) -> None:
    """Take an asset out of the register; nothing about it is lost, and it can come back."""
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor, edit.id)
    archive(session, actor, row, edit, now=now)


def take_back_asset(session: Session, actor: Actor, asset_id: UUID, *, now: datetime) -> str:
    """Put an archived asset back into the register; return its name."""
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor, asset_id)
    take_back(session, actor, row, now=now)
    return row.name


def _locked(session: Session, actor: Actor, asset_id: UUID) -> Asset:
    row = session.scalar(
        select(Asset)
        .where(Asset.id == asset_id, Asset.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise AssetMissingError
    return row


def told(values: Mapping[str, Any], kind: str) -> dict[str, object]:
    """Return values as the journal keeps them; their kind tells how the attributes are called."""
    plain = {
        name: str(value) if isinstance(value, UUID) else value for name, value in values.items()
    }
    return {"kind": kind, **plain}
