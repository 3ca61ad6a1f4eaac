"""Read the register: frozen lines and sheets, this practice's only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Row,
    Select,
    and_,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session

from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import PieceKind
from reversibility.pieces.queries import not_secret
from reversibility.register.errors import (
    AssetMissingError,
    PartyMissingError,
    PersonMissingError,
)
from reversibility.register.models import (
    DECLARED_PARTIES,
    Asset,
    Dependency,
    Party,
    PartyKind,
    Person,
)
from reversibility.store.sight import seen_assets, seen_parties

_Assets = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class PartyRef:
    """A party as named beside something else."""

    id: UUID
    name: str
    kind: PartyKind


@dataclass(frozen=True, kw_only=True)
class PersonSheet:
    """Somebody of a party."""

    id: UUID
    slug: str
    name: str
    role: str
    email: str
    phone: str
    party: PartyRef
    version: int
    changed_by: str
    retired_at: datetime | None
    """Archived since."""


@dataclass(frozen=True, kw_only=True)
class PartySheet:
    """A party, whole, with its people."""

    id: UUID
    slug: str
    kind: PartyKind
    name: str
    legal_name: str
    siren: str
    trade: str
    street: str
    postcode: str
    city: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    domains: tuple[str, ...]
    brands: tuple[str, ...]
    people: tuple[PersonSheet, ...]
    version: int
    changed_by: str
    retired_at: datetime | None
    """Archived since."""

    @property
    def ref(self) -> PartyRef:
        """This party as named beside something else."""
        return PartyRef(id=self.id, name=self.name, kind=self.kind)


@dataclass(frozen=True, kw_only=True)
class AssetSheet:
    """An asset as declared."""

    id: UUID
    slug: str
    kind: str
    name: str
    importance: int
    declared_on: date
    declared_by: str
    provider: PartyRef | None
    holder: PartyRef | None
    account_holder: PartyRef | None
    payer: PartyRef | None
    administrative_contact: PartyRef | None
    technical_contact: PartyRef | None
    attributes: Mapping[str, Any]
    notes: str
    depends_on: tuple[UUID, ...]
    """Assets it needs."""
    dependents: tuple[UUID, ...]
    """Assets that fall with it."""
    version: int


@dataclass(frozen=True, kw_only=True)
class ArchivedLine:
    """An asset that was archived, and when."""

    id: UUID
    name: str
    kind: str
    at: datetime


def list_assets(
    session: Session, actor: Actor, *, parties: Collection[PartySheet] | None = None
) -> tuple[AssetSheet, ...]:
    """List the assets that are not archived, vital ones first.

    `parties`: every party, archived ones too, where the caller has read them already.
    """
    actor.require(Permission.REGISTER_READ)
    wanted = (
        visible_assets(actor)
        .where(Asset.retired_at.is_(None))
        .order_by(Asset.importance.desc(), Asset.created_at, Asset.id)
    )
    refs = None if parties is None else {party.id: party.ref for party in parties}
    return read_assets(session, actor, wanted, refs=refs)


def list_archived(session: Session, actor: Actor) -> tuple[ArchivedLine, ...]:
    """List the archived assets, the last one first."""
    actor.require(Permission.REGISTER_READ)
    rows = session.execute(
        select(Asset.id, Asset.name, Asset.kind, Asset.retired_at.label("at"))
        .where(Asset.retired_at.is_not(None), seen_assets(actor, Asset.id))
        .order_by(Asset.retired_at.desc(), Asset.id)
    ).mappings()
    return tuple(ArchivedLine(**row) for row in rows)


def count_assets(session: Session, actor: Actor) -> tuple[int, int]:
    """Return how many assets there are, and how many more are archived."""
    actor.require(Permission.REGISTER_READ)
    kept = func.count().filter(Asset.retired_at.is_(None))
    row = session.execute(
        select(kept, func.count()).select_from(Asset).where(seen_assets(actor, Asset.id))
    ).one()
    return row[0], row[1] - row[0]


def get_asset(session: Session, actor: Actor, asset_id: UUID) -> AssetSheet:
    """Return one asset; raises AssetMissingError, also for another practice's."""
    actor.require(Permission.REGISTER_READ)
    found = read_assets(
        session, actor, visible_assets(actor).where(Asset.id == asset_id), edges=_BOTH_WAYS
    )
    if not found:
        raise AssetMissingError
    return found[0]


def get_assets(
    session: Session, actor: Actor, asset_ids: Collection[UUID]
) -> tuple[AssetSheet, ...]:
    """Return some assets, vital ones first; archived and unknown ones are left out."""
    actor.require(Permission.REGISTER_READ)
    wanted = (
        visible_assets(actor)
        .where(Asset.id.in_(asset_ids), Asset.retired_at.is_(None))
        .order_by(Asset.importance.desc(), Asset.created_at, Asset.id)
    )
    return read_assets(session, actor, wanted)


def list_parties(
    session: Session, actor: Actor, *, with_archived: bool = False
) -> tuple[PartySheet, ...]:
    """List the parties that are not archived, the practice first.

    `with_archived`: all that were ever entered, for what still names them.
    """
    actor.require(Permission.REGISTER_READ)
    kept = true() if with_archived else Party.retired_at.is_(None)
    rows = session.execute(
        select(Party, Person)
        .outerjoin(Person, and_(Person.party_id == Party.id, Person.retired_at.is_(None)))
        .where(kept, seen_parties(actor, Party.id))
        .order_by(Party.created_at, Party.id, Person.created_at, Person.id)
    )
    people: dict[Party, list[Person]] = {}
    for party, person in rows:
        # A party without people comes once, with none.
        people.setdefault(party, []).extend(filter(None, [person]))
    sheets = [_party(party, found) for party, found in people.items()]
    return tuple(sorted(sheets, key=lambda sheet: sheet.kind is not PartyKind.PRACTICE))


def list_party_refs(session: Session, actor: Actor) -> tuple[PartyRef, ...]:
    """List the parties to choose from by name: the practice first, archived ones left out."""
    actor.require(Permission.REGISTER_READ)
    rows = session.execute(
        select(Party.id, Party.name, Party.kind)
        .where(Party.retired_at.is_(None), seen_parties(actor, Party.id))
        .order_by(Party.kind != PartyKind.PRACTICE, Party.name, Party.id)
    )
    return tuple(PartyRef(id=row.id, name=row.name, kind=row.kind) for row in rows)


def get_party(session: Session, actor: Actor, party_id: UUID) -> PartySheet:
    """Return one party with its people, archived or not; archived people are left out."""
    actor.require(Permission.REGISTER_READ)
    row = session.scalar(select(Party).where(Party.id == party_id, seen_parties(actor, Party.id)))
    if row is None:
        raise PartyMissingError
    people = session.scalars(
        select(Person)
        .where(Person.party_id == party_id, Person.retired_at.is_(None))
        .order_by(Person.created_at, Person.id)
    ).all()
    return _party(row, people)


def get_person(session: Session, actor: Actor, person_id: UUID) -> PersonSheet:
    """Return one person, archived or not; raises PersonMissingError, also for a neighbour's."""
    actor.require(Permission.REGISTER_READ)
    found = session.execute(
        select(Person, Party)
        .join(Party, Party.id == Person.party_id)
        .where(Person.id == person_id, seen_parties(actor, Person.party_id))
    ).one_or_none()
    if found is None:
        raise PersonMissingError
    person, party = found
    return _person(person, PartyRef(id=party.id, name=party.name, kind=party.kind))


def list_archived_people(session: Session, actor: Actor, party_id: UUID) -> tuple[PersonSheet, ...]:
    """List the archived people of a party, the last one first."""
    actor.require(Permission.REGISTER_READ)
    rows = session.execute(
        select(Person, Party)
        .join(Party, Party.id == Person.party_id)
        .where(
            Person.party_id == party_id,
            Person.retired_at.is_not(None),
            seen_parties(actor, Person.party_id),
        )
        .order_by(Person.retired_at.desc(), Person.id)
    )
    return tuple(
        _person(person, PartyRef(id=party.id, name=party.name, kind=party.kind))
        for person, party in rows
    )


def visible_assets(actor: Actor) -> _Assets:
    """Ask for the assets that the actor may see, and whether their notes are theirs to read."""
    actor.require(Permission.REGISTER_READ)
    # Columns, not rows: long lists spend more on keeping track of rows than on reading them.
    notes_are_shown = type_coerce(not_secret(actor, PieceKind.NOTES, Asset.id), Boolean)
    columns = (*_OWN_COLUMNS, *_PARTY_COLUMNS, notes_are_shown.label("notes_are_shown"))
    return select(*columns).where(seen_assets(actor, Asset.id))


_OWN_FIELDS = tuple(
    name
    for name in AssetSheet.__dataclass_fields__
    if name not in {*DECLARED_PARTIES, "depends_on", "dependents"}
)
_OWN_COLUMNS = tuple(getattr(Asset, name) for name in _OWN_FIELDS)
_PARTY_COLUMNS = tuple(getattr(Asset, f"{name}_id") for name in DECLARED_PARTIES)
_ONE_WAY = Dependency.asset_id == Asset.id
_BOTH_WAYS = or_(_ONE_WAY, Dependency.depends_on_id == Asset.id)


def read_assets(
    session: Session,
    actor: Actor,
    wanted: _Assets,
    *,
    refs: Mapping[UUID, PartyRef] | None = None,
    edges: ColumnElement[bool] = _ONE_WAY,
) -> tuple[AssetSheet, ...]:
    """Read the assets asked for (`visible_assets`), with what they name and need.

    The edges come with the assets: one question less for every page. Where all are listed those
    that start from each are all there are; an asset alone is asked for both ways.
    """
    actor.require(Permission.REGISTER_READ)
    rows: dict[UUID, Row[*tuple[Any, ...]]] = {}
    found: list[tuple[UUID, UUID]] = []
    joined = (
        wanted.add_columns(Dependency.asset_id, Dependency.depends_on_id)
        .outerjoin(Dependency, edges)
        .order_by(Dependency.depends_on_id, Dependency.asset_id)
    )
    for row in session.execute(joined):
        rows[row.id] = row
        falls, needed = row[-2:]
        if needed is not None:
            found.append((falls, needed))
    return tuple(_sheets(session, actor, list(rows.values()), found, refs=refs))


def read_page(session: Session, actor: Actor, wanted: _Assets) -> tuple[AssetSheet, ...]:
    """Read a page of the assets asked for, which has a limit; what each needs is asked apart."""
    actor.require(Permission.REGISTER_READ)
    rows = session.execute(wanted).all()
    listed = [row.id for row in rows]
    edges = session.execute(
        select(Dependency.asset_id, Dependency.depends_on_id)
        .where(Dependency.asset_id.in_(listed))
        .order_by(Dependency.depends_on_id)
    )
    return tuple(_sheets(session, actor, rows, [(falls, needed) for falls, needed in edges]))


def _sheets(
    session: Session,
    actor: Actor,
    rows: Collection[Row[*tuple[Any, ...]]],
    edges: Collection[tuple[UUID, UUID]],
    *,
    refs: Mapping[UUID, PartyRef] | None = None,
) -> list[AssetSheet]:
    """Write assets out; `edges` are (what falls, what it needs)."""
    if not rows:
        return []
    if refs is None:
        named = session.execute(select(Party.id, Party.name, Party.kind))
        refs = {row.id: PartyRef(id=row.id, name=row.name, kind=row.kind) for row in named}
    needs: dict[UUID, list[UUID]] = {}
    falls: dict[UUID, list[UUID]] = {}
    for asset_id, depends_on_id in edges:
        if actor.sees(asset_id) and actor.sees(depends_on_id):
            needs.setdefault(asset_id, []).append(depends_on_id)
            falls.setdefault(depends_on_id, []).append(asset_id)
    return [
        _sheet(row, refs, tuple(needs.get(row.id, ())), tuple(falls.get(row.id, ())))
        for row in rows
    ]


def _sheet(
    row: Row[*tuple[Any, ...]],
    refs: Mapping[UUID, PartyRef],
    depends_on: tuple[UUID, ...],
    dependents: tuple[UUID, ...],
) -> AssetSheet:
    own: dict[str, Any] = dict(zip(_OWN_FIELDS, row, strict=False))
    named = zip(DECLARED_PARTIES, row[len(_OWN_FIELDS) :], strict=False)
    parties: dict[str, Any] = {name: refs.get(party_id) for name, party_id in named}
    if not row.notes_are_shown:
        own["notes"] = ""
    return AssetSheet(**own, **parties, depends_on=depends_on, dependents=dependents)


def _party(row: Party, people: Iterable[Person]) -> PartySheet:
    ref = PartyRef(id=row.id, name=row.name, kind=row.kind)
    return PartySheet(
        id=row.id,
        slug=row.slug,
        kind=row.kind,
        name=row.name,
        legal_name=row.legal_name,
        siren=row.siren,
        trade=row.trade,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        phones=tuple(row.phones),
        emails=tuple(row.emails),
        domains=tuple(row.domains),
        brands=tuple(row.brands),
        people=tuple(_person(person, ref) for person in people),
        version=row.version,
        changed_by=row.changed_by,
        retired_at=row.retired_at,
    )


def _person(row: Person, party: PartyRef) -> PersonSheet:
    return PersonSheet(
        id=row.id,
        slug=row.slug,
        name=row.name,
        role=row.role,
        email=row.email,
        phone=row.phone,
        party=party,
        version=row.version,
        changed_by=row.changed_by,
        retired_at=row.retired_at,
    )
