"""Enter an element in the register, and who gets in: the questions are those of its kind."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from reversibility.access.queries import GrantLine, list_grants
from reversibility.access.service import record_grant
from reversibility.catalogues.models import AssetKind
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.register.errors import AssetInvalidError
from reversibility.register.queries import get_asset, list_parties
from reversibility.register.service import declare_asset
from reversibility.web.forms.accesses import AccessForm
from reversibility.web.forms.assets import PARTIES, AssetForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.sheets.playbook import kind_groups
from reversibility.web.words import words

pages = members_only(Blueprint("declaring", __name__))


@dataclass(frozen=True, kw_only=True)
class DeclaringPage:
    """The questions about one kind of element."""

    kind_id: str
    kind: str
    action: str
    owning: str
    asked: tuple[Field, ...]
    parties: tuple[Field, ...]


@pages.get("/registre/nouveau")
def choose() -> str:
    """Ask what kind of element it is."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
    groups = kind_groups(services().catalogue, "declaring.ask")
    return render_template("declaring/choose.html", groups=groups)


@pages.get("/registre/nouveau/<kind_id>")
def ask(kind_id: str) -> Response:
    """Ask what the kind needs to know."""
    kind = services().catalogue.kind(kind_id)
    with reading() as desk:
        form = _form(desk, kind)
    return _show(kind, form)


@pages.post("/registre/nouveau/<kind_id>")
def declare(kind_id: str) -> Response:
    """Enter the element; show it."""
    kind = services().catalogue.kind(kind_id)
    with reading() as desk:
        form = _form(desk, kind)
    asset_id = enter(kind, form)
    if asset_id is None:
        return _show(kind, form, status=422)
    return redirect(url_for("assets.show", asset_id=asset_id))


def enter(kind: AssetKind, form: AssetForm) -> UUID | None:
    """Enter what was typed; None when the form says what is wrong."""
    if not form.validate():
        return None
    try:
        with writing() as desk:
            draft = form.draft(kind, declared_on=desk.now.date(), declared_by=desk.actor.label)
            asset = declare_asset(desk.session, desk.actor, draft, kind=kind, now=desk.now)
            asset_id, name = asset.id, asset.name
    except AssetInvalidError as error:
        form.refuse(error)
        return None
    flash(gettext("%(name)s est inscrit au registre.", name=name))
    return asset_id


def _form(desk: Desk, kind: AssetKind) -> AssetForm:
    desk.actor.require(Permission.REGISTER_WRITE)
    return AssetForm.of(kind, [party.ref for party in list_parties(desk.session, desk.actor)])


def _show(kind: AssetKind, form: AssetForm, *, status: int = 200) -> Response:
    action = url_for("declaring.declare", kind_id=kind.id)
    return show_questions(kind, form, action, status=status)


def show_questions(kind: AssetKind, form: AssetForm, action: str, *, status: int = 200) -> Response:
    """Show the questions about a kind; they are sent to `action`."""
    page = DeclaringPage(
        kind_id=kind.id,
        kind=words().text(kind.title),
        action=action,
        owning=words().text(kind.owning),
        asked=form.asked(kind),
        parties=tuple(form[name] for name in PARTIES),
    )
    return make_response(render_template("declaring/ask.html", page=page, form=form), status)


@dataclass(frozen=True, kw_only=True)
class AccessPage:
    """The element into which somebody gets."""

    asset_id: UUID
    asset: str
    kind: str
    normal: str
    alarming: str


@pages.get("/registre/<uuid:asset_id>/acces")
def ask_access(asset_id: UUID) -> Response:
    """Ask who gets in, with the roles of that platform."""
    with reading() as desk:
        page, form, _kind = _access(desk, asset_id)
    return _show_access(page, form)


@pages.post("/registre/<uuid:asset_id>/acces")
def record_access(asset_id: UUID) -> Response:
    """Record that somebody gets in; show the element."""
    with reading() as desk:
        page, form, kind = _access(desk, asset_id)
    if not form.validate():
        return _show_access(page, form, status=422)
    with writing() as desk:
        roles = [role.id for role in kind.roles]
        record_grant(desk.session, desk.actor, form.draft(asset_id), roles=roles, now=desk.now)
    flash(gettext("L’accès est inscrit au registre."))
    return redirect(url_for("assets.show", asset_id=asset_id))


def _access(desk: Desk, asset_id: UUID) -> tuple[AccessPage, AccessForm, AssetKind]:
    desk.actor.require(Permission.REGISTER_WRITE)
    asset = get_asset(desk.session, desk.actor, asset_id)
    kind = services().catalogue.kind(asset.kind)
    page = AccessPage(
        asset_id=asset.id,
        asset=asset.name,
        kind=words().text(kind.short),
        normal=words().text(kind.normal),
        alarming=words().text(kind.alarming),
    )
    known = _known(list_grants(desk.session, desk.actor, [asset_id]).get(asset_id, ()))
    return page, AccessForm.of(kind, list_parties(desk.session, desk.actor), known), kind


def _known(grants: Collection[GrantLine]) -> GrantLine | None:
    """Return the access that the address asks to bring up to date (`?acces=`)."""
    asked = request.args.get("acces", "")
    return next((grant for grant in grants if str(grant.id) == asked), None)


def _show_access(page: AccessPage, form: AccessForm, *, status: int = 200) -> Response:
    return make_response(render_template("declaring/access.html", page=page, form=form), status)
