"""Read who can get in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from reversibility.access.models import AccessGrant, SecondFactor
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Party, Person
from reversibility.register.queries import PartyRef
from reversibility.store.sight import seen_assets, seen_people


@dataclass(frozen=True, kw_only=True)
class GrantLine:
    """A person's way into an asset."""

    id: UUID
    asset_id: UUID
    person: str
    party: PartyRef
    role: str
    """Role id of the asset's kind; its real name stands in the catalogue."""
    second_factor: SecondFactor
    second_factor_holder: str
    recovery_address: str
    last_confirmed_on: date | None


def list_grants(
    session: Session, actor: Actor, asset_ids: Collection[UUID] | None = None
) -> dict[UUID, tuple[GrantLine, ...]]:
    """Return the grants in force by asset; of all assets when no ids are given."""
    actor.require(Permission.REGISTER_READ)
    holder = aliased(Person)
    query = (
        select(AccessGrant, Person, Party, holder.name)
        .join(Person, Person.id == AccessGrant.person_id)
        .join(Party, Party.id == Person.party_id)
        .outerjoin(holder, holder.id == AccessGrant.second_factor_holder_id)
        .where(
            AccessGrant.revoked_at.is_(None),
            seen_assets(actor, AccessGrant.asset_id),
            seen_people(actor, Party.id),
        )
        .order_by(AccessGrant.created_at, AccessGrant.id)
    )
    if asset_ids is not None:
        query = query.where(AccessGrant.asset_id.in_(asset_ids))
    grants: dict[UUID, list[GrantLine]] = {}
    for grant, person, party, holder_name in session.execute(query):
        line = GrantLine(
            id=grant.id,
            asset_id=grant.asset_id,
            person=person.name,
            party=PartyRef(id=party.id, name=party.name, kind=party.kind),
            role=grant.role,
            second_factor=grant.second_factor,
            second_factor_holder=holder_name or "",
            recovery_address=grant.recovery_address,
            last_confirmed_on=grant.last_confirmed_on,
        )
        grants.setdefault(grant.asset_id, []).append(line)
    return {asset_id: tuple(lines) for asset_id, lines in grants.items()}
