"""The plain questions about what happens with a provider; "I don't know" answers each of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, RadioField, SelectChoice
from wtforms.validators import ValidationError

from reversibility.catalogues.cases import CaseCatalogue
from reversibility.exits.qualifying.rules import Answers, Message
from reversibility.kernel import clock
from reversibility.web.forms.days import DayField
from reversibility.web.forms.exits import UnansweredForm
from reversibility.web.languages import current_language, gettext, lazy_gettext

_LEAST_ROWS, _MOST_ROWS = 3, 12
_FAR = timedelta(days=5 * 366)


class SituationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Days and messages; the questions with choices are added from the catalogue."""

    last_answer_on = DayField(
        lazy_gettext("Quand vous a-t-il répondu pour la dernière fois\u00a0?"),
        description=lazy_gettext("Vide si vous ne savez pas, ou s’il n’a jamais répondu."),
    )
    announced_end_on = DayField(
        lazy_gettext("S’il a donné une date d’arrêt, laquelle\u00a0?"),
        description=lazy_gettext("Telle qu’il l’a écrite."),
    )
    last_deliverable_on = DayField(
        lazy_gettext("Quand a-t-il livré quelque chose pour la dernière fois\u00a0?"),
        description=lazy_gettext("Page, mise à jour, compte rendu. Vide si vous ne savez pas."),
    )
    deadline_on = DayField(
        lazy_gettext("Votre prochaine échéance professionnelle qui a besoin de ce service"),
        description=lazy_gettext("Audience, déclaration, signature. Vide s’il n’y en a pas."),
    )
    unanswered = FieldList(
        FormField(UnansweredForm), min_entries=_LEAST_ROWS, max_entries=_MOST_ROWS
    )

    @classmethod
    def of(cls, catalogue: CaseCatalogue, answers: Answers | None) -> "SituationForm":
        """Make the form, filled with what was posted, else with what was answered last."""
        fields: dict[str, Any] = {
            each.id: RadioField(
                each.ask.in_(current_language()),
                choices=[
                    *(
                        SelectChoice(choice.id, choice.in_(current_language()))
                        for choice in each.choices
                    ),
                    SelectChoice("", gettext("Je ne sais pas")),
                ],
                validate_choice=False,
                default="",
            )
            for each in catalogue.questions
        }
        made: SituationForm = type("SituationFormOfToday", (cls,), fields)(data=_data(answers))
        made.catalogue = catalogue
        return made

    def question(self, question_id: str) -> Field:
        """Return the field of a question."""
        return self[question_id]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms'
        """Check days and messages, then that each answer is one of those offered."""
        is_right = super().validate(extra_validators)
        for each in self.catalogue.questions:
            field = self[each.id]
            if (field.data or "") not in {"", *(choice.id for choice in each.choices)}:
                field.errors = [gettext("Choisissez une des réponses proposées.")]
                is_right = False
        return bool(is_right)

    def validate_last_answer_on(self, field: DayField) -> None:
        """Refuse a day that has not come."""
        _refuse_future(field.data)

    def validate_last_deliverable_on(self, field: DayField) -> None:
        """Refuse a day that has not come."""
        _refuse_future(field.data)

    def validate_announced_end_on(self, field: DayField) -> None:
        """Refuse a typing error in the year."""
        _refuse_far(field.data)

    def validate_deadline_on(self, field: DayField) -> None:
        """Refuse a typing error in the year."""
        _refuse_far(field.data)

    def answers(self) -> Answers:
        """Return what was answered; what is not known is left out."""
        told = {each.id: self[each.id].data or "" for each in self.catalogue.questions}
        rows = (entry.form for entry in self.unanswered.entries)
        return Answers(
            choices={question: choice for question, choice in told.items() if choice},
            last_answer_on=self.last_answer_on.data,
            announced_end_on=self.announced_end_on.data,
            last_deliverable_on=self.last_deliverable_on.data,
            deadline_on=self.deadline_on.data,
            unanswered=_messages(rows),
        )


def _messages(rows: Iterable[UnansweredForm]) -> tuple[Message, ...]:
    found = [
        Message(sent_on=row.sent_on.data, channel=row.channel.data)
        for row in rows
        if row.sent_on.data
    ]
    return tuple(sorted(set(found), key=lambda each: (each.sent_on, each.channel)))


def _data(answers: Answers | None) -> dict[str, object]:
    if answers is None:
        return {}
    rows = [{"sent_on": each.sent_on, "channel": each.channel} for each in answers.unanswered]
    return {
        **answers.choices,
        "last_answer_on": answers.last_answer_on,
        "announced_end_on": answers.announced_end_on,
        "last_deliverable_on": answers.last_deliverable_on,
        "deadline_on": answers.deadline_on,
        "unanswered": [*rows, {}],
    }


def _refuse_future(day: date | None) -> None:
    if day is not None and day > clock.now().date():
        raise ValidationError(gettext("Cette date est à venir\u00a0: indiquez un jour passé."))
    _refuse_far(day)


def _refuse_far(day: date | None) -> None:
    if day is not None and abs(day - clock.now().date()) > _FAR:
        raise ValidationError(gettext("Vérifiez l’année\u00a0: cette date est à plus de cinq ans."))
