"""Enter by name what was missing in a list: a provider, somebody of the practice, an asset."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.models import AssetKind
from reversibility.evidence.discovering import ProposalLine
from reversibility.first_steps.published import HOST, find_published
from reversibility.first_steps.service import hold
from reversibility.first_steps.suggesting import (
    is_declared,
    suggested_attributes,
    suggested_name,
)
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import Locale
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet, list_assets, list_parties
from reversibility.register.service import (
    AssetDraft,
    PartyDraft,
    PersonDraft,
    add_party,
    add_person,
    declare_asset,
)


def add_provider(session: Session, actor: Actor, name: str, *, now: datetime) -> UUID:
    """Return the provider of that name, entered unless it is known: a form may be sent twice."""
    actor.require(Permission.REGISTER_WRITE)
    hold(session, actor, now=now)
    for party in list_parties(session, actor):
        if party.name.casefold() == name.casefold() and party.kind is not PartyKind.PRACTICE:
            return party.id
    # A name that a trace showed may be a domain: by it the same provider is known again.
    domains = [name.casefold()] if HOST.fullmatch(name) else []
    draft = PartyDraft(kind=PartyKind.PROVIDER, name=name, domains=domains)
    return add_party(session, actor, draft, now=now).id


def add_seen(session: Session, actor: Actor, name: str, *, now: datetime) -> UUID:
    """Return the party that a name which was seen stands for, entered where there is none."""
    actor.require(Permission.REGISTER_WRITE)
    known = find_published(name, list_parties(session, actor))
    return known.id if known else add_provider(session, actor, name, now=now)


def add_staff(session: Session, actor: Actor, name: str, *, now: datetime) -> None:
    """Enter somebody of the practice, unless they are known."""
    actor.require(Permission.REGISTER_WRITE)
    hold(session, actor, now=now)
    own = _own(list_parties(session, actor))
    if own and not any(person.name.casefold() == name.casefold() for person in own.people):
        add_person(session, actor, PersonDraft(party_id=own.id, name=name), now=now)


def add_by_name(
    session: Session, actor: Actor, kind: AssetKind, name: str, *, locale: Locale, now: datetime
) -> None:
    """Enter an asset by its name alone; raises AssetInvalidError where its kind needs more."""
    actor.require(Permission.REGISTER_WRITE)
    hold(session, actor, now=now)
    line = _line(kind, name)
    if any(is_declared(line, name, asset) for asset in list_assets(session, actor)):
        return
    draft = AssetDraft(
        kind=kind.id,
        name=suggested_name(kind, line, name, locale),
        importance=kind.importance,
        declared_on=now.date(),
        declared_by=actor.label,
        attributes=suggested_attributes(kind, line, name),
    )
    declare_asset(session, actor, draft, kind=kind, now=now)


def _own(parties: tuple[PartySheet, ...]) -> PartySheet | None:
    return next((party for party in parties if party.kind is PartyKind.PRACTICE), None)


def _line(kind: AssetKind, name: str) -> ProposalLine:
    """Return a typed name as if a trace had shown it."""
    return ProposalLine(
        number=0,
        kind=kind.id,
        provider="",
        identifier=name,
        is_practice=False,
        held_by="",
        traces=(),
        asks=(),
        entered_as=None,
    )
