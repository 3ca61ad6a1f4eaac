"""Which entries of the journal one wants to see."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import Field, Form, SelectField, StringField
from wtforms.validators import StopValidation

from reversibility.journal import texts
from reversibility.journal.queries import Wanted, Words
from reversibility.kernel.actor import ActorKind
from reversibility.kernel.dates import is_plausible
from reversibility.web.forms.days import DayField
from reversibility.web.forms.text import AtMost, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext

_LONGEST = 100


def _plausible(_form: Form, field: Field) -> None:
    if field.data and not is_plausible(field.data):
        raise StopValidation(gettext("Vérifiez l’année."))


def _offered(_form: Form, field: Field) -> None:
    if field.data not in {value for value, _ in field.choices}:
        raise StopValidation(gettext("Choisissez dans la liste."))


def _somebody(_form: Form, field: Field) -> None:
    try:
        if field.data and field.data not in set(ActorKind):
            UUID(field.data)
    except ValueError as error:
        raise StopValidation(gettext("Choisissez dans la liste.")) from error


class JournalForm(Form):  # type: ignore[misc]  # WTForms is untyped
    """The filters; what is left empty excludes nothing."""

    texte = StringField(
        lazy_gettext("Mots cherchés"), validators=[AtMost(_LONGEST)], filters=[tidy], default=""
    )
    personne = SelectField(
        lazy_gettext("Qui"), default="", validate_choice=False, validators=[_somebody]
    )
    genre = SelectField(
        lazy_gettext("Sorte de fiche"), default="", validate_choice=False, validators=[_offered]
    )
    famille = SelectField(
        lazy_gettext("Sorte d’action"), default="", validate_choice=False, validators=[_offered]
    )
    du = DayField(lazy_gettext("Du"), validators=[_plausible])
    au = DayField(lazy_gettext("Au"), validators=[_plausible])

    @classmethod
    def of(cls, asked: Any) -> "JournalForm":  # noqa: ANN401 - werkzeug's MultiDict
        """Read the filters of an address."""
        form = cls(asked)
        locale = current_language()
        form.genre.choices = _choices(gettext("Toutes"), texts.subjects(locale).items())
        form.famille.choices = _choices(gettext("Toutes"), texts.families(locale).items())
        return form

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer these people, by key and name."""
        self.personne.choices = _choices(gettext("Tout le monde"), people)

    def wanted(self, time_zone: ZoneInfo) -> Wanted:
        """Return what was asked for; the last day counts whole."""
        return Wanted(
            actor=self.personne.data,
            subject_type=self.genre.data,
            family=self.famille.data,
            since=_midnight(self.du.data, 0, time_zone),
            before=_midnight(self.au.data, 1, time_zone),
            text=Words.of(self.texte.data, current_language()),
        )


def _midnight(day: date | None, after: int, time_zone: ZoneInfo) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=after), time(), tzinfo=time_zone)


def _choices(everything: str, named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", everything), *named]
