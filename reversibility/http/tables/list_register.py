"""What a register holds already, as far as rows of people, accesses and contracts speak of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.access.models import AccessGrant
from reversibility.contracts.models import Contract
from reversibility.http.tables.cells import CellError
from reversibility.http.tables.grid import fold
from reversibility.http.tables.register import Register, read_register
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Asset, Person


@dataclass(frozen=True, kw_only=True)
class Known:
    """The register, with who works where, who gets in and what was agreed."""

    register: Register
    people: Mapping[str, Sequence[Person]]
    """By folded name and identifier; archived people are left out."""
    grants: frozenset[tuple[UUID, UUID, str]]
    """(asset, person, role) of each access in force."""
    contracts: frozenset[tuple[UUID, str]]
    """(provider, folded reference)."""

    def find_person(self, text: str, party_id: UUID | None) -> Person:
        """Return the person that a cell names; raises CellError."""
        found = [
            each
            for each in self.people.get(fold(text), ())
            if party_id is None or each.party_id == party_id
        ]
        if len(found) > 1:
            raise CellError(f"person_ambiguous:{', '.join(sorted(each.slug for each in found))}")
        if not found:
            raise CellError(f"person_unknown:{text[:80]}")
        return found[0]

    def find_asset(self, slug: str, name: str) -> Asset:
        """Return the asset that a row names, by identifier or else by name; raises CellError."""
        assets = self.register.assets.values()
        found = [
            each for each in assets if each.retired_at is None and _is_called(each, slug, name)
        ]
        if len(found) > 1:
            raise CellError(f"asset_ambiguous:{', '.join(sorted(each.slug for each in found))}")
        if not found:
            raise CellError(f"asset_unknown:{(slug or name)[:80]}")
        return found[0]


def _is_called(asset: Asset, slug: str, name: str) -> bool:
    if slug:
        return asset.slug == slug
    return fold(name) in {fold(asset.name), fold(f"{asset.name} ({asset.slug})"), asset.slug}


def read_known(session: Session, actor: Actor) -> Known:
    """Read what rows of people, accesses and contracts are compared with."""
    actor.require(Permission.REGISTER_WRITE)
    people: dict[str, list[Person]] = defaultdict(list)
    for person in session.scalars(select(Person).where(Person.retired_at.is_(None))):
        for name in {fold(person.name), fold(f"{person.name} ({person.slug})"), fold(person.slug)}:
            people[name].append(person)
    grants = session.execute(
        select(AccessGrant.asset_id, AccessGrant.person_id, AccessGrant.role).where(
            AccessGrant.revoked_at.is_(None)
        )
    )
    contracts = session.execute(select(Contract.provider_id, Contract.reference))
    return Known(
        register=read_register(session, actor),
        people=people,
        grants=frozenset((asset, person, role) for asset, person, role in grants),
        contracts=frozenset((provider, fold(reference)) for provider, reference in contracts),
    )
