"""What an annex leaves blank, each with where it is filled in; every way leads back to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from reversibility.catalogues.clauses import ESSENTIAL
from reversibility.catalogues.clauses import clauses as catalogue
from reversibility.evidence.standing import Standing
from reversibility.exits.annex.gathering import AnnexMaterial
from reversibility.first_steps.holdings import NOBODY, UNKNOWN, Ask
from reversibility.register.models import PartyKind
from reversibility.web.first_steps.frame import ANNEX
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.parts import Link
from reversibility.web.words import words

_NAMES: Mapping[Ask, str] = {
    Ask.HOLDER: lazy_gettext("au nom de qui"),
    Ask.PROVIDER: lazy_gettext("qui s’en occupe"),
    Ask.INSIDE: lazy_gettext("qui entre, au cabinet"),
    Ask.OUTSIDE: lazy_gettext("qui d’autre entre"),
    Ask.PAYER: lazy_gettext("qui paie"),
}


@dataclass(frozen=True, kw_only=True)
class BlankGroup:
    """Blanks of one part of the annex."""

    title: str
    links: tuple[Link, ...]


def blanks(material: AnnexMaterial) -> tuple[BlankGroup, ...]:
    """List what would be printed as not given; nothing of what was answered with "unknown"."""
    groups = (
        BlankGroup(title=gettext("Le cabinet"), links=tuple(_of_practice(material))),
        BlankGroup(title=gettext("Les éléments"), links=tuple(_of_assets(material))),
        BlankGroup(title=gettext("Le contrat"), links=tuple(_of_contract(material))),
        BlankGroup(title=gettext("Les points du contrat"), links=tuple(_of_clauses(material))),
    )
    return tuple(group for group in groups if group.links)


def _of_practice(material: AnnexMaterial) -> Iterator[Link]:
    practice = material.practice
    if not practice.siren:
        yield _link(gettext("Le SIREN du cabinet"), "practice", "siren")
    if not (practice.street and practice.city):
        anchor = "city" if practice.street else "street"
        yield _link(gettext("L’adresse du cabinet"), "practice", anchor)


def _of_assets(material: AnnexMaterial) -> Iterator[Link]:
    if not material.standings:
        yield _link(gettext("Aucun élément n’est au registre"), "holdings", "new_kind")
    for standing in material.standings:
        missing = ", ".join(str(_NAMES[ask]) for ask in _unanswered(standing, material))
        if missing:
            name = standing.asset.name
            text = gettext("%(name)s\u00a0: %(missing)s", name=name, missing=missing)
            asset_id = str(standing.asset.id)
            yield _link(text, "holdings", f"element-{asset_id}", element=asset_id)


def _unanswered(standing: Standing, material: AnnexMaterial) -> Iterable[Ask]:
    asset, noted = standing.asset, material.noted.get(standing.asset.id, {})
    kinds = {grant.party.kind is PartyKind.PRACTICE for grant in standing.grants}
    told = {
        Ask.HOLDER: asset.holder is not None,
        Ask.PROVIDER: asset.provider is not None,
        Ask.INSIDE: True in kinds,
        Ask.OUTSIDE: False in kinds,
        Ask.PAYER: asset.payer is not None,
    }
    words_of = {ask: noted.get(ask, "") for ask in Ask}
    parties = {Ask.HOLDER: {UNKNOWN}, Ask.PROVIDER: {UNKNOWN, NOBODY}, Ask.PAYER: {UNKNOWN, NOBODY}}
    for ask, is_told in told.items():
        said = words_of[ask] in parties[ask] if ask in parties else bool(words_of[ask])
        if not (is_told or said):
            yield ask


def _of_contract(material: AnnexMaterial) -> Iterator[Link]:
    contract, provider = material.contract, material.provider
    wanted = (
        (not provider.siren, gettext("Le SIREN de %(name)s", name=provider.name), "new_siren"),
        (
            not provider.people,
            gettext("Votre interlocuteur chez %(name)s", name=provider.name),
            "contact",
        ),
        (contract.starts_on is None, gettext("Le premier jour du contrat"), "starts_on"),
        (contract.notice is None, gettext("Le préavis"), "notice"),
    )
    for is_missing, text, anchor in wanted:
        if is_missing:
            yield _link(text, "contract", anchor, contrat=str(contract.id))


def _of_clauses(material: AnnexMaterial) -> Iterator[Link]:
    for clause in catalogue().preset(ESSENTIAL):
        if clause.id not in material.answers:
            yield _link(words().text(clause.title), "clauses", f"reply_{clause.id}")


def _link(text: str, step: str, anchor: str, **values: str) -> Link:
    href = url_for(f"first_steps.{step}", retour=ANNEX, _anchor=anchor, **values)  # type: ignore[arg-type]  # Flask's own names share the signature
    return Link(text=text, href=href)
