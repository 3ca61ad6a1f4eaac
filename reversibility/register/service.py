"""Write the register: parties, persons, assets and what depends on what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.models import AssetKind
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.kernel.text import slug
from reversibility.register.attributes import attribute_faults
from reversibility.register.errors import AssetInvalidError, DependencyCycleError
from reversibility.register.models import Asset, Dependency, Party, PartyKind, Person
from reversibility.register.rules import find_cycle
from reversibility.register.slugs import free, free_slug


@dataclass(frozen=True, kw_only=True)
class PartyDraft:
    """A party as declared."""

    kind: PartyKind
    name: str
    slug: str = ""
    """Its name in practice files; made from `name` when empty."""
    legal_name: str = ""
    siren: str = ""
    trade: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    brands: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """Somebody of a party, as declared."""

    party_id: UUID
    name: str
    slug: str = ""
    """Its name in practice files; made from `name` when empty."""
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class AssetDraft:
    """An asset as declared, its five parties kept apart."""

    kind: str
    name: str
    importance: int
    slug: str = ""
    """Its name in practice files; made from `name` when empty."""
    declared_on: date
    declared_by: str
    provider_id: UUID | None = None
    holder_id: UUID | None = None
    account_holder_id: UUID | None = None
    payer_id: UUID | None = None
    administrative_contact_id: UUID | None = None
    technical_contact_id: UUID | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    notes: str = ""


def add_party(session: Session, actor: Actor, draft: PartyDraft, *, now: datetime) -> Party:
    """Add a party to the register."""
    actor.require(Permission.REGISTER_WRITE)
    if not draft.slug:
        draft = replace(draft, slug=free_slug(session, Party.slug, draft.name))
    party = Party(id=new_id(now), practice_id=actor.practice_id, created_at=now, **asdict(draft))
    session.add(party)
    _record(session, actor, "party.added", party.id, now=now, after=asdict(draft))
    return party


def add_person(session: Session, actor: Actor, draft: PersonDraft, *, now: datetime) -> Person:
    """Add a person to a party."""
    actor.require(Permission.REGISTER_WRITE)
    if not draft.slug:
        draft = replace(draft, slug=free_slug(session, Person.slug, draft.name))
    person = Person(id=new_id(now), practice_id=actor.practice_id, created_at=now, **asdict(draft))
    session.add(person)
    _record(session, actor, "person.added", person.id, now=now, after=asdict(draft))
    return person


def declare_asset(
    session: Session, actor: Actor, draft: AssetDraft, *, kind: AssetKind, now: datetime
) -> Asset:
    """Declare an asset; refused when its attributes do not fit its kind."""
    actor.require(Permission.REGISTER_WRITE)
    faults = attribute_faults(kind, draft.attributes)
    if faults:
        raise AssetInvalidError(faults, asset=draft.name)
    if not draft.slug:
        draft = replace(draft, slug=free_slug(session, Asset.slug, draft.name))
    asset = Asset(id=new_id(now), practice_id=actor.practice_id, created_at=now, **asdict(draft))
    session.add(asset)
    _record(session, actor, "asset.declared", asset.id, now=now, after=asdict(draft))
    return asset


def declare_assets(
    session: Session,
    actor: Actor,
    drafts: Iterable[AssetDraft],
    *,
    kinds: Mapping[str, AssetKind],
    now: datetime,
) -> None:
    """Declare many assets at once; refused whole when one does not fit its kind."""
    actor.require(Permission.REGISTER_WRITE)
    taken, events = set(session.scalars(select(Asset.slug))), []
    for draft in drafts:
        faults = attribute_faults(kinds[draft.kind], draft.attributes)
        if faults:
            raise AssetInvalidError(faults, asset=draft.name)
        named = replace(draft, slug=free(draft.slug or slug(draft.name), taken))
        taken.add(named.slug)
        asset = Asset(
            id=new_id(now), practice_id=actor.practice_id, created_at=now, **asdict(named)
        )
        session.add(asset)
        subject = journal.Subject(type="asset", id=asset.id)
        after = {key: _plain(value) for key, value in asdict(named).items()}
        events.append(
            journal.Happened(action="asset.declared", subject=subject, content={"after": after})
        )
    journal.bulk_record(session, actor, events, now=now)


def add_dependencies(
    session: Session, actor: Actor, edges: Collection[tuple[UUID, UUID]], *, now: datetime
) -> None:
    """Say of each (asset, what it needs) that one falls when the other does.

    A circle is refused and named. The whole register is read once for all of them.
    """
    actor.require(Permission.REGISTER_WRITE)
    known = [(row.asset_id, row.depends_on_id) for row in session.scalars(select(Dependency))]
    cycle = find_cycle([*known, *edges])
    if cycle:
        names = {row.id: row.name for row in session.scalars(select(Asset))}
        raise DependencyCycleError(cycle=" > ".join(names.get(each, "?") for each in cycle))
    for asset_id, needed_id in edges:
        session.add(
            Dependency(practice_id=actor.practice_id, asset_id=asset_id, depends_on_id=needed_id)
        )
        content = {"depends_on": str(needed_id)}
        _record(session, actor, "asset.dependency_added", asset_id, now=now, after=content)


def note_export(
    session: Session, actor: Actor, what: Mapping[str, object], *, now: datetime
) -> None:
    """Keep who took the register away: in which format, how many assets."""
    actor.require(Permission.REGISTER_EXPORT)
    subject = journal.Subject(type="practice", id=actor.practice_id)
    journal.record(session, actor, "register.exported", subject, now=now, content=what)


def note_import(
    session: Session, actor: Actor, what: Mapping[str, object], *, now: datetime
) -> None:
    """Keep which table came in, and how much it brought; its rows have entries of their own."""
    actor.require(Permission.REGISTER_WRITE)
    subject = journal.Subject(type="practice", id=actor.practice_id)
    journal.record(session, actor, "register.imported", subject, now=now, content=what)


def _record(
    session: Session,
    actor: Actor,
    action: str,
    subject_id: UUID,
    *,
    now: datetime,
    after: Mapping[str, object],
) -> None:
    content = {key: _plain(value) for key, value in after.items()}
    subject = journal.Subject(type=action.split(".", maxsplit=1)[0], id=subject_id)
    journal.record(session, actor, action, subject, now=now, content={"after": content})


def _plain(value: object) -> object:
    return str(value) if isinstance(value, UUID | date) else value
