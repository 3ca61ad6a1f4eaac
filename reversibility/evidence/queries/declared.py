"""What the register says today of the assets that results and documents are about."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.access.queries import list_grants
from reversibility.evidence.declarations import Declared
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Asset, Party
from reversibility.register.queries import PartyRef
from reversibility.store.sight import seen_assets


def list_declared(
    session: Session, actor: Actor, asset_ids: Collection[UUID]
) -> dict[UUID, Declared]:
    """Return what is declared of each asset; those of another practice are left out."""
    actor.require(Permission.EVIDENCE_READ)
    rows = session.execute(
        select(Asset, Party)
        .outerjoin(Party, Party.id == Asset.holder_id)
        .where(
            Asset.id.in_(asset_ids),
            Asset.practice_id == actor.practice_id,
            seen_assets(actor, Asset.id),
        )
    ).all()
    grants = list_grants(session, actor, asset_ids)
    return {
        asset.id: Declared(
            holder=(
                PartyRef(id=party.id, name=party.name, kind=party.kind)
                if asset.holder_id is not None
                else None
            ),
            accesses=grants.get(asset.id, ()),
            kind=asset.kind,
            attributes=asset.attributes,
        )
        for asset, party in rows
    }
