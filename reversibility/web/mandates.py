"""The owner's pages of mandates: who may look, until when, what was looked at."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from reversibility.contracts.queries import list_contracts
from reversibility.http.refusals import sentence
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.kernel.errors import ConflictError, InvalidError
from reversibility.mandates.queries import VIEWS_SHOWN, get_mandate, list_mandates, list_views
from reversibility.mandates.rules import MandateState
from reversibility.mandates.service import end_mandate, grant_mandate, renew_link
from reversibility.register.queries import list_parties
from reversibility.web.filters import local_day
from reversibility.web.forms.mandates import HINTS, MandateForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Term
from reversibility.web.sheets.mandates import (
    MandateRow,
    ViewRow,
    mandate_row,
    mandate_terms,
    view_rows,
)
from reversibility.web.words import role_text

pages = members_only(Blueprint("mandates", __name__, url_prefix="/auditeurs"))

_LINK = "mandate_link"


@dataclass(frozen=True, kw_only=True)
class MandatesPage:
    """Every mandate, the newest first."""

    rows: tuple[MandateRow, ...]
    running: int


@dataclass(frozen=True, kw_only=True)
class MandatePage:
    """One mandate, and what was looked at under it."""

    id: UUID
    person: str
    email: str
    role: str
    stage: MandateState
    starts_on: date
    ends_on: date
    is_signed: bool
    is_running: bool
    terms: tuple[Term, ...]
    link: str
    """Of the one-time link, shown once; empty otherwise."""
    may_renew: bool
    views: tuple[ViewRow, ...]
    more_views: bool


@pages.get("")
def show_all() -> str:
    """List the mandates."""
    with reading() as desk:
        mandates = list_mandates(desk.session, desk.actor, now=desk.now)
    rows = tuple(mandate_row(mandate) for mandate in mandates)
    page = MandatesPage(rows=rows, running=sum(row.is_running for row in rows))
    return render_template("mandates/list.html", page=page)


@pages.get("/nouveau")
def ask() -> Response:
    """Ask who may look, at what, until when."""
    with reading() as desk:
        form = _form(desk)
    return _show_form(form)


@pages.post("/nouveau")
def grant() -> Response:
    """Grant the mandate; show it with the one-time link."""
    with reading() as desk:
        form = _form(desk)
    if not form.validate():
        return _show_form(form, status=422)
    try:
        with writing() as desk:
            draft = form.draft(services().settings.time_zone)
            granted = grant_mandate(desk.session, desk.actor, draft, now=desk.now)
    except InvalidError as error:
        form.refuse(error)
        return _show_form(form, status=422)
    except ConflictError as error:
        form.email.errors = [sentence(error, current_language())]
        return _show_form(form, status=409)
    _keep_link(granted.mandate_id, granted.token)
    flash(gettext("Le mandat est donné."), "done")
    return redirect(url_for("mandates.show", mandate_id=granted.mandate_id))


@pages.get("/<uuid:mandate_id>")
def show(mandate_id: UUID) -> str:
    """Show one mandate."""
    with reading() as desk:
        mandate = get_mandate(desk.session, desk.actor, mandate_id, now=desk.now)
        views = list_views(desk.session, desk.actor, mandate)
    running = mandate.state in (MandateState.IN_FORCE, MandateState.UPCOMING)
    page = MandatePage(
        id=mandate.id,
        person=mandate.person,
        email=mandate.email,
        role=role_text(mandate.role),
        stage=mandate.state,
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
        is_signed=mandate.statement is not None,
        is_running=running,
        terms=mandate_terms(mandate),
        link=_take_link(mandate.id) if running else "",
        may_renew=running and not mandate.has_password,
        views=view_rows(views),
        more_views=len(views) == VIEWS_SHOWN,
    )
    return render_template("mandates/show.html", page=page)


@pages.post("/<uuid:mandate_id>/lien")
def renew(mandate_id: UUID) -> Response:
    """Make another one-time link; the earlier one stops working."""
    with writing() as desk:
        token = renew_link(desk.session, desk.actor, mandate_id, now=desk.now)
    _keep_link(mandate_id, token)
    return redirect(url_for("mandates.show", mandate_id=mandate_id))


@pages.post("/<uuid:mandate_id>/fin")
def end(mandate_id: UUID) -> Response:
    """End the mandate at once."""
    with writing() as desk:
        end_mandate(desk.session, desk.actor, mandate_id, now=desk.now)
    flash(gettext("Le mandat est terminé\u00a0: plus rien ne peut être consulté."), "done")
    return redirect(url_for("mandates.show", mandate_id=mandate_id))


def _form(desk: Desk) -> MandateForm:
    desk.actor.require(Permission.MEMBER_MANAGE)
    today = local_day(desk.now)
    return MandateForm.of(
        list_parties(desk.session, desk.actor),
        list_contracts(desk.session, desk.actor, today=today),
        today=today,
    )


def _show_form(form: MandateForm, *, status: int = 200) -> Response:
    html = render_template("mandates/new.html", form=form, hints=HINTS)
    return make_response(html, status)


def _keep_link(mandate_id: UUID, token: str | None) -> None:
    if token:
        cookie[_LINK] = [str(mandate_id), token]


def _take_link(mandate_id: UUID) -> str:
    kept = cookie.pop(_LINK, None)
    if not kept or kept[0] != str(mandate_id):
        return ""
    return url_for("accounts.show_link", token=kept[1], _external=True)
