"""Type one name, see what it shows, and take over line by line what is the practice's own."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.catalogues.models import AssetKind
from reversibility.evidence.discovering import (
    DraftSheet,
    ProposalLine,
    TraceLine,
    get_draft,
    note_entered,
    request_discovery,
)
from reversibility.evidence.errors import DraftMissingError, NameRefusedError
from reversibility.first_steps.suggesting import is_declared
from reversibility.http.refusals import sentence
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.register.queries import AssetSheet, list_assets, list_parties
from reversibility.web.declaring import enter, show_questions
from reversibility.web.forms.assets import AssetForm, suggested_values
from reversibility.web.forms.discovering import DomainForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Link
from reversibility.web.words import words

pages = members_only(Blueprint("discovering", __name__))

PATH = "/registre/decouverte"
_TRACES_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """One thing that the name shows, in plain words, and what can be done with it."""

    title: str
    held_by: str
    is_practice: bool
    traces: tuple[TraceLine, ...]
    more_count: int
    asks: tuple[str, ...]
    declared: Link | None
    """The element of the register that it is already."""
    declaring: str
    """Where it is entered; empty when it is there, or may only be asked about."""


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """A draft, line by line."""

    name: str
    found_at: datetime
    rows: tuple[DraftRow, ...]
    new_count: int
    questions: tuple[DraftRow, ...]
    others: tuple[DraftRow, ...]
    """Services that the register has no kind for."""
    related: tuple[str, ...]
    notes: tuple[str, ...]
    erased_at: datetime | None
    """When the draft was erased: nothing of it is left to show."""


@pages.get(PATH)
def ask() -> Response:
    """Ask for a name."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
    return _ask(DomainForm())


@pages.post(PATH)
def look() -> Response:
    """Look what the name shows; show how far that is."""
    form = DomainForm()
    if not form.validate():
        return _ask(form, status=422)
    try:
        with writing() as desk:
            run = request_discovery(
                desk.session, desk.actor, form.domain.data, services().probe_options, now=desk.now
            )
    except NameRefusedError as error:
        form.domain.errors = [sentence(error, current_language())]
        return _ask(form, status=422)
    services().queue.enqueue(run.units)
    return redirect(url_for("checks.show", run_id=run.id))


@pages.get(f"{PATH}/<uuid:run_id>")
def show(run_id: UUID) -> str:
    """Show the draft, and what of it the register knows already."""
    with reading() as desk:
        draft = get_draft(desk.session, desk.actor, run_id, current_language(), now=desk.now)
        assets = list_assets(desk.session, desk.actor)
    return render_template("discovering/show.html", page=_page(run_id, draft, assets))


@pages.get(f"{PATH}/<uuid:run_id>/<int:number>")
def ask_line(run_id: UUID, number: int) -> Response:
    """Ask what a line of the draft leaves open: who holds it, who pays."""
    kind, form = _line_form(run_id, number)
    return show_questions(kind, form, url_for(".enter_line", run_id=run_id, number=number))


@pages.post(f"{PATH}/<uuid:run_id>/<int:number>")
def enter_line(run_id: UUID, number: int) -> Response:
    """Enter a line of the draft; show the draft again."""
    kind, form = _line_form(run_id, number)
    asset_id = enter(kind, form)
    if asset_id is None:
        action = url_for(".enter_line", run_id=run_id, number=number)
        return show_questions(kind, form, action, status=422)
    with writing() as desk:
        note_entered(desk.session, desk.actor, run_id, {number: asset_id})
    return redirect(url_for(".show", run_id=run_id))


def _line_form(run_id: UUID, number: int) -> tuple[AssetKind, AssetForm]:
    with reading() as desk:
        draft = get_draft(desk.session, desk.actor, run_id, current_language(), now=desk.now)
        parties = [party.ref for party in list_parties(desk.session, desk.actor)]
    line = next((each for each in draft.lines if each.number == number), None)
    if line is None:
        raise DraftMissingError
    kind = services().catalogue.kind(line.kind)
    return kind, AssetForm.of(kind, parties, suggested=suggested_values(kind, line, draft.name))


def _ask(form: DomainForm, *, status: int = 200) -> Response:
    return make_response(render_template("discovering/ask.html", form=form), status)


def _page(run_id: UUID, draft: DraftSheet, assets: Collection[AssetSheet]) -> DraftPage:
    rows = tuple(_row(run_id, draft.name, line, assets) for line in draft.proposals)
    return DraftPage(
        name=draft.name,
        found_at=draft.finished_at,
        rows=rows,
        new_count=sum(row.declared is None for row in rows),
        questions=tuple(_row(run_id, draft.name, line, ()) for line in draft.questions),
        others=tuple(_told(line, gettext("Autre service")) for line in draft.others),
        related=draft.related,
        notes=draft.notes,
        erased_at=draft.erased_at,
    )


def _row(run_id: UUID, name: str, line: ProposalLine, assets: Collection[AssetSheet]) -> DraftRow:
    kind = services().catalogue.kind(line.kind)
    known = next((each for each in assets if is_declared(line, name, each)), None)
    link = Link(text=known.name, href=url_for("assets.show", asset_id=known.id)) if known else None
    declaring = "" if known else url_for(".ask_line", run_id=run_id, number=line.number)
    return replace(_told(line, words().text(kind.short)), declared=link, declaring=declaring)


def _told(line: ProposalLine, kind: str) -> DraftRow:
    return DraftRow(
        title=_title(kind, line),
        held_by=line.held_by,
        is_practice=line.is_practice,
        traces=line.traces[:_TRACES_SHOWN],
        more_count=max(len(line.traces) - _TRACES_SHOWN, 0),
        asks=line.asks,
        declared=None,
        declaring="",
    )


def _title(kind: str, line: ProposalLine) -> str:
    named = " ".join(filter(None, (line.provider, line.identifier)))
    if kind.lower() in line.provider.lower():
        return named
    return gettext("%(kind)s\u00a0: %(title)s", kind=kind, title=named) if named else kind
