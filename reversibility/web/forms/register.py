"""The filters of the register's list, the name of a saved view, and what changes for several."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Form, SelectChoice, SelectField, StringField

from probes.interface import VerdictState
from reversibility.recovery.models import AssetState
from reversibility.register.models import DECLARED_PARTIES
from reversibility.register.queries import PartyRef
from reversibility.register.searching import Wanted
from reversibility.register.together import BulkChange
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import gettext, lazy_gettext

UNVERIFIED = "none"
"""The result of an element that nothing was verified of."""
_SAME = "same"
_NOBODY = "nobody"
_STATES: Mapping[AssetState, str] = {
    AssetState.OUT_OF_REACH: lazy_gettext("Hors de portée"),
    AssetState.TO_CONFIRM: lazy_gettext("À confirmer"),
    AssetState.IN_HAND: lazy_gettext("En main"),
}
_RESULTS: Mapping[VerdictState, str] = {
    VerdictState.CONFIRMED: lazy_gettext("Confirmé"),
    VerdictState.CONTRADICTED: lazy_gettext("Non concordant"),
    VerdictState.NOT_PUBLISHED: lazy_gettext("Non publié"),
    VerdictState.INCONCLUSIVE: lazy_gettext("Indéterminé"),
    VerdictState.UNREACHABLE: lazy_gettext("Source injoignable"),
    VerdictState.PROVED_BY_DOCUMENT: lazy_gettext("Justifié par un document"),
}
LEVELS: Mapping[int, str] = {
    4: lazy_gettext("vital"),
    3: lazy_gettext("important"),
    2: lazy_gettext("utile"),
    1: lazy_gettext("accessoire"),
}
PARTY_LABELS: Mapping[str, str] = {
    "holder": lazy_gettext("Titulaire"),
    "provider": lazy_gettext("Prestataire qui s’en occupe"),
    "account_holder": lazy_gettext("Titulaire du compte"),
    "payer": lazy_gettext("Payé par"),
    "administrative_contact": lazy_gettext("Contact administratif"),
    "technical_contact": lazy_gettext("Contact technique"),
}


class ListForm(Form):  # type: ignore[misc]  # WTForms is untyped
    """What narrows the list; a value that is not offered excludes nothing."""

    q = StringField(
        lazy_gettext("Chercher un élément, un intervenant"),
        validators=[AtMost(100)],
        filters=[tidy],
        default="",
    )
    intervenant = SelectField(lazy_gettext("Intervenant"), default="", validate_choice=False)
    nature = SelectField(lazy_gettext("Nature"), default="", validate_choice=False)
    etat = SelectField(lazy_gettext("État"), default="", validate_choice=False)
    resultat = SelectField(lazy_gettext("Résultat"), default="", validate_choice=False)

    @classmethod
    def of(
        cls,
        asked: Any,  # noqa: ANN401 - werkzeug's MultiDict
        parties: Collection[PartyRef],
        kinds: Mapping[str, str],
    ) -> "ListForm":
        """Read the filters of an address; offer these parties and kinds."""
        form = cls(asked)
        results = [(state.value, str(label)) for state, label in _RESULTS.items()]
        _offer(form.intervenant, [(str(party.id), party.name) for party in parties])
        _offer(form.nature, sorted(kinds.items(), key=lambda item: item[1].casefold()))
        _offer(form.etat, [(state.value, str(label)) for state, label in _STATES.items()])
        _offer(form.resultat, [*results, (UNVERIFIED, gettext("Pas encore vérifié"))])
        form.q.data = form.q.data[:100]
        return form

    @property
    def filters(self) -> dict[str, str]:
        """Return what is set, as an address and a saved view hold it."""
        return {field.name: field.data for field in self if field.data}

    @property
    def party(self) -> UUID | None:
        """Return the party that was asked for."""
        return UUID(self.intervenant.data) if self.intervenant.data else None

    @property
    def needs_standing(self) -> bool:
        """Say whether where each element stands decides, which the database cannot tell."""
        return bool(self.etat.data or self.resultat.data)

    def wanted(self, entered: Collection[UUID]) -> Wanted:
        """Return what the register itself can find."""
        return Wanted(
            text=self.q.data,
            party=self.party,
            entered=entered,
            kind=self.nature.data,
        )

    def told(self) -> list[tuple[str, str, str]]:
        """Return each filter that is set: its name, its label, and its value in words."""
        return [(field.name, _label(field), _said(field)) for field in self if field.data]


class ViewForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A name for the filters that are set."""

    name = Line(
        lazy_gettext("Nom de cette vue"),
        limit=60,
        required=lazy_gettext("Donnez un nom à cette vue."),
    )


class BulkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What becomes the same for every element that was chosen."""

    holder = SelectField(PARTY_LABELS["holder"], default=_SAME)
    provider = SelectField(PARTY_LABELS["provider"], default=_SAME)
    account_holder = SelectField(PARTY_LABELS["account_holder"], default=_SAME)
    payer = SelectField(PARTY_LABELS["payer"], default=_SAME)
    administrative_contact = SelectField(PARTY_LABELS["administrative_contact"], default=_SAME)
    technical_contact = SelectField(PARTY_LABELS["technical_contact"], default=_SAME)
    importance = SelectField(lazy_gettext("Importance"), default=_SAME)

    @classmethod
    def of(cls, parties: Collection[PartyRef]) -> "BulkForm":
        """Offer these parties; what is not chosen stays as it is."""
        form = cls()
        same = SelectChoice(_SAME, gettext("Ne pas changer"))
        named = [SelectChoice(str(party.id), party.name) for party in parties]
        for name in DECLARED_PARTIES:
            form[name].choices = [same, *named, SelectChoice(_NOBODY, gettext("Non déclaré"))]
        form.importance.choices = [
            same,
            *(SelectChoice(str(level), str(label)) for level, label in LEVELS.items()),
        ]
        return form

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Ask for at least one thing that changes."""
        fits = bool(super().validate(extra_validators=extra_validators))
        if fits and not self.change().values:
            self.holder.errors = [gettext("Choisissez au moins une chose à changer.")]
            return False
        return fits

    def change(self) -> BulkChange:
        """Return what was chosen."""
        chosen = {name: self[name].data for name in DECLARED_PARTIES}
        level = self.importance.data
        return BulkChange(
            parties={
                name: None if value == _NOBODY else UUID(value)
                for name, value in chosen.items()
                if value != _SAME
            },
            importance=None if level == _SAME else int(level),
        )


def _offer(field: SelectField, choices: Collection[tuple[str, str]]) -> None:
    field.choices = [("", gettext("Tous")), *choices]
    if field.data not in {value for value, _ in choices}:
        field.data = ""


def _label(field: StringField | SelectField) -> str:
    return str(field.label.text) if isinstance(field, SelectField) else gettext("Mots cherchés")


def _said(field: StringField | SelectField) -> str:
    if isinstance(field, SelectField):
        return str(dict(field.choices)[field.data])
    return str(field.data)
