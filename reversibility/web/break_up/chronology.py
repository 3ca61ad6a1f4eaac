"""The chronology of a contract: read it, note a fact, correct one, add the provider's remark."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.contracts.errors import EventInvalidError
from reversibility.contracts.event_models import EventKind
from reversibility.contracts.event_queries import EventLine, get_event
from reversibility.contracts.events import add_event, add_remark, correct_event
from reversibility.contracts.paper_queries import PaperLine, list_papers
from reversibility.contracts.queries import ContractSheet, get_contract
from reversibility.contracts.texts import event_kind
from reversibility.exits.chronology.queries import get_chronology
from reversibility.exits.letters.queries import letters_of
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.break_up.mails import unread_mails
from reversibility.web.filters import at_local_time, local_day, local_time
from reversibility.web.forms.events import EventForm, RemarkForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Choice
from reversibility.web.sheets.chronology import CHANGES, MomentItem, kind_of, moment_items

pages = members_only(Blueprint("chronology", __name__))


@dataclass(frozen=True, kw_only=True)
class ChronologyPage:
    """What happened, as far as it is asked for."""

    contract_id: UUID
    contract: str
    provider: str
    items: tuple[MomentItem, ...]
    event_count: int
    choices: tuple[Choice, ...]
    unread_mails: int
    """Mails that were filed, and that no line names."""
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class EventPage:
    """The contract, and the line that is corrected or observed about."""

    contract_id: UUID
    contract: str
    provider: str
    papers: tuple[PaperLine, ...]
    event: EventLine | None = None


@pages.get("/contrats/<uuid:contract_id>/chronologie")
def show(contract_id: UUID) -> str:
    """Show what happened, the oldest first."""
    wanted = request.args.get("nature", "")
    with reading() as desk:
        contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
        letters = letters_of(desk.session, desk.actor, contract.id, today=desk.now.date())
        chronology = get_chronology(desk.session, desk.actor, contract, letters)
        may_write = desk.actor.may(Permission.CONTRACT_WRITE)
    kinds = {kind_of(each) for each in chronology.moments}
    wanted = wanted if wanted in kinds else ""
    page = ChronologyPage(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        items=moment_items(chronology, wanted=wanted, may_write=may_write),
        event_count=len(chronology.events),
        choices=_choices(contract_id, kinds, wanted),
        unread_mails=len(unread_mails(chronology)) if may_write else 0,
        may_write=may_write,
    )
    return render_template("break_up/chronology.html", page=page)


@pages.get("/contrats/<uuid:contract_id>/chronologie/ajout")
def ask(contract_id: UUID) -> Response:
    """Ask for a fact."""
    with reading() as desk:
        page = _page(desk, contract_id)
    return _show(page, EventForm.of(page.papers, today=local_day(desk.now)))


@pages.post("/contrats/<uuid:contract_id>/chronologie/ajout")
def add(contract_id: UUID) -> Response:
    """Note the fact; show the chronology."""
    with reading() as desk:
        page = _page(desk, contract_id)
    today = local_day(desk.now)
    form = EventForm.of(page.papers, today=today)
    if not form.validate():
        return _show(page, form, status=422)
    try:
        with writing() as desk:
            draft = form.draft(at_local_time)
            add_event(desk.session, desk.actor, contract_id, draft, today=today, now=desk.now)
    except EventInvalidError as error:
        form.refuse(error)
        return _show(page, form, status=422)
    flash(gettext("Le fait est noté."))
    return redirect(url_for("chronology.show", contract_id=contract_id))


@pages.get("/contrats/<uuid:contract_id>/chronologie/<uuid:event_id>/correction")
def ask_correction(contract_id: UUID, event_id: UUID) -> Response:
    """Show the line as it stands, to be written anew."""
    with reading() as desk:
        page = _page(desk, contract_id, event_id)
    form = EventForm.of(page.papers, page.event, today=local_day(desk.now))
    if page.event and page.event.happened_at:
        form.hour.data = local_time(page.event.happened_at)
    return _show(page, form)


@pages.post("/contrats/<uuid:contract_id>/chronologie/<uuid:event_id>/correction")
def correct(contract_id: UUID, event_id: UUID) -> Response:
    """Note the line that takes its place; the first one stays beside it."""
    with reading() as desk:
        page = _page(desk, contract_id, event_id)
    today = local_day(desk.now)
    form = EventForm.of(page.papers, today=today)
    if not form.validate():
        return _show(page, form, status=422)
    try:
        with writing() as desk:
            draft = form.draft(at_local_time)
            correct_event(desk.session, desk.actor, event_id, draft, today=today, now=desk.now)
    except EventInvalidError as error:
        form.refuse(error)
        return _show(page, form, status=422)
    flash(gettext("La ligne est corrigée. L’ancienne reste visible."))
    return redirect(url_for("chronology.show", contract_id=contract_id))


@pages.get("/contrats/<uuid:contract_id>/chronologie/<uuid:event_id>/observation")
def ask_remark(contract_id: UUID, event_id: UUID) -> Response:
    """Ask what the provider observes about a line."""
    with reading() as desk:
        page = _page(desk, contract_id, event_id)
    return _show_remark(page, RemarkForm.of(page.papers, today=local_day(desk.now)))


@pages.post("/contrats/<uuid:contract_id>/chronologie/<uuid:event_id>/observation")
def remark(contract_id: UUID, event_id: UUID) -> Response:
    """Keep what the provider observes; show the chronology."""
    with reading() as desk:
        page = _page(desk, contract_id, event_id)
    today = local_day(desk.now)
    form = RemarkForm.of(page.papers, today=today)
    if not form.validate():
        return _show_remark(page, form, status=422)
    with writing() as desk:
        add_remark(desk.session, desk.actor, event_id, form.draft(), today=today, now=desk.now)
    flash(gettext("L’observation du prestataire figure à côté du fait."))
    return redirect(url_for("chronology.show", contract_id=contract_id))


def _page(desk: Desk, contract_id: UUID, event_id: UUID | None = None) -> EventPage:
    desk.actor.require(Permission.CONTRACT_WRITE)
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    event = (
        get_event(desk.session, desk.actor, contract_id, event_id) if event_id is not None else None
    )
    papers = list_papers(desk.session, desk.actor, contract_id)
    return _event_page(contract, papers, event)


def _event_page(
    contract: ContractSheet, papers: tuple[PaperLine, ...], event: EventLine | None
) -> EventPage:
    kept = set(event.papers) if event else set()
    return EventPage(
        contract_id=contract.id,
        contract=contract.title,
        provider=contract.provider.name,
        papers=tuple(each for each in papers if each.counts or each.id in kept),
        event=event,
    )


def _choices(contract_id: UUID, kinds: set[str], wanted: str) -> tuple[Choice, ...]:
    names = {each.value: event_kind(each, current_language()) for each in EventKind}
    names[CHANGES] = gettext("Changements relevés")
    shown = {"": gettext("Tout"), **{key: name for key, name in names.items() if key in kinds}}
    return tuple(
        Choice(
            text=text,
            href=url_for("chronology.show", contract_id=contract_id, nature=key or None),
            is_chosen=key == wanted,
        )
        for key, text in shown.items()
    )


def _show(page: EventPage, form: EventForm, *, status: int = 200) -> Response:
    return make_response(render_template("break_up/event.html", page=page, form=form), status)


def _show_remark(page: EventPage, form: RemarkForm, *, status: int = 200) -> Response:
    return make_response(render_template("break_up/remark.html", page=page, form=form), status)
