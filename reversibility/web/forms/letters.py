"""The form of a letter, made from its catalogue file; and the steps of its life."""

from datetime import date
from typing import Any, Self, cast

from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from reversibility.catalogues.letters import Channel, Field, FieldKind, Letter
from reversibility.exits.drafting.ending import required_form
from reversibility.exits.drafting.gathering import LetterMaterial
from reversibility.exits.drafting.known import ENDING, OWN_FIELDS
from reversibility.exits.drafting.words import channel_name
from reversibility.exits.letters.writing import Writing
from reversibility.kernel.dates import Locale
from reversibility.kernel.files import LARGEST_MB, PAPERS, file_fault
from reversibility.web.forms.changing import ChangingForm
from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import RefusedForm, refuse
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext

_LONGEST, _LONGEST_LINES = 300, 20_000
"""A chronology of some length fits into the facts of a letter."""
_MOST_DAYS = 90
PREFIX = "x_"
"""Before the name of what the catalogue asks, so that no name of ours can be meant."""


class LetterForm(ChangingForm):
    """What every letter asks; what its catalogue file asks is added for each."""

    locale = RadioField(lazy_gettext("Langue du courrier"), validate_choice=False)
    channel = SelectField(lazy_gettext("Mode d’envoi"), validate_choice=False)
    planned_on = DayField(
        lazy_gettext("Date du courrier"),
        description=lazy_gettext("Le jour où vous comptez l’envoyer."),
    )
    days = IntegerField(
        lazy_gettext("Délai de réponse"),
        validators=[Optional(), NumberRange(1, _MOST_DAYS)],
        description=lazy_gettext("Laissez vide pour le délai habituel. Repère, modifiable."),
    )
    signer_name = SelectField(lazy_gettext("Qui signe"), validate_choice=False)
    signer_capacity = Line(
        lazy_gettext("En quelle qualité"),
        limit=120,
        description=lazy_gettext("Par exemple\u00a0: gérante, associé."),
    )
    contact_name = Line(lazy_gettext("Interlocuteur au cabinet"), limit=200)
    contact_reached = Line(
        lazy_gettext("Où le joindre"),
        limit=200,
        description=lazy_gettext("Téléphone ou adresse du cabinet, jamais personnels."),
    )

    def validate_channel(self, field: SelectField) -> None:
        """Accept a channel that this letter may go by."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez le mode d’envoi."))

    def validate_planned_on(self, field: DayField) -> None:
        """Ask for the day that the letter bears."""
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Indiquez la date que portera le courrier."))

    def asked(self) -> list[Any]:
        """Return the fields that the catalogue asks."""
        return [field for field in self if field.name.startswith(PREFIX)]

    def writing(self, kind: str) -> Writing:
        """Return what was written."""
        values = {name: str(self[name].data or "") for name in OWN_FIELDS}
        values |= {field.name.removeprefix(PREFIX): _value(field.data) for field in self.asked()}
        return Writing(
            kind=kind,
            locale="en" if self.locale.data == "en" else "fr",
            channel=Channel(self.channel.data),
            planned_on=cast("date", self.planned_on.data),
            days=(self.days.data or 0) if "days" in self else 0,
            values={name: value for name, value in values.items() if value},
        )


def letter_form(
    letter: Letter, material: LetterMaterial, writing: Writing, version: int
) -> LetterForm:
    """Make the form of a letter, filled in with what is written of it."""
    locale = current_language()
    made = type(
        "OneLetterForm",
        (LetterForm,),
        {f"{PREFIX}{field.id}": _field(field, locale) for field in letter.fields},
    )
    form = cast("LetterForm", made(data=_data(letter, writing, version)))
    form.locale.choices = [("fr", gettext("Français")), ("en", gettext("Anglais"))]
    form.channel.choices = _channels(letter)
    form.channel.description = _asked_by_contract(letter, material)
    signers = material.signers
    form.signer_name.choices = [("", gettext("Choisir")), *((name, name) for name in signers)]
    if letter.deadline is None or not letter.deadline.days:
        del form.days
    return form


class SendingForm(RefusedForm):
    """How a letter went out, with its proof."""

    sent_on = DayField(lazy_gettext("Envoyé le"))
    channel = SelectField(lazy_gettext("Par"), validate_choice=False)
    file = FileField(
        lazy_gettext("Justificatif d’envoi"),
        description=lazy_gettext(
            "Reçu de la poste, ou courriel envoyé au format .eml\u00a0; %(most)s\u00a0Mo au plus."
            " Facultative, et utile.",
            most=LARGEST_MB,
        ),
    )

    @classmethod
    def of(cls, letter: Letter, channel: Channel, *, today: date) -> Self:
        """Make the form with its choices."""
        form = cls(data={"channel": channel.value, "sent_on": today})
        form.channel.choices = _channels(letter)
        return form

    def validate_sent_on(self, field: DayField) -> None:
        """Ask for the day."""
        _need_day(field)

    def validate_channel(self, field: SelectField) -> None:
        """Accept a channel that this letter may go by."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez le mode d’envoi."))

    def validate_file(self, field: FileField) -> None:
        """Read the file, and refuse what cannot be kept."""
        self.content = _content(field)

    def day(self) -> date:
        """Return the day, once the form is valid."""
        return cast("date", self.sent_on.data)


class ReceiptForm(RefusedForm):
    """The day on which a letter was received."""

    received_on = DayField(
        lazy_gettext("Reçu le"),
        description=lazy_gettext("Le jour que porte l’avis de réception."),
    )

    def validate_received_on(self, field: DayField) -> None:
        """Ask for the day."""
        _need_day(field)

    def day(self) -> date:
        """Return the day, once the form is valid."""
        return cast("date", self.received_on.data)


class AnswerForm(RefusedForm):
    """The answer that came."""

    answered_on = DayField(lazy_gettext("Réponse du"))
    text = TextAreaField(
        lazy_gettext("En bref"),
        validators=[AtMost(2_000, lines=True)],
        filters=[tidy],
        description=lazy_gettext("Ce qui est répondu, sans commentaire."),
    )
    file = FileField(
        lazy_gettext("La réponse elle-même"),
        description=lazy_gettext("PDF, image, ou courriel au format .eml. Facultative."),
    )

    def validate_answered_on(self, field: DayField) -> None:
        """Ask for the day."""
        _need_day(field)

    def validate_file(self, field: FileField) -> None:
        """Read the file, and refuse what cannot be kept."""
        self.content = _content(field)

    def day(self) -> date:
        """Return the day, once the form is valid."""
        return cast("date", self.answered_on.data)


def _channels(letter: Letter) -> list[tuple[str, str]]:
    locale = current_language()
    names = ((each.value, channel_name(each, locale)) for each in letter.channels)
    return [(value, name[:1].upper() + name[1:]) for value, name in names]


def _asked_by_contract(letter: Letter, material: LetterMaterial) -> str:
    """Say which form the contract asks notice to have, where the letter gives it."""
    asked = required_form(material.contract.agreed, current_language())
    if letter.id != ENDING or not asked:
        return ""
    return gettext("Le contrat demande\u00a0: %(form)s.", form=asked)


def _content(field: FileField) -> bytes | None:
    if not field.data:
        return None
    content: bytes = field.data.read()
    refuse(file_fault(content, PAPERS))
    return content


def _need_day(field: DayField) -> None:
    if field.data is None and not field.process_errors:
        raise ValidationError(gettext("Indiquez le jour."))


def _field(field: Field, locale: Locale) -> object:
    label = field.label.in_(locale)
    options: dict[str, Any] = {"description": field.help.in_(locale) if field.help else ""}
    if field.kind is FieldKind.DATE:
        return DayField(label, **options)
    if field.kind is FieldKind.CHOICE:
        choices = [SelectChoice(each.id, each.label.in_(locale)) for each in field.choices]
        return RadioField(label, choices=choices, validate_choice=False, **options)
    if field.kind is FieldKind.LINES:
        checks = [AtMost(_LONGEST_LINES, lines=True)]
        return TextAreaField(
            label, validators=checks, filters=[tidy], render_kw={"rows": 4}, **options
        )
    return Line(label, limit=_LONGEST, **options)


def _data(letter: Letter, writing: Writing, version: int) -> dict[str, object]:
    values = writing.values
    asked = {f"{PREFIX}{each.id}": _typed(each, values.get(each.id, "")) for each in letter.fields}
    return {
        "version": version,
        "locale": writing.locale,
        "channel": writing.channel.value,
        "planned_on": writing.planned_on,
        "days": writing.days or None,
        **{name: values.get(name, "") for name in OWN_FIELDS},
        **asked,
    }


def _typed(field: Field, value: str) -> object:
    if field.kind is not FieldKind.DATE:
        return value
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _value(data: object) -> str:
    return data.isoformat() if isinstance(data, date) else str(data or "")
