"""The form of one access: who gets in, with which role of that very platform, and how back in."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField
from wtforms.validators import DataRequired

from reversibility.access.models import SecondFactor
from reversibility.access.queries import GrantLine
from reversibility.access.service import GrantDraft
from reversibility.catalogues.models import AssetKind
from reversibility.register.queries import PartySheet
from reversibility.web.forms.days import DayField
from reversibility.web.forms.text import Line
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.words import words


class AccessForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One person's way into one element."""

    person_id = SelectField(
        lazy_gettext("Qui"), default="", validators=[DataRequired(lazy_gettext("Choisissez qui."))]
    )
    role = SelectField(
        lazy_gettext("Rôle, par son nom exact sur la plateforme"),
        default="",
        validators=[DataRequired(lazy_gettext("Choisissez un rôle."))],
    )
    second_factor = SelectField(
        lazy_gettext("Double authentification"), default=SecondFactor.UNKNOWN.value
    )
    second_factor_holder_id = SelectField(
        lazy_gettext("Qui tient le téléphone, l’application ou la clé"), default=""
    )
    recovery_address = Line(
        lazy_gettext("Adresse de secours"),
        limit=255,
        description=lazy_gettext(
            "Où la plateforme envoie de quoi revenir. Elle ne doit pas être sur le domaine"
            " qu’elle protège."
        ),
    )
    last_confirmed_on = DayField(lazy_gettext("Vu fonctionner pour la dernière fois le"))
    ends_on = DayField(
        lazy_gettext("Prévu jusqu’au"),
        description=lazy_gettext(
            "Pour un prestataire\u00a0: la fin de sa mission. Après ce jour, un point à traiter"
            " le rappelle."
        ),
    )

    @classmethod
    def of(
        cls, kind: AssetKind, parties: Sequence[PartySheet], known: GrantLine | None = None
    ) -> Self:
        """Make the form with the roles of a kind and the people of the register.

        `known` is what is recorded of an access that is to be brought up to date.
        """
        form = cls(data=_recorded(known) if known else None)
        text, label = words().text, words().label
        people = [
            SelectChoice(str(person.id), f"{person.name}, {party.name}")
            for party in parties
            for person in party.people
        ]
        form.person_id.choices = [SelectChoice("", gettext("Choisissez")), *people]
        form.second_factor_holder_id.choices = [
            SelectChoice("", gettext("Je ne sais pas")),
            *people,
        ]
        form.role.choices = [
            SelectChoice("", gettext("Choisissez")),
            *(
                SelectChoice(role.id, f"{text(role.name)} ({label('normal_for', role.normal_for)})")
                for role in kind.roles
            ),
        ]
        form.second_factor.choices = [
            SelectChoice(factor.value, label("second_factors", factor)) for factor in SecondFactor
        ]
        return form

    def draft(self, asset_id: UUID) -> GrantDraft:
        """Return what was declared."""
        holder = self.second_factor_holder_id.data
        return GrantDraft(
            asset_id=asset_id,
            person_id=UUID(self.person_id.data),
            role=self.role.data,
            second_factor=SecondFactor(self.second_factor.data),
            second_factor_holder_id=UUID(holder) if holder else None,
            recovery_address=self.recovery_address.data,
            last_confirmed_on=self.last_confirmed_on.data,
            ends_on=self.ends_on.data,
        )


def _recorded(known: GrantLine) -> dict[str, object]:
    holder = known.second_factor_holder_id
    return {
        "person_id": str(known.person_id),
        "role": known.role,
        "second_factor": known.second_factor.value,
        "second_factor_holder_id": str(holder) if holder else "",
        "recovery_address": known.recovery_address,
        "last_confirmed_on": known.last_confirmed_on,
        "ends_on": known.ends_on,
    }
