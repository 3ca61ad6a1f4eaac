"""Mails and other files into the chronology: several at once, then what their headers propose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from reversibility.contracts.errors import EventInvalidError, PaperInvalidError, PaperMissingError
from reversibility.contracts.event_models import EventKind
from reversibility.contracts.events import add_event
from reversibility.contracts.mails import Mail, MailUnreadableError, read_mail
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.paper_queries import PaperContent, PaperLine, read_papers
from reversibility.contracts.papers import PaperDraft, add_paper
from reversibility.contracts.queries import ContractSheet, get_contract
from reversibility.exits.chronology.queries import Chronology, get_chronology
from reversibility.exits.letters.queries import letters_of
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.kernel.files import MAIL, PAPERS, file_fault, find_type
from reversibility.register.queries import PartySheet, list_parties
from reversibility.web.filters import at_local_time, local_day, local_time
from reversibility.web.forms.events import MOST_FILES, EventForm, FilesForm
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.languages import gettext, ngettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("mails", __name__))

LARGEST_POST = 64 * 1024 * 1024
_LONGEST_TITLE = 200


@pages.url_value_preprocessor
def _take_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Before the check of the form's token, which reads the whole body.
    if endpoint == "mails.take":
        request.max_content_length = LARGEST_POST


@dataclass(frozen=True, kw_only=True)
class FilesPage:
    """The contract the files belong to, and what was wrong with some of them."""

    contract_id: UUID
    contract: str
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class MailPage:
    """The next mail that no line of the chronology names."""

    contract_id: UUID
    contract: str
    paper: PaperLine
    mail: Mail | None
    fault: str
    left: int


def unread_mails(chronology: Chronology) -> tuple[PaperLine, ...]:
    """Return the mails that no line names, the oldest first. Pure."""
    named = {each for line in chronology.events for each in line.papers}
    found = [
        line
        for line in chronology.papers.values()
        if line.media_type == MAIL.media_type and line.counts and line.id not in named
    ]
    return tuple(sorted(found, key=lambda line: (line.dated_on, line.added_at)))


@pages.get("/contrats/<uuid:contract_id>/chronologie/fichiers")
def ask(contract_id: UUID) -> Response:
    """Ask for files."""
    with reading() as desk:
        contract = _contract(desk, contract_id)
    return _show(FilesPage(contract_id=contract_id, contract=contract.title), FilesForm())


@pages.post("/contrats/<uuid:contract_id>/chronologie/fichiers")
def take(contract_id: UUID) -> Response:
    """Keep each file as a paper of the contract; those that cannot be kept are named."""
    with reading() as desk:
        contract = _contract(desk, contract_id)
    form = FilesForm()
    page = FilesPage(contract_id=contract_id, contract=contract.title)
    if not form.validate():
        return _show(page, form, status=422)
    today, kept, refused = local_day(desk.now), 0, []
    for sent in form.sent[:MOST_FILES]:
        fault = _keep(contract_id, sent, today)
        kept += not fault
        refused += [(sent.filename or "?", sentence_of(fault))] if fault else []
    if kept:
        flash(ngettext("Un fichier est gardé tel quel.", "%(num)s fichiers sont gardés.", kept))
    if refused:
        page = FilesPage(contract_id=contract_id, contract=contract.title, refused=tuple(refused))
        return _show(page, FilesForm(formdata=None), status=422)
    return redirect(url_for("mails.ask_mail", contract_id=contract_id))


@pages.get("/contrats/<uuid:contract_id>/chronologie/courriels")
def ask_mail(contract_id: UUID) -> Response:
    """Show the next mail with what its headers propose; when none is left, the chronology."""
    with reading() as desk:
        found = _next(desk, contract_id)
    if found is None:
        return redirect(url_for("chronology.show", contract_id=contract_id))
    page, form = found
    return make_response(render_template("break_up/mail.html", page=page, form=form))


@pages.post("/contrats/<uuid:contract_id>/chronologie/courriels/<uuid:paper_id>")
def confirm(contract_id: UUID, paper_id: UUID) -> Response:
    """Note the mail as a fact, as somebody confirmed it; go on to the next."""
    with reading() as desk:
        found = _next(desk, contract_id, paper_id)
    if found is None:
        return redirect(url_for("mails.ask_mail", contract_id=contract_id))
    page, _ = found
    today = local_day(desk.now)
    form = EventForm.of([page.paper], today=today)
    form.papers.data = [str(page.paper.id)]
    if not form.validate():
        return make_response(render_template("break_up/mail.html", page=page, form=form), 422)
    try:
        with writing() as desk:
            draft = form.draft(at_local_time)
            add_event(desk.session, desk.actor, contract_id, draft, today=today, now=desk.now)
    except EventInvalidError as error:
        form.refuse(error)
        return make_response(render_template("break_up/mail.html", page=page, form=form), 422)
    flash(gettext("Le courriel est dans la chronologie."))
    return redirect(url_for("mails.ask_mail", contract_id=contract_id))


def _contract(desk: Desk, contract_id: UUID) -> ContractSheet:
    desk.actor.require(Permission.CONTRACT_WRITE)
    return get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())


def _keep(contract_id: UUID, sent: FileStorage, today: date) -> str:
    """File one file as a paper; return the fault code of one that cannot be kept."""
    content = sent.read()
    fault = file_fault(content, PAPERS)
    if fault:
        return fault
    try:
        draft = _draft(contract_id, sent.filename or "", content, today)
        with writing() as desk:
            add_paper(desk.session, desk.actor, draft, today=today, now=desk.now)
    except MailUnreadableError as error:
        return error.code
    except PaperInvalidError as error:
        return next(iter(error.fields.values()))
    return ""


def _draft(contract_id: UUID, filename: str, content: bytes, today: date) -> PaperDraft:
    """Name a file by what it says of itself, a mail by its subject and date."""
    kind, title, dated_on = PaperKind.OTHER, filename, today
    found = find_type(content, PAPERS)
    if found is MAIL:
        mail = read_mail(content)
        kind, title = PaperKind.EXCHANGE, mail.subject or filename
        dated_on = min(local_day(mail.sent_at), today) if mail.sent_at else today
    elif found is not None and found.media_type.startswith("image/"):
        kind = PaperKind.CAPTURE
    visible = "".join(char if char.isprintable() else " " for char in title)
    return PaperDraft(
        contract_id=contract_id,
        kind=kind,
        title=" ".join(visible.split())[:_LONGEST_TITLE] or gettext("Sans titre"),
        dated_on=dated_on,
        filename=filename,
        content=content,
    )


def _next(
    desk: Desk, contract_id: UUID, paper_id: UUID | None = None
) -> tuple[MailPage, EventForm] | None:
    contract = _contract(desk, contract_id)
    letters = letters_of(desk.session, desk.actor, contract.id, today=desk.now.date())
    chronology = get_chronology(desk.session, desk.actor, contract, letters)
    if paper_id is not None and paper_id not in chronology.papers:
        raise PaperMissingError
    unread = unread_mails(chronology)
    chosen = [each for each in unread if paper_id in {None, each.id}]
    if not chosen:
        return None
    paper = chosen[0]
    content = read_papers(desk.session, desk.actor, [paper.id]).get(paper.id)
    mail, fault = _read(content)
    page = MailPage(
        contract_id=contract_id,
        contract=contract.title,
        paper=paper,
        mail=mail,
        fault=fault,
        left=len(unread),
    )
    provider = [
        each
        for each in list_parties(desk.session, desk.actor, with_archived=True)
        if each.id == contract.provider.id
    ]
    form = EventForm.of([paper], today=local_day(desk.now))
    _propose(form, paper, mail, provider)
    return page, form


def _read(content: PaperContent | None) -> tuple[Mail | None, str]:
    if content is None:
        return None, ""
    try:
        return read_mail(content.content), ""
    except MailUnreadableError as error:
        return None, sentence_of(error.code)


def _propose(
    form: EventForm, paper: PaperLine, mail: Mail | None, provider: Iterable[PartySheet]
) -> None:
    """Propose what the headers say; whoever confirms may change every part of it."""
    form.happened_on.data = paper.dated_on
    form.facts.data = gettext("Courriel «\u00a0%(subject)s\u00a0».", subject=paper.title)
    form.papers.data = [str(paper.id)]
    if mail is None:
        return
    is_theirs = any(_is_of(mail.sender_address, each) for each in provider)
    form.kind.data = (EventKind.MESSAGE if is_theirs else EventKind.OUR_ACTION).value
    form.author.data = mail.sender
    if mail.sent_at is not None and local_day(mail.sent_at) == paper.dated_on:
        form.hour.data = local_time(mail.sent_at)
    to = ", ".join(mail.recipients)
    if to:
        form.facts.data = gettext(
            "Courriel à %(to)s\u00a0: «\u00a0%(subject)s\u00a0».", to=to, subject=paper.title
        )


def _is_of(address: str, party: PartySheet) -> bool:
    domain = address.rpartition("@")[2]
    known = {each.lower() for each in (*party.emails, *(p.email for p in party.people))}
    return address in known or domain in {each.lower() for each in party.domains}


def _show(page: FilesPage, form: FilesForm, *, status: int = 200) -> Response:
    return make_response(render_template("break_up/files.html", page=page, form=form), status)
