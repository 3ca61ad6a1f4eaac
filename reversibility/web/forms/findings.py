"""The form that leaves a finding as it is: why, and until when."""

from wtforms.validators import InputRequired

from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import RefusedForm
from reversibility.web.forms.text import Line
from reversibility.web.languages import lazy_gettext


class AcceptForm(RefusedForm):
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
