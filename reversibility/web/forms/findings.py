"""The form that leaves a finding as it is: why, and until when."""

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from reversibility.http.refusals import fault
from reversibility.kernel.errors import InvalidError
from reversibility.web.forms.days import DayField
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, lazy_gettext


class AcceptForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why a finding is left as it is, and until when."""

    reason = Line(
        lazy_gettext("Raison"),
        limit=500,
        required=lazy_gettext("Donnez la raison en quelques mots\u00a0: elle reste à votre nom."),
        description=lazy_gettext(
            "Par exemple «\u202fLe prestataire tient l’hébergement, c’est prévu au contrat\u202f»."
            " Ni nom, ni donnée de patient ou de client."
        ),
    )
    until = DayField(
        lazy_gettext("Jusqu’au"),
        validators=[InputRequired(lazy_gettext("Choisissez le jour où ce point reviendra."))],
        description=lazy_gettext("Dans les deux ans. Le lendemain, le point revient de lui-même."),
    )

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why it was refused."""
        for name, code in error.fields.items():
            said = fault(code, current_language())
            self[name].errors = [f"{said[:1].upper()}{said[1:]}."]
