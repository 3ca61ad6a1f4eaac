"""What each party holds, pays, runs and gets into, as its page and the list of all show it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from reversibility.access.queries import GrantLine
from reversibility.contracts.queries import ContractSheet
from reversibility.http.seat import services
from reversibility.register.models import PartyKind
from reversibility.register.queries import AssetSheet, PartySheet, PersonSheet
from reversibility.web.icons import family_icon
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.parts import Term
from reversibility.web.sheets.accesses import second_factor
from reversibility.web.words import words

Grants = Mapping[UUID, tuple[GrantLine, ...]]
"""The accesses in force, by element."""

_DECLARED: Mapping[str, str] = {
    "holder": lazy_gettext("titulaire"),
    "account_holder": lazy_gettext("titulaire du compte"),
    "payer": lazy_gettext("paie le renouvellement"),
    "provider": lazy_gettext("s’en occupe"),
    "administrative_contact": lazy_gettext("contact administratif"),
    "technical_contact": lazy_gettext("contact technique"),
}
"""What an element can say of a party."""
KINDS: Mapping[PartyKind, str] = {
    PartyKind.PRACTICE: lazy_gettext("Votre cabinet"),
    PartyKind.PROVIDER: lazy_gettext("Prestataire"),
    PartyKind.OTHER: lazy_gettext("Autre intervenant"),
}


@dataclass(frozen=True, kw_only=True)
class PartyRow:
    """A party at a glance: in how many elements it is what."""

    id: UUID
    name: str
    trade: str
    holds: int
    pays: int
    runs: int
    enters: int
    contracts: int
    retired_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """Somebody of a party who gets into an element."""

    person: str
    role: str
    second_factor: str


@dataclass(frozen=True, kw_only=True)
class PartyAsset:
    """An element that names a party, or into which its people get."""

    href: str
    icon: str
    name: str
    kind: str
    declared: str
    """What it is there, in words: "titulaire, paie le renouvellement"."""
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True, kw_only=True)
class PersonItem:
    """Somebody of a party, and what they get into."""

    id: UUID
    name: str
    role: str
    email: str
    phone: str
    accesses: tuple[str, ...]


def party_row(
    party: PartySheet,
    assets: Collection[AssetSheet],
    grants: Grants,
    contracts: Collection[ContractSheet],
) -> PartyRow:
    """Count what a party is in each element."""
    return PartyRow(
        id=party.id,
        name=party.name,
        trade=party.trade,
        holds=_count(assets, "holder", party.id),
        pays=_count(assets, "payer", party.id),
        runs=_count(assets, "provider", party.id),
        enters=sum(bool(_of_party(grants, asset.id, party.id)) for asset in assets),
        contracts=sum(contract.provider.id == party.id for contract in contracts),
        retired_at=party.retired_at,
    )


def party_assets(
    party_id: UUID, assets: Collection[AssetSheet], grants: Grants
) -> tuple[PartyAsset, ...]:
    """Describe each element in which a party is something."""
    return tuple(_assets(party_id, assets, grants))


def identity_terms(party: PartySheet) -> tuple[Term, ...]:
    """Write what is known of a party; what is not known is left out."""
    town = " ".join(filter(None, (party.postcode, party.city)))
    found = (
        (gettext("Raison sociale"), party.legal_name),
        (gettext("SIREN"), _grouped(party.siren)),
        (gettext("Ce qu’il fait pour vous"), party.trade),
        (gettext("Adresse"), ", ".join(filter(None, (party.street, town)))),
        (gettext("Téléphones"), ", ".join(party.phones)),
        (gettext("Adresses de courriel"), ", ".join(party.emails)),
        (gettext("Noms de domaine"), ", ".join(party.domains)),
        (gettext("Marques"), ", ".join(party.brands)),
    )
    return tuple(Term(label=label, text=text) for label, text in found if text)


def people_items(
    people: Collection[PersonSheet], assets: Collection[AssetSheet], grants: Grants
) -> tuple[PersonItem, ...]:
    """Describe each person, with the elements they get into."""
    return tuple(
        PersonItem(
            id=person.id,
            name=person.name,
            role=person.role,
            email=person.email,
            phone=person.phone,
            accesses=tuple(
                f"{asset.name} ({_role(asset, grant)})"
                for asset in assets
                for grant in grants.get(asset.id, ())
                if grant.person_id == person.id
            ),
        )
        for person in people
    )


def _assets(party_id: UUID, assets: Collection[AssetSheet], grants: Grants) -> Iterator[PartyAsset]:
    for asset in assets:
        declared = [str(_DECLARED[name]) for name in _DECLARED if _is(asset, name, party_id)]
        entries = tuple(
            EntryLine(
                person=grant.person, role=_role(asset, grant), second_factor=second_factor(grant)
            )
            for grant in _of_party(grants, asset.id, party_id)
        )
        if declared or entries:
            kind = services().catalogue.kind(asset.kind)
            yield PartyAsset(
                href=url_for("assets.show", asset_id=asset.id),
                icon=family_icon(kind.family),
                name=asset.name,
                kind=words().text(kind.short),
                declared=", ".join(declared),
                entries=entries,
            )


def _role(asset: AssetSheet, grant: GrantLine) -> str:
    role = services().catalogue.kind(asset.kind).role(grant.role)
    return words().text(role.name) if role else grant.role


def _of_party(grants: Grants, asset_id: UUID, party_id: UUID) -> tuple[GrantLine, ...]:
    return tuple(grant for grant in grants.get(asset_id, ()) if grant.party.id == party_id)


def _count(assets: Collection[AssetSheet], name: str, party_id: UUID) -> int:
    return sum(_is(asset, name, party_id) for asset in assets)


def _is(asset: AssetSheet, name: str, party_id: UUID) -> bool:
    party = getattr(asset, name)
    return party is not None and party.id == party_id


def _grouped(siren: str) -> str:
    return "\u00a0".join(siren[start : start + 3] for start in range(0, len(siren), 3))
