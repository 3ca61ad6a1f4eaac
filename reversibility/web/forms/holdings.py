"""The form about all assets at once: in whose name, who runs them, who gets in, who pays."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, SelectChoice, SelectField
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from reversibility.catalogues.models import AssetKind
from reversibility.first_steps.holdings import NO, NOBODY, SEEN, UNKNOWN, YES, Ask, Holding
from reversibility.first_steps.naming import without_name
from reversibility.first_steps.published import find_published
from reversibility.first_steps.seeing import Seen
from reversibility.register.models import PartyKind
from reversibility.register.queries import AssetSheet, PartySheet
from reversibility.web.forms.holding_groups import Asked, Group, group_by_provider
from reversibility.web.forms.text import Line
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.words import words

_ALL = "all"
LABELS: Mapping[Ask, str] = {
    Ask.HOLDER: lazy_gettext("Au nom de qui est-ce\u00a0?"),
    Ask.PROVIDER: lazy_gettext("Quel prestataire s’en occupe\u00a0?"),
    Ask.INSIDE: lazy_gettext("Qui, au cabinet, peut y entrer et tout y changer\u00a0?"),
    Ask.OUTSIDE: lazy_gettext("Le prestataire peut-il y entrer et tout y changer\u00a0?"),
    Ask.PAYER: lazy_gettext("Qui paie\u00a0?"),
}


class HoldingsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Five questions for each asset, for what one provider runs, and for all; and what is missing.

    The nearest answer counts: that of the asset, else that of its provider's, else that for all.
    """

    groups: tuple[Group, ...] = ()
    without_name: tuple[PartySheet, ...] = ()

    new_provider = Line(
        lazy_gettext("Un prestataire manque dans les listes\u00a0: son nom"),
        limit=200,
        render_kw={"autocomplete": "off"},
    )
    new_person = Line(
        lazy_gettext("Quelqu’un du cabinet manque\u00a0: prénom et nom"),
        limit=200,
        render_kw={"autocomplete": "off"},
    )
    new_kind = SelectField(
        lazy_gettext("Un élément manque\u00a0: de quoi s’agit-il\u00a0?"),
        default="",
        validate_choice=False,
    )
    new_name = Line(
        lazy_gettext("Son nom, son adresse ou son numéro"),
        limit=200,
        render_kw={"autocomplete": "off"},
    )

    @classmethod
    def of(
        cls,
        asked: Sequence[Asked],
        parties: Sequence[PartySheet],
        kinds: Sequence[AssetKind],
        names: Sequence[str] = (),
    ) -> "HoldingsForm":
        """Make the form, filled with what was posted, else answered, else published.

        `names`: of whom a look named, to choose from though they are no party of the register yet.
        """
        choices = choices_of(
            parties, [each for each in names if find_published(each, parties) is None]
        )
        fields: dict[str, Any] = {}
        data: dict[str, object] = {}
        for one in asked:
            fields[f"version_{one.asset.id.hex}"] = IntegerField(widget=HiddenInput(), default=0)
            data[f"version_{one.asset.id.hex}"] = one.asset.version
            data |= {_name(ask, one.asset.id.hex): said for ask, said in one.answers.items()}
            if not one.answers[Ask.HOLDER]:
                data[_name(Ask.HOLDER, one.asset.id.hex)] = _proposed(one.seen, parties)
            for ask in Ask:
                fields[_name(ask, one.asset.id.hex)] = SelectField(
                    LABELS[ask],
                    description=_hint(ask, one.seen),
                    choices=choices[ask],
                    default="",
                )
        groups = group_by_provider(asked, parties)
        shared = [(ask, group.key) for group in groups for ask in group.asks]
        for ask, key in (*shared, *((ask, _ALL) for ask in Ask)):
            fields[_shared(ask, key)] = SelectField(LABELS[ask], choices=choices[ask], default="")
        unnamed = without_name(parties)
        fields |= {_called(party): _ask_name(party) for party in unnamed}
        fields |= {"groups": groups, "without_name": unnamed}
        made = type("HoldingsFormOfAssets", (cls,), fields)
        form: HoldingsForm = made(data=data)
        text = words().text
        form.new_kind.choices = [SelectChoice("", gettext("Choisissez"))]
        form.new_kind.choices += [SelectChoice(kind.id, text(kind.title)) for kind in kinds]
        return form

    def validate_new_kind(self, field: Field) -> None:
        """Ask for the kind of what has a name, and take none that is not in the list."""
        known = {choice.value for choice in field.choices}
        if field.data not in known or (self.new_name.data and not field.data):
            raise StopValidation(gettext("Choisissez de quoi il s’agit."))

    def validate_new_name(self, field: Field) -> None:
        """Ask for the name of what has a kind."""
        if self.new_kind.data and not field.data:
            raise StopValidation(gettext("Donnez un nom à cet élément."))

    def fields_of(self, asset_id: UUID) -> tuple[Field, ...]:
        """Return the five questions about an asset."""
        return tuple(self[_name(ask, asset_id.hex)] for ask in Ask)

    def version_of(self, asset_id: UUID) -> Field:
        """Return the version of an asset as whoever answers saw it."""
        return self[f"version_{asset_id.hex}"]

    def for_all(self) -> tuple[Field, ...]:
        """Return the five questions that stand for every asset without an answer."""
        return tuple(self[_shared(ask, _ALL)] for ask in Ask)

    def for_group(self, group: Group) -> tuple[Field, ...]:
        """Return the open questions that stand for what one provider runs."""
        return tuple(self[_shared(ask, group.key)] for ask in group.asks)

    def for_names(self) -> tuple[Field, ...]:
        """Return the questions for the names of providers that are known by a domain alone."""
        return tuple(self[_called(party)] for party in self.without_name)

    def names(self) -> dict[UUID, str]:
        """Return the names that were typed, by provider."""
        return {party.id: self[_called(party)].data or "" for party in self.without_name}

    def holdings(self, assets: Sequence[AssetSheet]) -> tuple[Holding, ...]:
        """Return what was answered, for each question by the nearest answer."""
        group_of = {one.asset.id: group for group in self.groups for one in group.members}
        made = []
        for asset in assets:
            said = {ask: self._nearest(ask, asset.id, group_of.get(asset.id)) for ask in Ask}
            answers = {ask: text for ask, text in said.items() if text}
            version = self.version_of(asset.id).data or 0
            made.append(Holding(asset_id=asset.id, version=version, answers=answers))
        return tuple(made)

    def rebase(self, assets: Sequence[AssetSheet]) -> None:
        """Let the answers be sent again, over what is declared now."""
        for asset in assets:
            field = self.version_of(asset.id)
            field.raw_data, field.data = None, asset.version

    def _nearest(self, ask: Ask, asset_id: UUID, group: Group | None) -> str:
        own, of_all = self[_name(ask, asset_id.hex)].data, self[_shared(ask, _ALL)].data
        of_group = self[_shared(ask, group.key)].data if group and ask in group.asks else ""
        return str(own or of_group or of_all or "")


def _name(ask: Ask, key: str) -> str:
    return f"{ask.value}_{key}"


def _called(party: PartySheet) -> str:
    return f"called_{party.id.hex}"


def _ask_name(party: PartySheet) -> Line:
    return Line(
        gettext("Comment s’appelle l’entreprise du domaine %(domain)s\u00a0?", domain=party.name),
        limit=200,
        render_kw={"autocomplete": "off"},
    )


def _shared(ask: Ask, key: str) -> str:
    return _name(ask, key) if key == _ALL else f"with_{key}_{ask.value}"


def _proposed(seen: Seen, parties: Sequence[PartySheet]) -> str:
    """Propose the published holder; it is declared only once the form is sent."""
    if not seen.published_holder:
        return ""
    party = find_published(seen.published_holder, parties)
    return str(party.id) if party else f"{SEEN}{seen.holder}"


def _hint(ask: Ask, seen: Seen) -> str:
    if ask is Ask.HOLDER and seen.published_holder:
        return gettext(
            "Publié au nom de %(name)s\u00a0: confirmez, ou changez.", name=seen.published_holder
        )
    if ask is Ask.PROVIDER and seen.provider:
        return gettext("Vu chez %(name)s.", name=seen.provider)
    return ""


def choices_of(
    parties: Sequence[PartySheet], names: Sequence[str] = ()
) -> dict[Ask, list[SelectChoice]]:
    """Return what can be answered to each question; `names` were seen, and are no party yet."""
    none = SelectChoice("", gettext("À répondre"))
    unknown = SelectChoice(UNKNOWN, gettext("Je ne sais pas"))
    seen = [
        SelectChoice(f"{SEEN}{name}", gettext("%(name)s (vu à l’étape 2)", name=name))
        for name in names
    ]
    everyone = [*(SelectChoice(str(each.id), _party(each)) for each in parties), *seen]
    outside = [
        SelectChoice(str(each.id), each.name)
        for each in parties
        if each.kind is not PartyKind.PRACTICE
    ]
    staff = [
        SelectChoice(str(person.id), person.name)
        for each in parties
        if each.kind is PartyKind.PRACTICE
        for person in each.people
    ]
    alone = SelectChoice(NOBODY, gettext("Aucun, le cabinet s’en occupe"))
    free = SelectChoice(NOBODY, gettext("Personne, c’est gratuit"))
    yes_no = [SelectChoice(YES, gettext("Oui")), SelectChoice(NO, gettext("Non"))]
    return {
        Ask.HOLDER: [none, *everyone, unknown],
        Ask.PROVIDER: [none, *outside, *seen, alone, unknown],
        Ask.INSIDE: [none, *staff, SelectChoice(NOBODY, gettext("Personne")), unknown],
        Ask.OUTSIDE: [none, *yes_no, unknown],
        Ask.PAYER: [none, *everyone, free, unknown],
    }


def _party(party: PartySheet) -> str:
    if party.kind is PartyKind.PRACTICE:
        return gettext("Le cabinet (%(name)s)", name=party.name)
    return party.name
