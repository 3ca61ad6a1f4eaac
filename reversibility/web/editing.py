"""Change what is declared of an element, archive it, take it back, and end an access to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from reversibility.access.queries import get_grant
from reversibility.access.service import end_grant
from reversibility.catalogues.models import AssetKind
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.register.archiving import Edit
from reversibility.register.editing import (
    archive_asset,
    change_asset,
    confirm_asset,
    take_back_asset,
)
from reversibility.register.errors import AssetChangedError, AssetInvalidError
from reversibility.register.queries import (
    AssetSheet,
    PartyRef,
    get_asset,
    list_archived,
    list_assets,
    list_parties,
)
from reversibility.web.forms.assets import PARTIES, AssetForm
from reversibility.web.forms.changing import Difference
from reversibility.web.forms.confirming import ConfirmForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.words import words

pages = members_only(Blueprint("editing", __name__))


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    """The questions about an element, and what somebody else answered meanwhile."""

    id: UUID
    name: str
    kind: str
    owning: str
    asked: tuple[Field, ...]
    parties: tuple[Field, ...]
    changed_by: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ArchivePage:
    """An element that is about to leave the register, and what depends on it."""

    id: UUID
    name: str
    dependents: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ArchivedRow:
    """An element that left the register."""

    id: UUID
    name: str
    kind: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EndPage:
    """An access that is about to end."""

    id: UUID
    asset_id: UUID
    asset: str
    person: str
    party: str
    role: str


@pages.get("/registre/<uuid:asset_id>/modifier")
def ask(asset_id: UUID) -> Response:
    """Show what is declared, to be changed."""
    with reading() as desk:
        asset, kind = _asset(desk, asset_id)
        form = AssetForm.of(kind, _choosable(desk, asset), asset)
    return _show(asset, kind, form)


@pages.post("/registre/<uuid:asset_id>/modifier")
def change(asset_id: UUID) -> Response:
    """Keep what was changed; show the element, or what somebody else changed meanwhile."""
    with reading() as desk:
        asset, kind = _asset(desk, asset_id)
        form = AssetForm.of(kind, _choosable(desk, asset))
    if not form.validate():
        return _show(asset, kind, form, status=422)
    edit = Edit(id=asset_id, version=form.version.data or 0)
    try:
        with writing() as desk:
            draft = form.draft(kind, declared_on=desk.now.date(), declared_by=desk.actor.label)
            is_changed = change_asset(
                desk.session, desk.actor, edit, draft, kind=kind, now=desk.now
            )
    except AssetInvalidError as error:
        form.refuse(error)
        return _show(asset, kind, form, status=422)
    except AssetChangedError:
        return _meanwhile(asset_id, form)
    if is_changed:
        flash(gettext("Vos modifications sont enregistrées."))
    return redirect(url_for("assets.show", asset_id=asset_id))


@pages.post("/registre/<uuid:asset_id>/relire")
def confirm(asset_id: UUID) -> Response:
    """Keep that somebody read the record again, and that it is still so."""
    with reading() as desk:
        _asset(desk, asset_id)
    form = ConfirmForm()
    if form.validate():
        with writing() as desk:
            edit = Edit(id=asset_id, version=form.version.data)
            confirm_asset(desk.session, desk.actor, edit, now=desk.now)
        flash(gettext("La fiche est confirmée à la date d’aujourd’hui."))
    return redirect(url_for("assets.show", asset_id=asset_id))


@pages.get("/registre/<uuid:asset_id>/archivage")
def ask_archive(asset_id: UUID) -> Response:
    """Say what archiving does, before it is done."""
    return _archive(asset_id, ConfirmForm())


@pages.post("/registre/<uuid:asset_id>/archivage")
def archive(asset_id: UUID) -> Response:
    """Take the element out of the register."""
    form = ConfirmForm()
    if not form.validate():
        return _archive(asset_id, form, status=422)
    with writing() as desk:
        edit = Edit(id=asset_id, version=form.version.data)
        archive_asset(desk.session, desk.actor, edit, now=desk.now)
    flash(gettext("L’élément est archivé. Il reste dans la liste des éléments archivés."))
    return redirect(url_for("register.show"))


@pages.get("/registre/archives")
def show_archived() -> str:
    """List the elements that left the register."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        lines = list_archived(desk.session, desk.actor)
    kinds, text = services().catalogue.kinds, words().text
    rows = tuple(
        ArchivedRow(id=line.id, name=line.name, kind=text(kinds[line.kind].short), at=line.at)
        for line in lines
    )
    return render_template("editing/archived.html", rows=rows)


@pages.post("/registre/<uuid:asset_id>/retour")
def take_back(asset_id: UUID) -> Response:
    """Put an archived element back into the register."""
    with writing() as desk:
        name = take_back_asset(desk.session, desk.actor, asset_id, now=desk.now)
    flash(gettext("%(name)s est de nouveau au registre.", name=name))
    return redirect(url_for("assets.show", asset_id=asset_id))


@pages.get("/acces/<uuid:grant_id>/fin")
def ask_end(grant_id: UUID) -> str:
    """Say what recording the end of an access does, before it is done."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        grant = get_grant(desk.session, desk.actor, grant_id)
        asset, kind = _asset(desk, grant.asset_id)
    role = kind.role(grant.role)
    page = EndPage(
        id=grant.id,
        asset_id=asset.id,
        asset=asset.name,
        person=grant.person,
        party=grant.party.name,
        role=words().text(role.name) if role else grant.role,
    )
    return render_template("editing/end_access.html", page=page)


@pages.post("/acces/<uuid:grant_id>/fin")
def end(grant_id: UUID) -> Response:
    """Record that somebody gets in no more."""
    with writing() as desk:
        grant = get_grant(desk.session, desk.actor, grant_id)
        end_grant(desk.session, desk.actor, grant_id, now=desk.now)
    flash(gettext("La fin de cet accès est inscrite au registre."))
    return redirect(url_for("assets.show", asset_id=grant.asset_id))


def _asset(desk: Desk, asset_id: UUID) -> tuple[AssetSheet, AssetKind]:
    desk.actor.require(Permission.REGISTER_WRITE)
    asset = get_asset(desk.session, desk.actor, asset_id)
    return asset, services().catalogue.kind(asset.kind)


def _choosable(desk: Desk, asset: AssetSheet) -> tuple[PartyRef, ...]:
    """Return the parties to choose from; an archived one that is named already can stay."""
    listed = [party.ref for party in list_parties(desk.session, desk.actor)]
    named = (getattr(asset, name) for name in PARTIES)
    return tuple({party.id: party for party in (*listed, *filter(None, named))}.values())


def _show(
    asset: AssetSheet,
    kind: AssetKind,
    form: AssetForm,
    *,
    status: int = 200,
    differences: tuple[Difference, ...] = (),
) -> Response:
    page = ChangePage(
        id=asset.id,
        name=asset.name,
        kind=words().text(kind.short),
        owning=words().text(kind.owning),
        asked=form.asked(kind),
        parties=tuple(form[name] for name in PARTIES),
        changed_by=asset.declared_by if status == _CONFLICT else "",
        differences=differences,
    )
    return make_response(render_template("editing/change.html", page=page, form=form), status)


_CONFLICT = 409


def _meanwhile(asset_id: UUID, form: AssetForm) -> Response:
    """Show what was typed beside what is declared now; sending it again keeps what was typed."""
    with reading() as desk:
        asset, kind = _asset(desk, asset_id)
    form.rebase(asset.version)
    differences = form.differences(kind, asset)
    return _show(asset, kind, form, status=_CONFLICT, differences=differences)


def _archive(asset_id: UUID, form: ConfirmForm, *, status: int = 200) -> Response:
    with reading() as desk:
        asset, _kind = _asset(desk, asset_id)
        names = {each.id: each.name for each in list_assets(desk.session, desk.actor)}
    form.version.data = asset.version
    page = ArchivePage(
        id=asset.id,
        name=asset.name,
        dependents=tuple(names[each] for each in asset.dependents if each in names),
    )
    return make_response(render_template("editing/archive.html", page=page, form=form), status)
