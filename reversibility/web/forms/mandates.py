"""Forms of mandates: who may look, at what, until when; the statement; a note."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from reversibility.contracts.queries import ContractSheet
from reversibility.kernel.actor import Role
from reversibility.kernel.errors import InvalidError
from reversibility.kernel.text import is_email
from reversibility.mandates.models import Scope
from reversibility.mandates.rules import LONGEST_NOTE, ROLES
from reversibility.mandates.service import NAME_MAX, MandateDraft
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet
from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.words import note_about, role_text

HINTS = {
    Role.AUDITOR.value: lazy_gettext(
        "Voit ce qui est déclaré, ce qui a été relevé, le résultat et les pièces. Peut demander une"
        " vérification, laisser des notes et emporter le rapport de titularité."
    ),
    Role.PROVIDER_GUEST.value: lazy_gettext(
        "Voit les fiches de son contrat et leurs étapes de remise. Ne voit ni résultats ni pièces."
    ),
}
_TWO_WEEKS = timedelta(days=13)


class MandateForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Who may look at what, until when."""

    name = Line(
        lazy_gettext("Prénom et nom"),
        limit=NAME_MAX,
        required=lazy_gettext("Indiquez le nom de la personne."),
        description=lazy_gettext("Comme la personne signera son engagement de confidentialité."),
        render_kw={"autocomplete": "off"},
    )
    email = Line(
        lazy_gettext("Adresse de courriel"),
        limit=255,
        required=lazy_gettext("Indiquez l’adresse de courriel de la personne."),
        render_kw={"type": "email", "autocomplete": "off"},
    )
    # The choices are checked below, with sentences of our own.
    role = RadioField(lazy_gettext("À quel titre\u202f?"), validate_choice=False)
    scope = SelectField(lazy_gettext("Ce que la personne verra"), validate_choice=False)
    starts_on = DayField(lazy_gettext("Premier jour"))
    ends_on = DayField(
        lazy_gettext("Dernier jour"),
        description=lazy_gettext("L’accès se ferme seul à la fin de ce jour."),
    )

    @classmethod
    def of(
        cls, parties: Sequence[PartySheet], contracts: Sequence[ContractSheet], *, today: date
    ) -> Self:
        """Make the form with the providers and contracts of the practice."""
        form = cls(
            data={
                "role": Role.AUDITOR.value,
                "starts_on": today,
                "ends_on": today + _TWO_WEEKS,
            }
        )
        form.role.choices = [(role.value, role_text(role)) for role in ROLES]
        form.scope.choices = [
            ("", gettext("Choisissez")),
            ("practice", gettext("Tous les éléments du cabinet")),
            *(
                (f"provider:{party.id}", gettext("Prestataire\u00a0: %(name)s", name=party.name))
                for party in parties
                if party.kind is PartyKind.PROVIDER
            ),
            *(
                (
                    f"contract:{contract.id}",
                    gettext("Contrat\u00a0: %(title)s", title=contract.title),
                )
                for contract in contracts
            ),
        ]
        return form

    def validate_email(self, field: Line) -> None:
        """Refuse what is no address."""
        if not is_email(field.data):
            raise ValidationError(
                gettext("Écrivez une adresse complète, par exemple nom@audit.example.")
            )

    def validate_role(self, field: RadioField) -> None:
        """Ask for one of the two."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez à quel titre la personne consulte."))

    def validate_scope(self, field: SelectField) -> None:
        """Ask for a scope of the list."""
        if not field.data or field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez ce que la personne verra."))

    def validate_starts_on(self, field: DayField) -> None:
        """Ask for a day."""
        _ask_day(field, gettext("Indiquez le premier jour."))

    def validate_ends_on(self, field: DayField) -> None:
        """Ask for a day."""
        _ask_day(field, gettext("Indiquez le dernier jour."))

    def draft(self, time_zone: str) -> MandateDraft:
        """Return what was asked for."""
        kind, _, identifier = self.scope.data.partition(":")
        scope = Scope(kind)
        return MandateDraft(
            email=self.email.data,
            name=self.name.data,
            role=Role(self.role.data),
            scope=scope,
            starts_on=_day(self.starts_on),
            ends_on=_day(self.ends_on),
            time_zone=time_zone,
            party_id=UUID(identifier) if scope is Scope.PROVIDER else None,
            contract_id=UUID(identifier) if scope is Scope.CONTRACT else None,
        )

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why the mandate was refused."""
        for name, code in error.fields.items():
            self[name].errors = [sentence_of(code)]


class StatementForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One's name under the text that is shown."""

    text_sha256 = HiddenField()
    agreed = BooleanField(lazy_gettext("J’ai lu cet engagement et je l’accepte"))
    name = Line(
        lazy_gettext("Votre prénom et votre nom"),
        limit=NAME_MAX,
        required=lazy_gettext("Écrivez votre prénom et votre nom\u00a0: ils valent signature."),
        render_kw={"autocomplete": "name"},
    )

    def validate_agreed(self, field: BooleanField) -> None:
        """Ask for the agreement."""
        if not field.data:
            raise ValidationError(
                gettext("Cochez la case si vous acceptez\u202f; sans cela, rien n’est montré.")
            )

    def refuse(self, error: InvalidError) -> None:
        """Show why the signature was refused."""
        for name, code in error.fields.items():
            self[name].errors = [sentence_of(code)]


class NoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A note about an element."""

    field = SelectField(lazy_gettext("Cette note concerne"), default="", validate_choice=False)
    text = TextAreaField(
        lazy_gettext("Votre note"),
        description=lazy_gettext(
            "Le cabinet la lira avec votre nom et la date\u202f; elle figure dans le rapport et ne"
            " peut plus être modifiée. Ni nom, ni donnée de patient ou de client."
        ),
        validators=[AtMost(LONGEST_NOTE, lines=True)],
        filters=[tidy],
        render_kw={"rows": 4},
    )

    @classmethod
    def of(cls, fields: Sequence[str]) -> Self:
        """Make the form with the results a note can be about."""
        form = cls()
        form.field.choices = [
            ("", gettext("L’élément dans son ensemble")),
            *((field, note_about(field)) for field in fields),
        ]
        return form

    def validate_field(self, field: SelectField) -> None:
        """Accept a result of this element only."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez dans la liste ce que la note concerne."))

    def validate_text(self, field: TextAreaField) -> None:
        """Ask for a note."""
        if not field.data:
            raise ValidationError(gettext("Écrivez votre note."))


def _ask_day(field: DayField, sentence: str) -> None:
    if field.data is None and not field.process_errors:
        raise ValidationError(sentence)


def _day(field: DayField) -> date:
    # Asked for by then: a form without it does not validate.
    assert field.data is not None  # noqa: S101
    return field.data
