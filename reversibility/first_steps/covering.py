"""Which assets a contract with a provider may cover: those it has its hands on. Pure."""

from collections.abc import Collection, Mapping
from uuid import UUID

from reversibility.access.queries import GrantLine
from reversibility.register.queries import AssetSheet


def assets_of(
    provider_id: UUID,
    assets: Collection[AssetSheet],
    grants: Mapping[UUID, Collection[GrantLine]],
) -> tuple[UUID, ...]:
    """Return the assets that a provider runs, holds, or gets into."""
    return tuple(
        asset.id
        for asset in assets
        if provider_id in _parties(asset)
        or any(grant.party.id == provider_id for grant in grants.get(asset.id, ()))
    )


def _parties(asset: AssetSheet) -> set[UUID]:
    told = (asset.provider, asset.holder, asset.account_holder)
    return {party.id for party in told if party is not None}
