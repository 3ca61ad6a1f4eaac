"""How a provider is left: what happens, who is in charge, from when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, RadioField, SelectField
from wtforms.validators import ValidationError

from reversibility.catalogues.situations import Situation
from reversibility.exits.qualifying.queries import SituationSheet
from reversibility.exits.queries import ExitSheet
from reversibility.exits.service import ExitDraft
from reversibility.http.refusals import sentence
from reversibility.kernel import clock
from reversibility.kernel.errors import InvalidError
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet
from reversibility.web.forms.days import DayField
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.words import words

HINTS = {
    Situation.COOPERATIVE: lazy_gettext("Il répond et accepte de remettre ce qu’il détient."),
    Situation.SILENT: lazy_gettext("Vos messages datés restent sans réponse."),
    Situation.CONTESTED: lazy_gettext(
        "Il répond, mais ne remet pas, ou pose des conditions que vous contestez."
    ),
    Situation.INSOLVENT: lazy_gettext(
        "Il est en redressement ou en liquidation, il ferme, est décédé ou cède son activité."
    ),
}
_LEAST_ROWS, _MOST_ROWS = 3, 12
_FAR = timedelta(days=5 * 366)


class UnansweredForm(Form):  # type: ignore[misc]  # WTForms is untyped
    """One message without an answer: both its day and its channel, or neither."""

    sent_on = DayField(lazy_gettext("Envoyé le"))
    channel = Line(
        lazy_gettext("Par"), limit=60, render_kw={"list": "channels", "autocomplete": "off"}
    )

    def validate_sent_on(self, field: DayField) -> None:
        """Refuse a message that was not sent yet; ask for the day of one that was."""
        if field.data and field.data > clock.now().date():
            raise ValidationError(gettext("Cette date est à venir\u00a0: indiquez un jour passé."))
        if field.data:
            _refuse_far(field.data)
        if self.channel.data and not (field.data or field.process_errors):
            raise ValidationError(gettext("Indiquez aussi le jour où ce message est parti."))

    def validate_channel(self, field: Line) -> None:
        """Ask how it was sent."""
        if self.sent_on.data and not field.data:
            raise ValidationError(
                gettext("Indiquez comment ce message est parti, par exemple par courriel.")
            )


class ExitForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is needed for an exit plan."""

    # The choices are checked below, with sentences of our own.
    situation = RadioField(
        lazy_gettext("Que se passe-t-il avec ce prestataire\u202f?"), validate_choice=False
    )
    unanswered = FieldList(
        FormField(UnansweredForm), min_entries=_LEAST_ROWS, max_entries=_MOST_ROWS
    )
    lead_id = SelectField(
        lazy_gettext("Qui conduit la sortie au cabinet\u202f?"), validate_choice=False
    )
    successor = Line(
        lazy_gettext("Sinon, son nom"),
        limit=200,
        description=lazy_gettext("Le plan lui confie les étapes du repreneur."),
    )
    successor_id = SelectField(
        lazy_gettext("Nouveau prestataire, s’il est au registre"), validate_choice=False
    )
    begins_on = DayField(
        lazy_gettext("Premier jour du plan"),
        description=lazy_gettext("Les dates des étapes se comptent à partir de ce jour."),
    )

    target_on = DayField(
        lazy_gettext("Date visée"),
        description=lazy_gettext(
            "Le jour où tout devrait être repris. La sortie la compare à la fin calculée."
        ),
    )
    mission_ends_on = DayField(
        lazy_gettext("Fin de la mission du prestataire sortant"),
        description=lazy_gettext(
            "Ou jour du procès-verbal de remise signé. Ses accès restent jusque-là\u00a0: le"
            " cabinet est tenu du contrat. Vide\u00a0: l’échéance du contrat."
        ),
    )

    @classmethod
    def of(
        cls,
        case: ExitSheet | None,
        parties: Sequence[PartySheet],
        *,
        today: date,
        told: SituationSheet | None = None,
    ) -> Self:
        """Fill the form with the exit that is open, else with the simplest answers.

        A situation that was told since says what happens, and which messages have no answer.
        """
        answers = _answers(case, today)
        form = cls(data=answers if told is None else answers | _told(told))
        form.situation.choices = [
            (situation.value, words().label("situations", situation)) for situation in Situation
        ]
        form.lead_id.choices = [
            ("", gettext("À désigner")),
            *(
                (str(person.id), person.name)
                for party in parties
                if party.kind is PartyKind.PRACTICE
                for person in party.people
            ),
        ]
        form.successor_id.choices = [
            ("", gettext("Pas encore choisi, ou pas au registre")),
            *((str(party.id), party.name) for party in parties if party.kind is PartyKind.PROVIDER),
        ]
        return form

    def validate_situation(self, field: RadioField) -> None:
        """Ask for one of the four."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez ce qui se passe avec le prestataire."))

    def validate_lead_id(self, field: SelectField) -> None:
        """Accept somebody of the practice only."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez une personne de la liste."))

    def validate_successor_id(self, field: SelectField) -> None:
        """Accept a provider of the register only."""
        if (field.data or "") not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez un prestataire de la liste."))

    def validate_target_on(self, field: DayField) -> None:
        """Refuse a typing error in the year."""
        if field.data:
            _refuse_far(field.data)

    def validate_mission_ends_on(self, field: DayField) -> None:
        """Refuse a typing error in the year."""
        if field.data:
            _refuse_far(field.data)

    def validate_begins_on(self, field: DayField) -> None:
        """Refuse a typing error in the year."""
        if field.data:
            _refuse_far(field.data)

    def draft(self, contract_id: UUID) -> ExitDraft:
        """Return what was answered."""
        messages = [entry.form for entry in self.unanswered.entries]
        return ExitDraft(
            contract_id=contract_id,
            situation=Situation(self.situation.data),
            begins_on=self.begins_on.data or clock.now().date(),
            lead_id=UUID(self.lead_id.data) if self.lead_id.data else None,
            successor=self.successor.data or "",
            successor_id=UUID(self.successor_id.data) if self.successor_id.data else None,
            target_on=self.target_on.data,
            mission_ends_on=self.mission_ends_on.data,
            unanswered=[
                {"sent_on": each.sent_on.data.isoformat(), "channel": each.channel.data}
                for each in messages
                if each.sent_on.data
            ],
        )

    def refuse(self, error: InvalidError) -> None:
        """Show why the exit was refused."""
        field = self.target_on if "target_on" in error.fields else self.unanswered
        field.errors = [sentence(error, current_language())]


def _refuse_far(day: date) -> None:
    if abs(day - clock.now().date()) > _FAR:
        raise ValidationError(gettext("Vérifiez l’année\u00a0: cette date est à plus de cinq ans."))


def _told(told: SituationSheet) -> dict[str, object]:
    messages = [
        {"sent_on": each.sent_on, "channel": each.channel} for each in told.answers.unanswered
    ]
    situation = {"situation": told.situation.value} if told.situation else {}
    return situation | ({"unanswered": [*messages, {}]} if messages else {})


def _answers(case: ExitSheet | None, today: date) -> dict[str, object]:
    if case is None:
        return {"situation": Situation.COOPERATIVE.value, "begins_on": today}
    messages = [{"sent_on": each.sent_on, "channel": each.channel} for each in case.unanswered]
    return {
        "situation": case.situation.value,
        "unanswered": [*messages, {}],
        "lead_id": str(case.lead_id or ""),
        "successor": "" if case.successor_id else case.successor,
        "successor_id": str(case.successor_id or ""),
        "target_on": case.target_on,
        "mission_ends_on": case.mission_ends_on,
        "begins_on": case.begins_on,
    }
