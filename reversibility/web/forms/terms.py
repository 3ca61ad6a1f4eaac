"""The form of what a contract says: its term, its notice, its price."""

from enum import StrEnum
from typing import Self

from wtforms import BooleanField, Field, SelectChoice, SelectField
from wtforms.validators import StopValidation

from reversibility.contracts.agreed import (
    AGREED,
    MayEnd,
    NoticeForm,
    Obligation,
    PriceEvery,
)
from reversibility.contracts.queries import ContractSheet
from reversibility.contracts.service import ContractDraft
from reversibility.contracts.terms import Counting, Renewal
from reversibility.contracts.texts import label
from reversibility.web.forms.changing import ChangingForm
from reversibility.web.forms.days import DayField
from reversibility.web.forms.money import MoneyField
from reversibility.web.forms.periods import PeriodField
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, gettext, lazy_gettext

CHOICES: dict[str, type[StrEnum]] = {
    "renewal": Renewal,
    "counting": Counting,
    "may_end": MayEnd,
    "notice_form": NoticeForm,
    "obligation": Obligation,
    "price_every": PriceEvery,
}


class TermsForm(ChangingForm):
    """What a contract says of its dates, its notice and its price."""

    title = Line(
        lazy_gettext("Objet du contrat"),
        limit=200,
        required=lazy_gettext("Dites en quelques mots ce que couvre ce contrat."),
    )
    reference = Line(lazy_gettext("Référence du devis ou du contrat"), limit=120)
    starts_on = DayField(lazy_gettext("Premier jour"))
    initial_term = PeriodField(
        lazy_gettext("Durée du premier terme"),
        description=lazy_gettext("Par exemple 36\u00a0mois, 1\u00a0an ou 90\u00a0jours."),
    )
    ends_on = DayField(
        lazy_gettext("Dernier jour du premier terme"),
        description=lazy_gettext(
            "Si le contrat nomme un jour plutôt qu’une durée. Ce jour est compris."
        ),
    )
    renewal = SelectField(lazy_gettext("À la fin du terme"), default="", validate_choice=False)
    renewal_term = PeriodField(
        lazy_gettext("Durée de chaque reconduction"),
        description=lazy_gettext(
            "Sans durée convenue, un contrat reconduit continue sans terme (C. civ., art."
            "\u00a01214 et 1215)."
        ),
    )
    ended_on = DayField(
        lazy_gettext("Dernier jour, s’il a pris fin"),
        description=lazy_gettext("Vide tant que le contrat est en vigueur."),
    )
    notice = PeriodField(
        lazy_gettext("Préavis du cabinet"),
        description=lazy_gettext("Tel que le contrat l’écrit\u00a0: 3\u00a0mois, 60\u00a0jours…"),
    )
    provider_notice = PeriodField(lazy_gettext("Préavis du prestataire"))
    may_end = SelectField(lazy_gettext("Qui peut y mettre fin"), default="", validate_choice=False)
    counting = SelectField(
        lazy_gettext("Quel jour compte"),
        description=lazy_gettext(
            "Si le contrat n’en dit rien, la réception est la lecture prudente."
        ),
        default="",
        validate_choice=False,
    )
    to_month_end = BooleanField(
        lazy_gettext("Le préavis court par mois entiers"),
        description=lazy_gettext("«\u202fà compter du premier jour du mois suivant\u202f»"),
    )
    moves_to_workday = BooleanField(
        lazy_gettext("Un délai qui finit un jour non ouvré est reporté"),
        description=lazy_gettext(
            "Seul le délai du prestataire est alors reporté ici\u00a0: le vôtre ne recule jamais."
        ),
    )
    alsace_moselle = BooleanField(
        lazy_gettext("Compter les deux jours fériés d’Alsace et de Moselle")
    )
    notice_form = SelectField(
        lazy_gettext("Forme demandée pour dénoncer"), default="", validate_choice=False
    )
    notice_address = Line(
        lazy_gettext("Adresse à laquelle dénoncer"),
        limit=300,
        description=lazy_gettext("Postale ou de courriel, telle que le contrat l’écrit."),
    )
    early_after = PeriodField(
        lazy_gettext("Sortie anticipée possible après"),
        description=lazy_gettext(
            "Comptée du premier jour. Vide si elle est possible à tout moment."
        ),
    )
    early_notice = PeriodField(lazy_gettext("Préavis de la sortie anticipée"))
    early_price = Line(
        lazy_gettext("Ce qu’elle coûte"),
        limit=300,
        description=lazy_gettext("Avec les mots du contrat."),
    )
    obligation = SelectField(
        lazy_gettext("Obligation du prestataire"), default="", validate_choice=False
    )
    price_cents = MoneyField(
        lazy_gettext("Prix hors taxe, en euros"), render_kw={"inputmode": "decimal"}
    )
    price_every = SelectField(lazy_gettext("Dû"), default="", validate_choice=False)

    @classmethod
    def of(cls, contract: ContractSheet, *, filled: bool = True) -> Self:
        """Make the form with its choices, filled with what is declared or what was posted."""
        form = cls(data=declared(contract) if filled else None)
        for name, kind in CHOICES.items():
            form[name].choices = [
                SelectChoice("", gettext("Pas indiqué")),
                *(SelectChoice(each.value, _label(name, each)) for each in kind),
            ]
        return form

    def validate_renewal(self, field: Field) -> None:
        """Take only what is in the list."""
        _refuse_unknown(field)

    validate_counting = validate_may_end = validate_notice_form = validate_renewal
    validate_obligation = validate_price_every = validate_renewal

    def draft(self, contract: ContractSheet) -> ContractDraft:
        """Return what was declared; whom it is with and what it covers stays."""
        values = {name: self[name].data for name in AGREED}
        chosen = {
            name: kind(values[name]) if values[name] else None for name, kind in CHOICES.items()
        }
        return ContractDraft(
            **values | chosen,
            provider_id=contract.provider.id,
            title=self.title.data,
            reference=self.reference.data,
            asset_ids=contract.asset_ids,
        )


def declared(contract: ContractSheet) -> dict[str, object]:
    """Return what is declared, by the names of the fields."""
    values = {name: getattr(contract.agreed, name) for name in AGREED}
    plain = {name: values[name].value if values[name] else "" for name in CHOICES}
    return {
        **values,
        **plain,
        "version": contract.version,
        "title": contract.title,
        "reference": contract.reference,
    }


def _label(name: str, value: StrEnum) -> str:
    return label(name, value.value, current_language())


def _refuse_unknown(field: Field) -> None:
    if field.data not in {choice.value for choice in field.choices}:
        raise StopValidation(gettext("Choisissez une réponse de la liste."))
