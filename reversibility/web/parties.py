"""The parties of the register: what each holds, pays, runs and gets into, and its people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, render_template, url_for

from reversibility.access.queries import list_grants
from reversibility.contracts.queries import ContractSheet, list_contracts
from reversibility.findings.queries import get_overview
from reversibility.http.seat import reading, services
from reversibility.kernel.actor import Permission
from reversibility.register.errors import PartyMissingError
from reversibility.register.models import PartyKind
from reversibility.register.queries import (
    PersonSheet,
    list_archived_people,
    list_assets,
    list_parties,
)
from reversibility.web.languages import lazy_gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Point, Term
from reversibility.web.sheets.parties import (
    KINDS,
    PartyAsset,
    PartyRow,
    PersonItem,
    identity_terms,
    party_assets,
    party_row,
    people_items,
)
from reversibility.web.sheets.points import points

pages = members_only(Blueprint("parties", __name__))

_SHOWN_POINTS = 5

_GROUPS: Mapping[PartyKind, str] = {
    PartyKind.PRACTICE: lazy_gettext("Votre cabinet"),
    PartyKind.PROVIDER: lazy_gettext("Prestataires"),
    PartyKind.OTHER: lazy_gettext("Autres intervenants"),
}


@dataclass(frozen=True, kw_only=True)
class PartyGroup:
    """The parties of one kind."""

    label: str
    rows: tuple[PartyRow, ...]


@dataclass(frozen=True, kw_only=True)
class PartiesPage:
    """Every party, the practice first; the archived ones apart."""

    groups: tuple[PartyGroup, ...]
    archived: tuple[PartyRow, ...]
    provider_count: int
    foremost: PartyRow | None
    """The provider that holds most."""


@dataclass(frozen=True, kw_only=True)
class ContractItem:
    """A contract with a party."""

    href: str
    title: str
    reference: str
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class PartyPage:
    """All that the register says of one party."""

    id: UUID
    name: str
    kind: str
    is_practice: bool
    retired_at: datetime | None
    row: PartyRow
    asset_count: int
    identity: tuple[Term, ...]
    assets: tuple[PartyAsset, ...]
    contracts: tuple[ContractItem, ...]
    people: tuple[PersonItem, ...]
    archived_people: tuple[PersonSheet, ...]
    points: tuple[Point, ...]
    """The worst points that it has to do with."""
    point_count: int
    questions: tuple[Point, ...]
    """What the register does not say and that it has to do with, the weightiest first."""
    question_count: int


@pages.get("/intervenants")
def show_all() -> str:
    """List the parties."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)  # outsiders have pages of their own
        parties = list_parties(desk.session, desk.actor, with_archived=True)
        assets = list_assets(desk.session, desk.actor)
        grants = list_grants(desk.session, desk.actor)
        contracts = list_contracts(desk.session, desk.actor, today=desk.now.date())
    rows = [(party.kind, party_row(party, assets, grants, contracts)) for party in parties]
    listed = [(kind, row) for kind, row in rows if row.retired_at is None]
    groups = [
        PartyGroup(label=str(label), rows=tuple(row for kind, row in listed if kind is each))
        for each, label in _GROUPS.items()
    ]
    providers = [row for kind, row in listed if kind is PartyKind.PROVIDER]
    page = PartiesPage(
        groups=tuple(group for group in groups if group.rows),
        archived=tuple(row for _, row in rows if row.retired_at is not None),
        provider_count=len(providers),
        foremost=max(providers, key=lambda row: row.holds, default=None),
    )
    return render_template("parties/list.html", page=page)


@pages.get("/intervenants/<uuid:party_id>")
def show(party_id: UUID) -> str:
    """Show one party."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        overview = get_overview(desk.session, desk.actor, services().policy, now=desk.now)
        archived_people = list_archived_people(desk.session, desk.actor, party_id)
        may_accept = desk.actor.may(Permission.FINDING_ACCEPT)
    gathered = overview.gathered
    party = next((each for each in gathered.parties if each.id == party_id), None)
    if party is None:
        raise PartyMissingError
    assets = [each.asset for each in gathered.standings]
    grants = {each.asset.id: each.grants for each in gathered.standings}
    contracts = gathered.contracts
    concerned = [each for each in overview.open if party_id in each.party_ids]
    known = [each for each in concerned if not each.is_unknown]
    asked = [each for each in concerned if each.is_unknown]
    today = desk.now.date()
    page = PartyPage(
        id=party.id,
        name=party.name,
        kind=str(KINDS[party.kind]),
        is_practice=party.kind is PartyKind.PRACTICE,
        retired_at=party.retired_at,
        row=party_row(party, assets, grants, contracts),
        asset_count=len(assets),
        identity=identity_terms(party),
        assets=party_assets(party_id, assets, grants),
        contracts=tuple(contract_item(each) for each in contracts if each.provider.id == party_id),
        people=people_items(party.people, assets, grants),
        archived_people=archived_people,
        points=points(known[:_SHOWN_POINTS], today=today, may_accept=may_accept),
        point_count=len(known),
        questions=points(asked[:_SHOWN_POINTS], today=today, may_accept=may_accept),
        question_count=len(asked),
    )
    return render_template("parties/show.html", page=page)


def contract_item(contract: ContractSheet) -> ContractItem:
    """Describe a contract beside its provider."""
    return ContractItem(
        href=url_for("contracts.show", contract_id=contract.id),
        title=contract.title,
        reference=contract.reference,
        ends_on=contract.ends_on,
    )
