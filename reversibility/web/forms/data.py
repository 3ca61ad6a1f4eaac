"""Forms of the page of data: periods, holds, reasons, and whose data is asked for."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice, SelectField, StringField
from wtforms.validators import StopValidation

from reversibility.kernel.errors import InvalidError
from reversibility.register.queries import AssetSheet
from reversibility.retention.holds import LONGEST_REASON
from reversibility.retention.periods import rules
from reversibility.retention.persons import MOST
from reversibility.retention.queries import PeriodLine
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, gettext, lazy_gettext


class _Months(StringField):  # type: ignore[misc]  # WTForms is untyped
    """A number of months, as typed; what is none is said in a sentence."""

    @property
    def months(self) -> int | None:
        """The number that was typed, or None."""
        text = (self.data or "").strip()
        return int(text) if text.isdecimal() and len(text) < _DIGITS else None


_DIGITS = 5
_NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


def _bounded(_form: FlaskForm, field: Field) -> None:
    rule = rules()[field.name]
    if rule.fault(field.months):
        raise StopValidation(
            gettext(
                "Écrivez un nombre de mois, de %(least)s à %(most)s.",
                least=rule.least,
                most=rule.most,
            )
        )


class PeriodsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """How many months each rule keeps."""

    same_answers = _Months(validators=[_bounded], render_kw=_NUMERIC)
    withdrawn_proofs = _Months(validators=[_bounded], render_kw=_NUMERIC)
    drafts = _Months(validators=[_bounded], render_kw=_NUMERIC)
    security_journal = _Months(validators=[_bounded], render_kw=_NUMERIC)
    activity_journal = _Months(validators=[_bounded], render_kw=_NUMERIC)
    after_contract = _Months(validators=[_bounded], render_kw=_NUMERIC)

    @classmethod
    def of(cls, lines: Collection[PeriodLine]) -> Self:
        """Make the form, with the periods in force."""
        form = cls(data={line.rule.id: str(line.months) for line in lines})
        for line in lines:
            field, rule = form[line.rule.id], line.rule
            field.label.text = rule.title[current_language()]
            field.description = gettext(
                "De %(least)s à %(most)s mois\u202f; le service propose %(months)s.",
                least=rule.least,
                most=rule.most,
                months=rule.months,
            )
        return form

    def months(self) -> dict[str, int | None]:
        """Return what was typed."""
        return {name: self[name].months for name in rules()}


class ReasonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why something is done that cannot be undone."""

    reason = Line(
        lazy_gettext("Motif"),
        limit=LONGEST_REASON,
        required=lazy_gettext("Donnez un motif\u00a0: il reste, avec la date et votre nom."),
        description=lazy_gettext(
            "Par exemple «\u202fDemande de la personne, reçue le 3 décembre\u202f». Ni nom, ni"
            " donnée de patient ou de client."
        ),
    )


class LiftForm(ReasonForm):
    """Why a hold is lifted."""

    @classmethod
    def of(cls) -> Self:
        """Make the form with an example of its own."""
        form = cls()
        form.reason.description = gettext(
            "Par exemple «\u202fLitige terminé, accord signé le 3 décembre\u202f»."
        )
        return form


class HoldForm(ReasonForm):
    """What is held, and why."""

    about = SelectField(lazy_gettext("Ce qui est gardé"), validate_choice=False)

    @classmethod
    def of(cls, assets: Collection[AssetSheet]) -> Self:
        """Make the form with its choices."""
        form = cls()
        form.about.choices = [
            SelectChoice("", gettext("Tout ce que détient le cabinet")),
            *(SelectChoice(str(asset.id), asset.name) for asset in assets),
        ]
        form.reason.description = gettext(
            "Par exemple «\u202fLitige avec le prestataire, dossier ouvert le 3 décembre\u202f»."
        )
        return form

    def validate_about(self, field: SelectField) -> None:
        """Take only what was offered."""
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(gettext("Choisissez dans la liste."))

    @property
    def asset_id(self) -> UUID | None:
        """The asset that was chosen; None is everything."""
        return UUID(self.about.data) if self.about.data else None


class PersonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whose data is asked for."""

    wanted = Line(
        lazy_gettext("Nom et prénom, ou adresse de courriel"),
        limit=MOST,
        required=lazy_gettext("Écrivez un nom ou une adresse de courriel."),
        description=lazy_gettext(
            "Par exemple «\u202fClaire Martin\u202f». L’ordre, les accents et les majuscules ne"
            " comptent pas."
        ),
    )

    def refuse(self, error: InvalidError) -> None:
        """Show why nothing was looked for."""
        self.wanted.errors = [sentence_of(next(iter(error.fields.values())))]
