"""What each party has of each asset: the title, the bill, the keys. The matrix is made of these."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from reversibility.access.queries import GrantLine
from reversibility.catalogues.models import AssetKind
from reversibility.evidence.standing import administers
from reversibility.register.queries import AssetSheet


class Keys(StrEnum):
    """How far the people of a party get in."""

    NONE = "none"
    LIMITED = "limited"
    FULL = "full"


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one party has of one asset."""

    holds: bool
    pays: bool
    keys: Keys

    def __bool__(self) -> bool:
        """Say whether it has anything of it."""
        return self.holds or self.pays or self.keys is not Keys.NONE


def share(
    asset: AssetSheet, kind: AssetKind, grants: Collection[GrantLine], party_id: UUID
) -> Share:
    """Tell what a party has of an asset, as declared."""
    own = [grant for grant in grants if grant.party.id == party_id]
    keys = Keys.LIMITED if own else Keys.NONE
    return Share(
        holds=asset.holder is not None and asset.holder.id == party_id,
        pays=asset.payer is not None and asset.payer.id == party_id,
        keys=Keys.FULL if any(administers(kind, grant) for grant in own) else keys,
    )


def involved_parties(
    assets: Collection[AssetSheet], grants: Mapping[UUID, Collection[GrantLine]]
) -> tuple[UUID, ...]:
    """List the parties that hold, pay or get in somewhere, the most involved first."""
    counted: Counter[UUID] = Counter()
    for asset in assets:
        named = {party.id for party in (asset.holder, asset.payer) if party}
        counted.update(named | {grant.party.id for grant in grants.get(asset.id, ())})
    return tuple(party_id for party_id, _ in counted.most_common())
