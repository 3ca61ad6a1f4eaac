"""The register: every element, who holds it, who can get in; filtered, saved as a view, paged."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.evidence.service import request_probe
from reversibility.http.refusals import sentence
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.kernel.errors import ConflictError
from reversibility.register.views import ViewLine, drop_view, list_views, save_view
from reversibility.web.forms.register import ListForm, ViewForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.listing import look
from reversibility.web.members import members_only
from reversibility.web.parts import StandingRow
from reversibility.web.sheets.standing import WORST_FIRST, standing_rows

pages = members_only(Blueprint("register", __name__))

_LONGEST = 100
"""Of the value of a filter."""


@dataclass(frozen=True, kw_only=True)
class StateGroup:
    """The elements of one state; of all states, where the list is too long to be sorted by it."""

    state: str
    rows: tuple[StandingRow, ...]


@dataclass(frozen=True, kw_only=True)
class FilterPill:
    """A filter that is set, and the address without it."""

    label: str
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ViewLink:
    """A saved view."""

    id: UUID
    name: str
    href: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """A page of elements, and the filters that are set."""

    total: int
    """Elements in the register, whatever the filters."""
    found: int
    """Elements that fit, as far as the database can tell."""
    is_grouped: bool
    out_of_reach: int
    untold: int
    """Elements into which nobody is declared to get, where the whole register is listed."""
    groups: tuple[StateGroup, ...]
    following: str
    """Address of the next page; empty at the end."""
    looked_through: int
    """How many elements were looked at for this page, where that is not all."""
    pills: tuple[FilterPill, ...]
    views: tuple[ViewLink, ...]
    filters: Mapping[str, str]
    """As an address holds them; empty when the whole register is listed."""
    may_verify: bool
    may_declare: bool
    may_export: bool


@pages.get("/registre")
def show() -> str:
    """List the elements that fit the filters."""
    with reading() as desk:
        form, listed = look(desk)
        views = list_views(desk.session, desk.actor)
        may_verify = desk.actor.may(Permission.EVIDENCE_PROBE)
        may_declare = desk.actor.may(Permission.REGISTER_WRITE)
        may_export = desk.actor.may(Permission.REGISTER_EXPORT)
    today, filters = desk.now.date(), form.filters
    is_whole = listed.is_grouped and not filters
    rows = standing_rows(listed.standings, today=today)
    page = RegisterPage(
        total=listed.total,
        found=listed.found,
        is_grouped=listed.is_grouped,
        out_of_reach=sum(row.state == WORST_FIRST[0] for row in rows) if is_whole else 0,
        untold=sum(not each.grants for each in listed.standings) if is_whole else 0,
        groups=_groups(rows) if listed.is_grouped else (StateGroup(state="", rows=tuple(rows)),),
        following=_address({**filters, "suite": str(listed.following)}) if listed.following else "",
        looked_through=listed.looked_through,
        pills=_pills(form),
        views=_views(views, filters),
        filters=filters,
        may_verify=may_verify and bool(listed.total),
        may_declare=may_declare,
        may_export=may_export,
    )
    return render_template("register/show.html", page=page, form=form, view_form=ViewForm())


@pages.post("/registre/vues")
def keep_view() -> Response:
    """Save the filters under a name, for everybody of the practice."""
    form = ViewForm()
    asked = {name: request.form.get(name, "") for name in ListForm()._fields}
    filters = {name: value[:_LONGEST] for name, value in asked.items() if value}
    if not form.validate() or not filters:
        faults = [fault for found in form.errors.values() for fault in found]
        flash(str(next(iter(faults), gettext("Choisissez d’abord au moins un filtre."))))
        return redirect(_address(filters))
    try:
        with writing() as desk:
            save_view(desk.session, desk.actor, form.name.data, filters, now=desk.now)
    except ConflictError as error:
        flash(sentence(error, current_language()))
    else:
        flash(gettext("La vue «\u00a0%(name)s\u00a0» est enregistrée.", name=form.name.data))
    return redirect(_address(filters))


@pages.post("/registre/vues/<uuid:view_id>/suppression")
def forget_view(view_id: UUID) -> Response:
    """Forget a saved view; the elements it showed stay."""
    with writing() as desk:
        name = drop_view(desk.session, desk.actor, view_id)
    flash(gettext("La vue «\u00a0%(name)s\u00a0» est supprimée. Les éléments restent.", name=name))
    return redirect(url_for("register.show"))


@pages.post("/registre/verifier")
def verify() -> Response:
    """Verify everything that can be; show how far it is."""
    with writing() as desk:
        run = request_probe(desk.session, desk.actor, None, services().probe_options, now=desk.now)
    return redirect(url_for("checks.show", run_id=run.id))


def _groups(rows: Collection[StandingRow]) -> tuple[StateGroup, ...]:
    by_state = {state: [row for row in rows if row.state == state] for state in WORST_FIRST}
    return tuple(
        StateGroup(state=state, rows=tuple(found)) for state, found in by_state.items() if found
    )


def _pills(form: ListForm) -> tuple[FilterPill, ...]:
    return tuple(
        FilterPill(
            label=label,
            text=text,
            href=_address({key: value for key, value in form.filters.items() if key != name}),
        )
        for name, label, text in form.told()
    )


def _views(views: Collection[ViewLine], filters: Mapping[str, str]) -> tuple[ViewLink, ...]:
    return tuple(
        ViewLink(
            id=view.id,
            name=view.name,
            href=_address(view.filters),
            is_here=dict(view.filters) == filters,
        )
        for view in views
    )


def _address(filters: Mapping[str, str]) -> str:
    return url_for("register.show", **filters)  # type: ignore[arg-type]  # names of filters only
