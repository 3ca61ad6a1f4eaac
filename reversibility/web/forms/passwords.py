"""A new password, typed twice; alone it is the form of a one-time link."""

from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from reversibility.accounts.errors import PasswordWeakError
from reversibility.accounts.people import PASSWORD_MIN
from reversibility.http.refusals import fault
from reversibility.web.languages import current_language, lazy_gettext

_NEW = {"autocomplete": "new-password"}


def new_password(label: str) -> PasswordField:
    """Make the field of a new password."""
    return PasswordField(
        label,
        description=lazy_gettext(
            "%(least)s caractères au moins. Une phrase que vous retiendrez convient très bien.",
            least=PASSWORD_MIN,
        ),
        validators=[InputRequired(lazy_gettext("Saisissez un mot de passe."))],
        render_kw=_NEW,
    )


def same_password() -> PasswordField:
    """Make the field that must say the same as the field `password`."""
    different = lazy_gettext("Les deux saisies diffèrent\u00a0: recommencez la seconde.")
    return PasswordField(
        lazy_gettext("Le même, une seconde fois"),
        validators=[EqualTo("password", different)],
        render_kw=_NEW,
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Choose a password, twice."""

    password = new_password(lazy_gettext("Mot de passe"))
    again = same_password()

    def refuse(self, error: PasswordWeakError) -> None:
        """Show why the accounts refused the password."""
        self.password.errors = [fault(error.fields["password"], current_language())]
