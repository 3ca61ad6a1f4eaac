"""What every form about the practice itself asks: its name, form, number and address."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import StopValidation

from reversibility.http.refusals import fault
from reversibility.http.schemas.fields import siren_fault
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, lazy_gettext


class SirenField(StringField):  # type: ignore[misc]  # WTForms is untyped
    """A SIREN, typed with spaces or without, kept without; may be empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Drop the spaces people type between the groups."""
        super().process_formdata(["".join("".join(valuelist).split())])

    def pre_validate(self, _form: object) -> None:
        """Check its digits."""
        wrong = siren_fault(self.data or "")
        if wrong:
            sentence = fault(wrong, current_language())
            raise StopValidation(sentence[:1].upper() + sentence[1:].removesuffix(".") + ".")


class PracticeFields(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The practice, by what it knows by heart."""

    legal_name = Line(
        lazy_gettext("Dénomination ou nom d’exercice"),
        limit=200,
        required=lazy_gettext("Saisissez le nom du cabinet."),
        description=lazy_gettext("Comme sur l’avis de situation Sirene."),
        render_kw={"autocomplete": "organization"},
    )
    legal_form = Line(
        lazy_gettext("Forme juridique"),
        limit=40,
        description=lazy_gettext(
            "Par exemple SELARL, SCP, SARL, association, entreprise individuelle."
        ),
    )
    siren = SirenField(
        lazy_gettext("SIREN"),
        description=lazy_gettext(
            "9 chiffres. Il fait reconnaître votre cabinet dans les données d’enregistrement\u00a0;"
            " laissez vide si vous n’en avez pas."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    street = Line(
        lazy_gettext("Numéro et rue"), limit=200, render_kw={"autocomplete": "street-address"}
    )
    postcode = Line(
        lazy_gettext("Code postal"), limit=12, render_kw={"autocomplete": "postal-code"}
    )
    city = Line(lazy_gettext("Ville"), limit=100, render_kw={"autocomplete": "address-level2"})
