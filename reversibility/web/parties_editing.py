"""Add a party to the register, change it, archive it, and take it back."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.access.queries import list_grants
from reversibility.contracts.queries import list_contracts
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.register.archiving import Edit
from reversibility.register.errors import PartyChangedError, PartyMissingError, PracticeStaysError
from reversibility.register.models import PartyKind
from reversibility.register.parties import archive_party, change_party, take_back_party
from reversibility.register.queries import PartySheet, get_party, list_assets
from reversibility.register.service import add_party
from reversibility.web.forms.changing import Difference
from reversibility.web.forms.confirming import ConfirmForm
from reversibility.web.forms.parties import PartyForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.parties import ContractItem, contract_item
from reversibility.web.sheets.parties import PartyAsset, party_assets

pages = members_only(Blueprint("parties_editing", __name__))

_INVALID, _CONFLICT = 422, 409


@dataclass(frozen=True, kw_only=True)
class PartyFormPage:
    """The questions about a party, and what somebody else answered meanwhile."""

    id: UUID | None = None
    """None for one that is to be added."""
    name: str = ""
    is_conflict: bool = False
    changed_by: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ArchivePage:
    """A party that is about to leave the lists, and what names it."""

    id: UUID
    name: str
    assets: tuple[PartyAsset, ...]
    contracts: tuple[ContractItem, ...]


@pages.get("/intervenants/nouveau")
def ask_new() -> Response:
    """Ask who the party is."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
    return _show(PartyFormPage(), PartyForm.of())


@pages.post("/intervenants/nouveau")
def add() -> Response:
    """Enter the party; show it."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
    form = PartyForm.of()
    if not form.validate():
        return _show(PartyFormPage(), form, status=_INVALID)
    with writing() as desk:
        party = add_party(desk.session, desk.actor, form.draft(), now=desk.now)
        party_id, name = party.id, party.name
    flash(gettext("%(name)s est inscrit au registre.", name=name))
    return redirect(url_for("parties.show", party_id=party_id))


@pages.get("/intervenants/<uuid:party_id>/modifier")
def ask(party_id: UUID) -> Response:
    """Show what is declared, to be changed."""
    with reading() as desk:
        party = _party(desk, party_id)
    if party.kind is PartyKind.PRACTICE:
        return redirect(url_for("practice_card.ask"))
    return _show(_page(party), PartyForm.of(party, is_filled=True))


@pages.post("/intervenants/<uuid:party_id>/modifier")
def change(party_id: UUID) -> Response:
    """Keep what was changed; show the party, or what somebody else changed meanwhile."""
    with reading() as desk:
        party = _party(desk, party_id)
    if party.kind is PartyKind.PRACTICE:
        return redirect(url_for("practice_card.ask"))
    form = PartyForm.of(party)
    if not form.validate():
        return _show(_page(party), form, status=_INVALID)
    edit = Edit(id=party_id, version=form.version.data or 0)
    try:
        with writing() as desk:
            is_changed = change_party(desk.session, desk.actor, edit, form.draft(), now=desk.now)
    except PartyChangedError:
        return _meanwhile(party_id, form)
    if is_changed:
        flash(gettext("Vos modifications sont enregistrées."))
    return redirect(url_for("parties.show", party_id=party_id))


@pages.get("/intervenants/<uuid:party_id>/archivage")
def ask_archive(party_id: UUID) -> Response:
    """Say what archiving does, and what names the party, before it is done."""
    return _archive(party_id, ConfirmForm())


@pages.post("/intervenants/<uuid:party_id>/archivage")
def archive(party_id: UUID) -> Response:
    """Take the party out of the lists."""
    form = ConfirmForm()
    if not form.validate():
        return _archive(party_id, form, status=_INVALID)
    with writing() as desk:
        edit = Edit(id=party_id, version=form.version.data)
        archive_party(desk.session, desk.actor, edit, now=desk.now)
    flash(gettext("L’intervenant est archivé. Il reste en bas de cette liste."))
    return redirect(url_for("parties.show_all"))


@pages.post("/intervenants/<uuid:party_id>/retour")
def take_back(party_id: UUID) -> Response:
    """Put an archived party back into the lists."""
    with writing() as desk:
        name = take_back_party(desk.session, desk.actor, party_id, now=desk.now)
    flash(gettext("%(name)s est de nouveau au registre.", name=name))
    return redirect(url_for("parties.show", party_id=party_id))


def _party(desk: Desk, party_id: UUID) -> PartySheet:
    desk.actor.require(Permission.REGISTER_WRITE)
    party = get_party(desk.session, desk.actor, party_id)
    if party.retired_at is not None:
        raise PartyMissingError
    return party


def _page(party: PartySheet, form: PartyForm | None = None) -> PartyFormPage:
    """Describe the questions; with a form: beside what is declared now."""
    return PartyFormPage(
        id=party.id,
        name=party.name,
        is_conflict=form is not None,
        changed_by=party.changed_by,
        differences=form.differences(party) if form else (),
    )


def _show(page: PartyFormPage, form: PartyForm, *, status: int = 200) -> Response:
    return make_response(render_template("parties/edit.html", page=page, form=form), status)


def _meanwhile(party_id: UUID, form: PartyForm) -> Response:
    with reading() as desk:
        party = _party(desk, party_id)
    form.rebase(party.version)
    return _show(_page(party, form), form, status=_CONFLICT)


def _archive(party_id: UUID, form: ConfirmForm, *, status: int = 200) -> Response:
    with reading() as desk:
        party = _party(desk, party_id)
        if party.kind is PartyKind.PRACTICE:
            raise PracticeStaysError
        assets = list_assets(desk.session, desk.actor)
        grants = list_grants(desk.session, desk.actor)
        contracts = list_contracts(desk.session, desk.actor, today=desk.now.date())
    form.version.data = party.version
    page = ArchivePage(
        id=party.id,
        name=party.name,
        assets=party_assets(party_id, assets, grants),
        contracts=tuple(contract_item(each) for each in contracts if each.provider.id == party_id),
    )
    return make_response(render_template("parties/archive.html", page=page, form=form), status)
