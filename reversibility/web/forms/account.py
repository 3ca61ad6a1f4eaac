"""Forms of one's own account."""

from datetime import datetime

from wtforms import PasswordField
from wtforms.validators import InputRequired

from reversibility.web.forms.passwords import PasswordForm, new_password
from reversibility.web.languages import gettext, lazy_gettext


class ChangePasswordForm(PasswordForm):
    """The present password, and another, twice."""

    open_at: datetime | None = None
    """When the next attempt is looked at; None when this one was."""

    current = PasswordField(
        lazy_gettext("Mot de passe actuel"),
        validators=[InputRequired(lazy_gettext("Saisissez votre mot de passe actuel."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password(lazy_gettext("Nouveau mot de passe"))

    def refuse_current(self) -> None:
        """Say that the present password is another."""
        self.current.errors = [gettext("Ce n’est pas votre mot de passe actuel.")]
