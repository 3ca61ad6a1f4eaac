"""The forms of a task: who does it, what closes it, why it does not apply, and one's own task."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Self
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from reversibility.evidence.queries import ProofLine
from reversibility.exits.tasks.models import TaskState
from reversibility.exits.tasks.queries import TaskLine
from reversibility.exits.tasks.service import LONGEST_DAYS, Assignment, Closing, OwnTask
from reversibility.kernel import dates
from reversibility.register.queries import PartySheet
from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import RefusedForm
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext

_LONGEST_STATEMENT = 2_000
_PERSON, _PARTY = "personne", "intervenant"


class VersionForm(RefusedForm):
    """Which state of a task the page was about."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class AssignForm(VersionForm):
    """Who does a task, until when, and whether it has begun."""

    owner = SelectField(lazy_gettext("Qui s’en charge"), validate_choice=False)
    due_on = DayField(
        lazy_gettext("Pour le"),
        description=lazy_gettext("Vide\u00a0: le dernier jour qui ne retarde pas la fin."),
    )
    has_begun = BooleanField(lazy_gettext("C’est commencé"))

    @classmethod
    def of(cls, line: TaskLine, parties: Sequence[PartySheet]) -> Self:
        """Fill the form with what was chosen for a task."""
        form = cls(
            prefix="qui",
            data={
                "version": line.version,
                "owner": _owner_code(line) if line.owner.is_named else "",
                "due_on": line.due_on,
                "has_begun": line.state is TaskState.DOING,
            },
        )
        form.owner.choices = owner_choices(parties)
        return form

    def validate_owner(self, field: SelectField) -> None:
        """Accept somebody of the register only."""
        _refuse_unknown(field)

    def assignment(self) -> Assignment:
        """Return what was chosen."""
        person_id, party_id = _owner(self.owner.data)
        return Assignment(
            owner_person_id=person_id,
            owner_party_id=party_id,
            due_on=self.due_on.data,
            has_begun=self.has_begun.data,
        )


class CloseForm(VersionForm):
    """What closes a task: a filed document, or what somebody states."""

    closed_on = DayField(
        lazy_gettext("Fait le"),
        validators=[InputRequired(lazy_gettext("Indiquez le jour où c’était fait."))],
    )
    statement = TextAreaField(
        lazy_gettext("Ce qui a été fait, et ce que vous avez vu"),
        description=lazy_gettext(
            "Votre nom et la date l’accompagnent. Ni mot de passe, ni donnée de patient ou de"
            " client."
        ),
        validators=[AtMost(_LONGEST_STATEMENT, lines=True)],
        filters=[tidy],
        render_kw={"rows": "3"},
    )
    proof_id = SelectField(lazy_gettext("Document déposé qui le montre"), validate_choice=False)

    @classmethod
    def of(cls, line: TaskLine, proofs: Collection[ProofLine], *, today: date) -> Self:
        """Make the form with the documents of the asset."""
        form = cls(prefix="fait", data={"version": line.version, "closed_on": today})
        form.proof_id.choices = [
            SelectChoice("", gettext("Aucun")),
            *(SelectChoice(str(each.id), _document(each)) for each in proofs),
        ]
        return form

    def validate_proof_id(self, field: SelectField) -> None:
        """Accept a document of the asset only."""
        if (field.data or "") not in [choice.value for choice in field.choices]:
            raise ValidationError(gettext("Choisissez un document de la liste."))

    def closing(self, *, today: date) -> Closing:
        """Return what was answered."""
        proof_id = self.proof_id.data
        return Closing(
            closed_on=self.closed_on.data or today,
            statement=self.statement.data,
            proof_id=UUID(proof_id) if proof_id else None,
        )


class AsideForm(VersionForm):
    """Why a task does not apply here."""

    reason = Line(
        lazy_gettext("Pourquoi elle ne s’applique pas"),
        limit=500,
        required=lazy_gettext("Donnez la raison en quelques mots\u00a0: elle reste à votre nom."),
    )

    @classmethod
    def of(cls, line: TaskLine) -> Self:
        """Make the form of a task."""
        return cls(prefix="sans", data={"version": line.version})


class OwnTaskForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A task of one's own, and its place among the others."""

    title = Line(
        lazy_gettext("Ce qu’il faut faire"),
        limit=200,
        required=lazy_gettext("Écrivez ce qu’il faut faire, en commençant par un verbe."),
    )
    days = IntegerField(
        lazy_gettext("Durée, en jours"),
        default=1,
        validators=[
            InputRequired(lazy_gettext("Écrivez un nombre de jours\u00a0: 0 pour le jour même.")),
            NumberRange(
                min=0,
                max=LONGEST_DAYS,
                message=lazy_gettext("Écrivez un nombre de jours entre 0 et 730."),
            ),
        ],
    )
    asset_id = SelectField(lazy_gettext("Élément"), validate_choice=False)
    after = SelectField(lazy_gettext("Vient après"), validate_choice=False)
    before = SelectField(
        lazy_gettext("Doit être faite avant"),
        validate_choice=False,
        description=lazy_gettext("Cette autre tâche attendra la vôtre."),
    )
    owner = SelectField(lazy_gettext("Qui s’en charge"), validate_choice=False)
    due_on = DayField(lazy_gettext("Pour le"))

    @classmethod
    def of(cls, lines: Collection[TaskLine], parties: Sequence[PartySheet]) -> Self:
        """Make the form with the tasks there are."""
        form = cls()
        assets = {str(line.asset_id): line.asset for line in lines if line.asset_id}
        form.asset_id.choices = [
            SelectChoice("", gettext("Aucun en particulier")),
            *(SelectChoice(code, name) for code, name in assets.items()),
        ]
        tasks = [
            SelectChoice(
                line.key,
                " · ".join(filter(None, (line.asset, line.said(current_language())))),
            )
            for line in lines
            if not line.is_gone
        ]
        for field in (form.after, form.before):
            field.choices = [SelectChoice("", gettext("Aucune")), *tasks]
        form.owner.choices = owner_choices(parties)
        return form

    def validate_asset_id(self, field: SelectField) -> None:
        """Accept an asset of the exit only."""
        _refuse_unknown(field)

    def validate_after(self, field: SelectField) -> None:
        """Accept a task of the exit only."""
        _refuse_unknown(field)

    def validate_before(self, field: SelectField) -> None:
        """Accept a task of the exit only."""
        _refuse_unknown(field)

    def validate_owner(self, field: SelectField) -> None:
        """Accept somebody of the register only."""
        _refuse_unknown(field)

    def draft(self) -> OwnTask:
        """Return what was answered."""
        person_id, party_id = _owner(self.owner.data)
        return OwnTask(
            title=self.title.data,
            days=self.days.data,
            asset_id=UUID(self.asset_id.data) if self.asset_id.data else None,
            needs=tuple(filter(None, (self.after.data,))),
            needed_by=tuple(filter(None, (self.before.data,))),
            due_on=self.due_on.data,
            owner_person_id=person_id,
            owner_party_id=party_id,
        )


def owner_choices(parties: Sequence[PartySheet]) -> list[SelectChoice]:
    """List who can be in charge: firms, and their people."""
    choices = [SelectChoice("", gettext("Comme le plan le prévoit"))]
    for party in parties:
        choices.append(SelectChoice(f"{_PARTY}.{party.id}", party.name))
        choices += [
            SelectChoice(f"{_PERSON}.{person.id}", f"{person.name}, {party.name}")
            for person in party.people
        ]
    return choices


def _document(line: ProofLine) -> str:
    return gettext(
        "%(title)s, du %(day)s", title=line.title, day=dates.day(line.dated_on, current_language())
    )


def _owner_code(line: TaskLine) -> str:
    owner = line.owner
    return f"{_PERSON}.{owner.person_id}" if owner.person_id else f"{_PARTY}.{owner.party_id}"


def _owner(code: str | None) -> tuple[UUID | None, UUID | None]:
    kind, _, identifier = (code or "").partition(".")
    if not identifier:
        return None, None
    found = UUID(identifier)
    return (found, None) if kind == _PERSON else (None, found)


def _refuse_unknown(field: SelectField) -> None:
    if (field.data or "") not in [choice.value for choice in field.choices]:
        raise ValidationError(gettext("Choisissez dans la liste."))
