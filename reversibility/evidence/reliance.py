"""On whom and on what each asset relies, as declared and seen: what falls is told from this."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from reversibility.contracts.queries import ContractSheet
from reversibility.evidence.standing import Standing, administers
from reversibility.recovery.falling import Reliance
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef


def reliances(
    standings: Collection[Standing], contracts: Collection[ContractSheet], *, today: date
) -> tuple[Reliance, ...]:
    """Tell, of each asset, who runs it, pays, administers or has agreed to it, and what it needs.

    A contract whose end is past binds nobody any more.
    """
    covering: dict[UUID, set[UUID]] = defaultdict(set)
    for contract in contracts:
        if contract.ends_on is None or contract.ends_on >= today:
            for asset_id in contract.asset_ids:
                covering[asset_id].add(contract.provider.id)
    return tuple(_reliance(each, covering.get(each.asset.id, set())) for each in standings)


def _reliance(standing: Standing, agreed: Collection[UUID]) -> Reliance:
    asset = standing.asset
    administrators = {grant.party for grant in standing.grants if administers(standing.kind, grant)}
    return Reliance(
        id=asset.id,
        name=asset.name,
        family=standing.kind.family,
        importance=asset.importance,
        runs=_id(asset.provider),
        pays=_id(asset.payer),
        practice_administers=any(_is_practice(party) for party in administrators),
        administrators=frozenset(party.id for party in administrators if not _is_practice(party)),
        expires_on=standing.next_date,
        depends_on=asset.depends_on,
        agreed=frozenset(agreed),
    )


def _is_practice(party: PartyRef) -> bool:
    return party.kind is PartyKind.PRACTICE


def _id(party: PartyRef | None) -> UUID | None:
    return party.id if party else None
