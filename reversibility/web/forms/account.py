"""Forms of one's own account."""

from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from reversibility.accounts.errors import PasswordWeakError
from reversibility.accounts.people import PASSWORD_MIN
from reversibility.http.refusals import fault
from reversibility.web.languages import current_language, gettext, lazy_gettext

_NEW = {"autocomplete": "new-password"}


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The present password, and another, twice."""

    open_at: datetime | None = None
    """When the next attempt is looked at; None when this one was."""

    current = PasswordField(
        lazy_gettext("Mot de passe actuel"),
        validators=[InputRequired(lazy_gettext("Saisissez votre mot de passe actuel."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        lazy_gettext("Nouveau mot de passe"),
        description=lazy_gettext(
            "%(least)s caractères au moins. Une phrase que vous retiendrez convient très bien.",
            least=PASSWORD_MIN,
        ),
        validators=[InputRequired(lazy_gettext("Saisissez un mot de passe."))],
        render_kw=_NEW,
    )
    again = PasswordField(
        lazy_gettext("Le même, une seconde fois"),
        validators=[
            EqualTo(
                "password",
                lazy_gettext("Les deux saisies diffèrent\u00a0: recommencez la seconde."),
            )
        ],
        render_kw=_NEW,
    )

    def refuse(self, error: PasswordWeakError) -> None:
        """Show why the accounts refused the new password."""
        self.password.errors = [fault(error.fields["password"], current_language())]

    def refuse_current(self) -> None:
        """Say that the present password is another."""
        self.current.errors = [gettext("Ce n’est pas votre mot de passe actuel.")]
