"""Add somebody to a party, change what is said of them, archive them, and take them back."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.access.errors import StillInForceError
from reversibility.access.leaving import let_go
from reversibility.access.queries import GrantLine, list_grants_of
from reversibility.http.refusals import sentence
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.register.archiving import Edit
from reversibility.register.errors import (
    PartyMissingError,
    PersonChangedError,
    PersonMissingError,
)
from reversibility.register.parties import change_person, take_back_person
from reversibility.register.queries import (
    PartyRef,
    PersonSheet,
    get_party,
    get_person,
    list_archived,
    list_assets,
)
from reversibility.register.service import add_person
from reversibility.web.forms.changing import Difference
from reversibility.web.forms.parties import LeavingForm, PersonForm
from reversibility.web.languages import current_language, gettext, ngettext
from reversibility.web.members import members_only
from reversibility.web.sheets.accesses import second_factor
from reversibility.web.words import words

pages = members_only(Blueprint("people", __name__))

_INVALID, _CONFLICT = 422, 409


@dataclass(frozen=True, kw_only=True)
class PersonFormPage:
    """The questions about a person, and what somebody else answered meanwhile."""

    party: PartyRef
    id: UUID | None = None
    """None for one who is to be added."""
    name: str = ""
    is_conflict: bool = False
    changed_by: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AccessItem:
    """An element into which the person gets."""

    asset: str
    role: str
    second_factor: str


@dataclass(frozen=True, kw_only=True)
class LeavingPage:
    """A person who is about to leave the lists, and what they still get into."""

    id: UUID
    name: str
    party: PartyRef
    accesses: tuple[AccessItem, ...]


@pages.get("/intervenants/<uuid:party_id>/personnes/nouvelle")
def ask_new(party_id: UUID) -> Response:
    """Ask who the person is."""
    with reading() as desk:
        party = _party(desk, party_id)
    return _show(PersonFormPage(party=party), PersonForm())


@pages.post("/intervenants/<uuid:party_id>/personnes/nouvelle")
def add(party_id: UUID) -> Response:
    """Enter the person; show their party."""
    with reading() as desk:
        party = _party(desk, party_id)
    form = PersonForm()
    if not form.validate():
        return _show(PersonFormPage(party=party), form, status=_INVALID)
    with writing() as desk:
        draft = form.draft(party_id)
        add_person(desk.session, desk.actor, draft, now=desk.now)
    flash(gettext("%(name)s figure maintenant au registre.", name=draft.name))
    return redirect(url_for("parties.show", party_id=party_id, _anchor="people"))


@pages.get("/personnes/<uuid:person_id>/modifier")
def ask(person_id: UUID) -> Response:
    """Show what is declared, to be changed."""
    with reading() as desk:
        person = _person(desk, person_id)
    return _show(_page(person), PersonForm.of(person))


@pages.post("/personnes/<uuid:person_id>/modifier")
def change(person_id: UUID) -> Response:
    """Keep what was changed; show the party, or what somebody else changed meanwhile."""
    with reading() as desk:
        person = _person(desk, person_id)
    form = PersonForm()
    if not form.validate():
        return _show(_page(person), form, status=_INVALID)
    edit = Edit(id=person_id, version=form.version.data or 0)
    try:
        with writing() as desk:
            draft = form.draft(person.party.id)
            is_changed = change_person(desk.session, desk.actor, edit, draft, now=desk.now)
    except PersonChangedError:
        return _meanwhile(person_id, form)
    if is_changed:
        flash(gettext("Vos modifications sont enregistrées."))
    return redirect(url_for("parties.show", party_id=person.party.id, _anchor="people"))


@pages.get("/personnes/<uuid:person_id>/archivage")
def ask_archive(person_id: UUID) -> Response:
    """Say what archiving does, and what the person still gets into, before it is done."""
    return _archive(person_id, LeavingForm())


@pages.post("/personnes/<uuid:person_id>/archivage")
def archive(person_id: UUID) -> Response:
    """Take the person out of the lists, and end their accesses if that was asked for."""
    form = LeavingForm()
    if not form.validate():
        return _archive(person_id, form, status=_INVALID)
    edit = Edit(id=person_id, version=form.version.data)
    try:
        with writing() as desk:
            person = get_person(desk.session, desk.actor, person_id)
            ended = let_go(
                desk.session,
                desk.actor,
                edit,
                ends_accesses=form.ends_accesses.data,
                now=desk.now,
            )
    except StillInForceError as error:
        form.ends_accesses.errors = [sentence(error, current_language())]
        return _archive(person_id, form, status=_INVALID)
    flash(_archived(person.name, ended))
    return redirect(url_for("parties.show", party_id=person.party.id, _anchor="people"))


@pages.post("/personnes/<uuid:person_id>/retour")
def take_back(person_id: UUID) -> Response:
    """Put an archived person back into the lists; their accesses stay ended."""
    with writing() as desk:
        party_id = take_back_person(desk.session, desk.actor, person_id, now=desk.now)
        name = get_person(desk.session, desk.actor, person_id).name
    flash(gettext("%(name)s figure de nouveau au registre.", name=name))
    return redirect(url_for("parties.show", party_id=party_id, _anchor="people"))


def _archived(name: str, ended: int) -> str:
    if not ended:
        return gettext("%(name)s est dans les archives de cet intervenant.", name=name)
    return ngettext(
        "%(name)s est dans les archives de cet intervenant. La fin d’un accès est notée.",
        "%(name)s est dans les archives de cet intervenant. La fin de %(num)s accès est notée.",
        ended,
        name=name,
    )


def _party(desk: Desk, party_id: UUID) -> PartyRef:
    desk.actor.require(Permission.REGISTER_WRITE)
    party = get_party(desk.session, desk.actor, party_id)
    if party.retired_at is not None:
        raise PartyMissingError
    return party.ref


def _person(desk: Desk, person_id: UUID) -> PersonSheet:
    desk.actor.require(Permission.REGISTER_WRITE)
    person = get_person(desk.session, desk.actor, person_id)
    if person.retired_at is not None:
        raise PersonMissingError
    return person


def _page(person: PersonSheet, form: PersonForm | None = None) -> PersonFormPage:
    """Describe the questions; with a form: beside what is declared now."""
    return PersonFormPage(
        party=person.party,
        id=person.id,
        name=person.name,
        is_conflict=form is not None,
        changed_by=person.changed_by,
        differences=form.differences(person) if form else (),
    )


def _show(page: PersonFormPage, form: PersonForm, *, status: int = 200) -> Response:
    return make_response(render_template("people/edit.html", page=page, form=form), status)


def _meanwhile(person_id: UUID, form: PersonForm) -> Response:
    with reading() as desk:
        person = _person(desk, person_id)
    form.rebase(person.version)
    return _show(_page(person, form), form, status=_CONFLICT)


def _archive(person_id: UUID, form: LeavingForm, *, status: int = 200) -> Response:
    with reading() as desk:
        person = _person(desk, person_id)
        grants = list_grants_of(desk.session, desk.actor, person_id)
        assets = list_assets(desk.session, desk.actor)
        archived = list_archived(desk.session, desk.actor)
    known = {each.id: (each.name, each.kind) for each in assets}
    known |= {each.id: (each.name, each.kind) for each in archived}
    form.version.data = person.version
    page = LeavingPage(
        id=person.id,
        name=person.name,
        party=person.party,
        accesses=tuple(_access(grant, *known[grant.asset_id]) for grant in grants),
    )
    return make_response(render_template("people/archive.html", page=page, form=form), status)


def _access(grant: GrantLine, asset: str, kind: str) -> AccessItem:
    role = services().catalogue.kind(kind).role(grant.role)
    return AccessItem(
        asset=asset,
        role=words().text(role.name) if role else grant.role,
        second_factor=second_factor(grant),
    )
