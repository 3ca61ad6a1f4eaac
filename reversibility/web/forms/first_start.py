"""The forms of the first start: the code of the console, then the practice and its owner."""

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, StopValidation

from reversibility.accounts.first_start import OwnerDraft
from reversibility.accounts.people import EMAIL_MAX, NAME_MAX
from reversibility.accounts.queries import PracticeLine
from reversibility.accounts.service import PracticeDraft
from reversibility.http.refusals import fault
from reversibility.kernel.errors import InvalidError
from reversibility.kernel.text import is_email
from reversibility.web.forms.passwords import new_password, same_password
from reversibility.web.forms.practice import PracticeFields
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import current_language, lazy_gettext


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The code that `serve` printed."""

    code = StringField(
        lazy_gettext("Code de premier démarrage"),
        description=lazy_gettext(
            "Trois groupes de quatre caractères, affichés là où le service a été lancé."
        ),
        validators=[DataRequired(lazy_gettext("Saisissez le code."))],
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )


def email_field(label: str, description: str = "", **render: str) -> EmailField:
    """Make a field for an e-mail address."""
    return EmailField(
        label,
        description=description,
        validators=[DataRequired(lazy_gettext("Saisissez une adresse.")), AtMost(EMAIL_MAX), _look],
        filters=[tidy],
        render_kw=render,
    )


def _look(_form: object, field: EmailField) -> None:
    if not is_email(field.data):
        raise StopValidation(fault("email_invalid", current_language()))


class OwnerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The first owner, of a practice that was loaded from its file."""

    practice = SelectField(lazy_gettext("Cabinet"), validators=[InputRequired()])
    owner_name = Line(
        lazy_gettext("Nom"),
        limit=NAME_MAX,
        required=lazy_gettext("Saisissez un nom."),
        description=lazy_gettext("Tel qu’il figurera dans le journal d’activité."),
        render_kw={"autocomplete": "name"},
    )
    email = email_field(
        lazy_gettext("Adresse de courriel"),
        lazy_gettext("Elle servira à se connecter."),
        autocomplete="username",
    )
    password = new_password(lazy_gettext("Mot de passe"))
    again = same_password()

    @classmethod
    def of(cls, practices: tuple[PracticeLine, ...]) -> "OwnerForm":
        """Make the form for the practices that are there."""
        form = cls()
        form.practice.choices = [(str(line.id), line.legal_name) for line in practices]
        return form

    def owner(self) -> OwnerDraft:
        """Return who will answer for the practice."""
        return OwnerDraft(
            email=self.email.data, name=self.owner_name.data, password=self.password.data
        )

    def refuse(self, error: InvalidError) -> None:
        """Show why the accounts refused something."""
        names = {"name": "owner_name"}
        for place, code in error.fields.items():
            self[names.get(place, place)].errors = [fault(code, current_language())]


class HouseForm(OwnerForm, PracticeFields):
    """The practice, by what it knows by heart, and its first owner."""

    practice = None

    def identity(self) -> PracticeDraft:
        """Return the practice."""
        return PracticeDraft(
            legal_name=self.legal_name.data,
            legal_form=self.legal_form.data,
            siren=self.siren.data or "",
            street=self.street.data,
            postcode=self.postcode.data,
            city=self.city.data,
        )
