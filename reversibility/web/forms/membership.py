"""Forms of membership: whom to invite, another role, the end of an access."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import InputRequired, StopValidation

from reversibility.accounts.people import NAME_MAX
from reversibility.accounts.queries import MemberLine
from reversibility.http.refusals import fault
from reversibility.kernel.actor import Role
from reversibility.kernel.errors import InvalidError
from reversibility.web.forms.days import DayField
from reversibility.web.forms.first_start import email_field
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, lazy_gettext

ROLE_NAMES: Mapping[Role, str] = {
    Role.OWNER: lazy_gettext("Responsable du cabinet"),
    Role.MANAGER: lazy_gettext("Gestionnaire"),
    Role.CONTRIBUTOR: lazy_gettext("Contributeur"),
    Role.AUDITOR: lazy_gettext("Auditeur externe"),
    Role.PROVIDER_GUEST: lazy_gettext("Prestataire invité"),
}
ROLE_CHOICES = [SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()]
NO_END, NOW, ON_A_DAY = "no_end", "now", "on_a_day"


class InviteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whom to invite, to what, until when."""

    name = Line(
        lazy_gettext("Nom"),
        limit=NAME_MAX,
        required=lazy_gettext("Saisissez un nom."),
        render_kw={"autocomplete": "off"},
    )
    email = email_field(
        lazy_gettext("Adresse de courriel"),
        lazy_gettext("L’invitation ne pourra servir qu’avec cette adresse."),
        autocomplete="off",
    )
    role = RadioField(
        lazy_gettext("Rôle"),
        choices=ROLE_CHOICES,
        validators=[InputRequired(lazy_gettext("Choisissez un rôle."))],
    )
    ends_on = DayField(
        lazy_gettext("Fin de l’accès"),
        description=lazy_gettext("L’accès prend fin le soir de ce jour. Vide\u00a0: pas de fin."),
    )

    def refuse(self, error: InvalidError) -> None:
        """Show why the accounts refused something."""
        for place, code in error.fields.items():
            self[place].errors = [fault(code, current_language())]


class RoleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Another role for a member."""

    version = HiddenField(validators=[InputRequired()])
    role = RadioField(
        lazy_gettext("Rôle"),
        choices=ROLE_CHOICES,
        validators=[InputRequired(lazy_gettext("Choisissez un rôle."))],
    )

    @classmethod
    def of(cls, line: MemberLine) -> Self:
        """Make the form, filled with how things stand."""
        return cls(formdata=None, version=str(line.version), role=line.role.value)


class EndForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """When the access of a member ends."""

    version = HiddenField(validators=[InputRequired()])
    when = RadioField(
        lazy_gettext("L’accès prend fin"),
        choices=[
            SelectChoice(NO_END, lazy_gettext("Pas de fin prévue")),
            SelectChoice(ON_A_DAY, lazy_gettext("Le soir d’un jour choisi")),
            SelectChoice(NOW, lazy_gettext("Maintenant")),
        ],
        validators=[InputRequired(lazy_gettext("Choisissez quand l’accès prend fin."))],
    )
    ends_on = DayField(lazy_gettext("Dernier jour"))

    @classmethod
    def of(cls, line: MemberLine, ends_on: date | None) -> Self:
        """Make the form, filled with how things stand."""
        when = NO_END if ends_on is None else ON_A_DAY
        return cls(formdata=None, version=str(line.version), when=when, ends_on=ends_on)

    def validate_ends_on(self, field: DayField) -> None:
        """Ask for the day where one is meant."""
        if self.when.data == ON_A_DAY and field.data is None and not field.errors:
            raise StopValidation(fault("end_past", current_language()))

    def refuse(self, error: InvalidError) -> None:
        """Show why the accounts refused the day."""
        for code in error.fields.values():
            self.ends_on.errors = [fault(code, current_language())]
