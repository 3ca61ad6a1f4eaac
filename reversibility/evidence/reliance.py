"""On whom and on what each asset relies, as declared and seen: what falls is told from this."""

from collections.abc import Collection
from uuid import UUID

from reversibility.evidence.standing import Standing, administers
from reversibility.recovery.falling import Reliance
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef


def reliances(standings: Collection[Standing]) -> tuple[Reliance, ...]:
    """Tell, of each asset, who runs it, pays for it and administers it, and what it needs."""
    return tuple(_reliance(standing) for standing in standings)


def _reliance(standing: Standing) -> Reliance:
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
    )


def _is_practice(party: PartyRef) -> bool:
    return party.kind is PartyKind.PRACTICE


def _id(party: PartyRef | None) -> UUID | None:
    return party.id if party else None
