"""The forms of the chronology: a fact, its correction, what the provider observes, files."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from typing import Any, Self
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, Field, SelectField, SelectMultipleField, TextAreaField, TimeField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from reversibility.contracts.event_models import EventKind
from reversibility.contracts.event_queries import EventLine
from reversibility.contracts.events import (
    LONGEST_AUTHOR,
    LONGEST_EFFECT,
    LONGEST_FACTS,
    LONGEST_REASON,
    EventDraft,
    RemarkDraft,
)
from reversibility.contracts.paper_queries import PaperLine
from reversibility.contracts.texts import event_kind
from reversibility.kernel.dates import paper_day_fault
from reversibility.kernel.errors import InvalidError
from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import refuse, sentence_of
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.words import words

Instant = Callable[[date | None, time | None], datetime | None]


class HourField(TimeField):  # type: ignore[misc]  # WTForms is untyped
    """An hour, or nothing; what cannot be read gets a sentence that says how to write it."""

    data: time | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is no hour."""
        if not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Écrivez une heure, par exemple 14:05.")) from error


class _Boxes(SelectMultipleField):  # type: ignore[misc]  # WTForms is untyped
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EventForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A fact: when, what, by whom, to what effect, shown by which papers."""

    # The choices are checked below, with sentences of our own.
    kind = SelectField(lazy_gettext("De quoi s’agit-il\u00a0?"), validate_choice=False)
    happened_on = DayField(lazy_gettext("Jour"))
    hour = HourField(
        lazy_gettext("Heure"), description=lazy_gettext("Vide si vous ne la connaissez pas.")
    )
    facts = TextAreaField(
        lazy_gettext("Les faits"),
        description=lazy_gettext(
            "Ce qui a été vu, dit ou reçu, sans commentaire. Ni nom, ni donnée de patient ou de"
            " client."
        ),
        filters=[tidy],
        validators=[
            InputRequired(lazy_gettext("Écrivez ce qui s’est passé.")),
            AtMost(LONGEST_FACTS, lines=True),
        ],
        render_kw={"rows": 4},
    )
    author = Line(
        lazy_gettext("Qui l’a fait, dit ou vu"),
        limit=LONGEST_AUTHOR,
        render_kw={"autocomplete": "off"},
    )
    effect = Line(
        lazy_gettext("Effet pour le cabinet"),
        limit=LONGEST_EFFECT,
        description=lazy_gettext(
            "Par exemple «\u00a0Pas de prise de rendez-vous, 4 heures\u00a0»."
        ),
    )
    papers = _Boxes(lazy_gettext("Pièces qui le montrent"), validate_choice=False)
    because = Line(
        lazy_gettext("Pourquoi corriger cette ligne\u00a0?"),
        limit=LONGEST_REASON,
        description=lazy_gettext("L’ancienne ligne reste visible, avec cette raison."),
    )

    @classmethod
    def of(
        cls, papers: Collection[PaperLine], event: EventLine | None = None, *, today: date
    ) -> Self:
        """Make the form, filled with the line that is corrected if there is one."""
        form = cls(data=_data(event) if event else {"happened_on": today})
        form.today = today
        form.kind.choices = [
            ("", gettext("Choisir")),
            *((each.value, event_kind(each, current_language())) for each in EventKind),
        ]
        form.papers.choices = paper_choices(papers)
        return form

    def validate_kind(self, field: SelectField) -> None:
        """Ask what it is."""
        if field.data not in set(EventKind):
            raise ValidationError(gettext("Dites de quoi il s’agit."))

    def validate_happened_on(self, field: DayField) -> None:
        """Refuse a day that has not come, or a typing error in the year."""
        if not field.process_errors:
            refuse(paper_day_fault(field.data, today=self.today))

    def validate_papers(self, field: Field) -> None:
        """Accept papers of the list only."""
        known = {value for value, _ in field.choices}
        if set(field.data or ()) - known:
            raise ValidationError(gettext("Choisissez des pièces de la liste."))

    def draft(self, instant: Instant) -> EventDraft:
        """Return what was noted; `instant` tells when an hour of the reader's day is."""
        return EventDraft(
            kind=EventKind(self.kind.data),
            happened_on=self.happened_on.data,
            happened_at=instant(self.happened_on.data, self.hour.data),
            facts=self.facts.data,
            author=self.author.data,
            effect=self.effect.data,
            papers=tuple(UUID(each) for each in self.papers.data or ()),
            because=self.because.data or "",
        )

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why the fact was refused."""
        for name, code in error.fields.items():
            self[name].errors = [sentence_of(code)]


class RemarkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What the provider observes about a fact, in its own words."""

    text = TextAreaField(
        lazy_gettext("Observation du prestataire"),
        description=lazy_gettext("Recopiée telle quelle, sans rien retrancher."),
        filters=[tidy],
        validators=[
            InputRequired(lazy_gettext("Recopiez ce que le prestataire observe.")),
            AtMost(LONGEST_FACTS, lines=True),
        ],
        render_kw={"rows": 4},
    )
    dated_on = DayField(lazy_gettext("Date de cette observation"))
    paper = SelectField(lazy_gettext("Pièce où elle figure"), validate_choice=False)

    @classmethod
    def of(cls, papers: Collection[PaperLine], *, today: date) -> Self:
        """Make the form with the papers of the contract."""
        form = cls(data={"dated_on": today})
        form.today = today
        form.paper.choices = [("", gettext("Aucune")), *paper_choices(papers)]
        return form

    def validate_dated_on(self, field: DayField) -> None:
        """Refuse a day that has not come, or a typing error in the year."""
        if not field.process_errors:
            refuse(paper_day_fault(field.data, today=self.today))

    def validate_paper(self, field: SelectField) -> None:
        """Accept a paper of the list only."""
        if (field.data or "") not in {value for value, _ in field.choices}:
            raise ValidationError(gettext("Choisissez une pièce de la liste."))

    def draft(self) -> RemarkDraft:
        """Return what was observed."""
        return RemarkDraft(
            text=self.text.data,
            dated_on=self.dated_on.data,
            paper_id=UUID(self.paper.data) if self.paper.data else None,
        )


class FilesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Several files at once: mails, PDF, pictures."""

    files = MultipleFileField(
        lazy_gettext("Fichiers"),
        description=lazy_gettext(
            "Courriels au format .eml, PDF, images PNG ou JPEG. Vingt au plus à la fois, 10\u00a0Mo"
            " chacun."
        ),
        render_kw={"accept": ".eml,.pdf,.png,.jpg,.jpeg", "multiple": True},
    )
    nothing_private = BooleanField(
        lazy_gettext("Aucune donnée de patient ou de client n’est visible"),
        description=lazy_gettext(
            "Masquez-la d’abord\u00a0: le secret professionnel vaut aussi pour une pièce."
            " L’original non masqué reste chez vous."
        ),
    )

    def validate_nothing_private(self, field: BooleanField) -> None:
        """Ask for the promise before anything is kept."""
        if not field.data:
            raise ValidationError(
                gettext("Cochez cette case après avoir masqué ce qui doit l’être.")
            )

    def validate_files(self, field: Field) -> None:
        """Ask for a file, and for no more than fit."""
        self.sent = [each for each in field.data or () if each and each.filename]
        if not self.sent:
            raise ValidationError(gettext("Choisissez au moins un fichier."))
        if len(self.sent) > MOST_FILES:
            raise ValidationError(
                gettext("Vingt fichiers au plus à la fois\u00a0: choisissez-en moins.")
            )


MOST_FILES = 20


def paper_choices(papers: Collection[PaperLine]) -> list[tuple[str, str]]:
    """Name papers with the date they bear."""
    return [(str(each.id), f"{each.title}, {words().day(each.dated_on)}") for each in papers]


def _data(event: EventLine) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "happened_on": event.happened_on,
        "facts": event.facts,
        "author": event.author,
        "effect": event.effect,
        "papers": [str(each) for each in event.papers],
    }
