"""Read who can get in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from reversibility.access.errors import GrantMissingError
from reversibility.access.models import AccessGrant, SecondFactor
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Party, PartyKind, Person
from reversibility.register.queries import PartyRef
from reversibility.store.sight import seen_assets, seen_people

_HOLDER = aliased(Person)
_HOLDER_PARTY = aliased(Party)
_Grants = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class GrantLine:
    """A person's way into an asset."""

    id: UUID
    asset_id: UUID
    person_id: UUID
    person: str
    party: PartyRef
    role: str
    """Role id of the asset's kind; its real name stands in the catalogue."""
    second_factor: SecondFactor
    second_factor_holder: str
    second_factor_holder_id: UUID | None
    second_factor_party: PartyKind | None
    """On whose side that person stands; None where nobody is recorded."""
    recovery_address: str
    last_confirmed_on: date | None
    ends_on: date | None
    """The last day it is meant for, where one was set."""
    has_left: bool
    """The person, or their whole party, is in the archives: they should get in no more."""


def list_grants(
    session: Session, actor: Actor, asset_ids: Collection[UUID] | None = None
) -> dict[UUID, tuple[GrantLine, ...]]:
    """Return the grants in force by asset; of all assets when no ids are given."""
    actor.require(Permission.REGISTER_READ)
    query = _in_force(actor)
    if asset_ids is not None:
        query = query.where(AccessGrant.asset_id.in_(asset_ids))
    grants: dict[UUID, list[GrantLine]] = {}
    for line in _lines(session, query):
        grants.setdefault(line.asset_id, []).append(line)
    return {asset_id: tuple(lines) for asset_id, lines in grants.items()}


def list_grants_of(session: Session, actor: Actor, person_id: UUID) -> tuple[GrantLine, ...]:
    """Return the grants in force of one person."""
    actor.require(Permission.REGISTER_READ)
    return tuple(_lines(session, _in_force(actor).where(AccessGrant.person_id == person_id)))


def assets_entered_by(session: Session, actor: Actor, party_id: UUID) -> frozenset[UUID]:
    """Return the assets into which people of a party get."""
    actor.require(Permission.REGISTER_READ)
    wanted = (
        select(AccessGrant.asset_id)
        .join(Person, Person.id == AccessGrant.person_id)
        .where(
            Person.party_id == party_id,
            AccessGrant.revoked_at.is_(None),
            seen_assets(actor, AccessGrant.asset_id),
            seen_people(actor, Person.party_id),
        )
    )
    return frozenset(session.scalars(wanted))


def get_grant(session: Session, actor: Actor, grant_id: UUID) -> GrantLine:
    """Return one grant in force; raises GrantMissingError, also for another practice's."""
    actor.require(Permission.REGISTER_READ)
    for line in _lines(session, _in_force(actor).where(AccessGrant.id == grant_id)):
        return line
    raise GrantMissingError


def _in_force(actor: Actor) -> _Grants:
    return (
        select(*_OWN_COLUMNS, *_PARTY_COLUMNS)
        .join(Person, Person.id == AccessGrant.person_id)
        .join(Party, Party.id == Person.party_id)
        .outerjoin(_HOLDER, _HOLDER.id == AccessGrant.second_factor_holder_id)
        .outerjoin(_HOLDER_PARTY, _HOLDER_PARTY.id == _HOLDER.party_id)
        .where(
            AccessGrant.revoked_at.is_(None),
            seen_assets(actor, AccessGrant.asset_id),
            seen_people(actor, Party.id),
        )
        .order_by(AccessGrant.created_at, AccessGrant.id)
    )


def _lines(session: Session, query: _Grants) -> Iterator[GrantLine]:
    for *own, party_id, party, kind in session.execute(query):
        values = dict(zip(_OWN_FIELDS, own, strict=True))
        yield GrantLine(**values, party=PartyRef(id=party_id, name=party, kind=kind))


_COMPUTED = {
    "person": Person.name,
    "second_factor_holder": func.coalesce(_HOLDER.name, ""),
    "second_factor_party": _HOLDER_PARTY.kind,
    "has_left": or_(Person.retired_at.is_not(None), Party.retired_at.is_not(None)),
}
_OWN_FIELDS = tuple(name for name in GrantLine.__dataclass_fields__ if name != "party")
_OWN_COLUMNS: tuple[Any, ...] = tuple(
    _COMPUTED[name] if name in _COMPUTED else getattr(AccessGrant, name) for name in _OWN_FIELDS
)
_PARTY_COLUMNS = (Party.id, Party.name, Party.kind)
