"""Requests to a provider that answers: choose, send by one's own means, record item by item."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from reversibility.accounts.queries import get_practice
from reversibility.contracts.queries import get_contract
from reversibility.evidence.standing import list_standings
from reversibility.exits.drafting.pace import after_request, too_often
from reversibility.exits.errors import RequestInvalidError, RequestMissingError
from reversibility.exits.letters.queries import letters_of
from reversibility.exits.requests.awaited import days_sent
from reversibility.exits.requests.building import (
    Paper,
    PaperKind,
    build_paper,
    paper_pdf,
    request_text,
)
from reversibility.exits.requests.proposing import Proposal, propose
from reversibility.exits.requests.queries import (
    ItemSheet,
    RequestLine,
    RequestSheet,
    get_request,
    list_requests,
)
from reversibility.exits.requests.rules import numbered
from reversibility.exits.requests.service import (
    make_request,
    note_release,
    note_sent,
    record_receipt,
)
from reversibility.exits.words import Words
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel import clock
from reversibility.kernel.actor import Permission
from reversibility.kernel.dates import Locale
from reversibility.register.queries import list_parties
from reversibility.web.filters import local_day
from reversibility.web.forms.handover import AskForm, ReceiptForm, ReleaseForm, SentForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.letters.pages import letter_title
from reversibility.web.members import members_only

pages = members_only(Blueprint("handover", __name__))

_INVALID = 422
_REQUESTS = "/contrats/<uuid:contract_id>/remise"
_REQUEST = f"{_REQUESTS}/<uuid:request_id>"


@dataclass(frozen=True, kw_only=True)
class About:
    """The contract that a page is about."""

    contract_id: UUID
    contract: str
    provider: str
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What was written to the provider so far, as far as it bears on what comes next."""

    too_often: str
    next_kind: str


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """The requests of a contract."""

    about: About
    requests: tuple[RequestLine, ...]


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """One request: its items by group, and what can be done next."""

    about: About
    sheet: RequestSheet
    groups: tuple[tuple[str, tuple[tuple[str, ItemSheet], ...]], ...]
    text: str
    locale: Locale
    is_late: bool
    """The day asked for has passed, and something has no answer."""
    next_kind: str
    """The letter that comes next then; empty for none."""
    next_title: str
    too_often: str
    """Advises against one more message this week; empty when nothing is to be said."""


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """One item whose receipt is recorded."""

    about: About
    sheet: RequestSheet
    number: str
    item: ItemSheet
    said: str


@pages.get(_REQUESTS)
def show_all(contract_id: UUID) -> str:
    """List the requests of a contract."""
    with reading() as desk:
        page = ListPage(
            about=_about(desk, contract_id),
            requests=list_requests(
                desk.session, desk.actor, contract_id, today=local_day(desk.now)
            ),
        )
    return render_template("handover/list.html", page=page)


@pages.get(f"{_REQUESTS}/nouvelle")
def ask(contract_id: UUID) -> WerkzeugResponse:
    """Propose what to ask for."""
    about, proposals = _proposals(contract_id)
    form = AskForm.of(proposals, today=clock.now().date())
    return _show_ask(about, form)


@pages.post(f"{_REQUESTS}/nouvelle")
def make(contract_id: UUID) -> WerkzeugResponse:
    """Make the request of what was chosen."""
    about, proposals = _proposals(contract_id)
    form = AskForm.typed(proposals, request.form)
    if not form.validate():
        return _show_ask(about, form, status=_INVALID)
    try:
        with writing() as desk:
            request_id = make_request(
                desk.session,
                desk.actor,
                contract_id,
                form.items(),
                answer_by=form.answer_by.data,
                now=desk.now,
            )
    except RequestInvalidError as error:
        form.refuse(error)
        return _show_ask(about, form, status=_INVALID)
    flash(
        gettext(
            "La demande est prête. Envoyez-la par vos propres moyens\u00a0: le service n’envoie "
            "rien."
        )
    )
    return redirect(url_for(".show", contract_id=contract_id, request_id=request_id))


@pages.get(_REQUEST)
def show(contract_id: UUID, request_id: UUID) -> WerkzeugResponse:
    """Show one request."""
    return _show_request(contract_id, request_id)


@pages.post(f"{_REQUEST}/envoi")
def send(contract_id: UUID, request_id: UUID) -> WerkzeugResponse:
    """Note that it was sent."""
    form = SentForm()
    if not form.validate():
        return _show_request(contract_id, request_id, sent=form, status=_INVALID)
    try:
        with writing() as desk:
            _belongs(desk, contract_id, request_id)
            note_sent(
                desk.session,
                desk.actor,
                request_id,
                form.sent_on.data,
                channel=form.channel.data,
                now=desk.now,
            )
    except RequestInvalidError as error:
        form.refuse(error)
        return _show_request(contract_id, request_id, sent=form, status=_INVALID)
    flash(gettext("L’envoi est noté."))
    return redirect(url_for(".show", contract_id=contract_id, request_id=request_id))


@pages.post(f"{_REQUEST}/fin")
def release(contract_id: UUID, request_id: UUID) -> WerkzeugResponse:
    """Note from when the provider answers no more, and which paper is the signed receipt."""
    with reading() as desk:
        form = ReleaseForm.of(desk, contract_id, None)
    if not form.validate():
        return _show_request(contract_id, request_id, released=form, status=_INVALID)
    try:
        with writing() as desk:
            _belongs(desk, contract_id, request_id)
            note_release(desk.session, desk.actor, request_id, form.draft(), now=desk.now)
    except RequestInvalidError as error:
        form.refuse(error)
        return _show_request(contract_id, request_id, released=form, status=_INVALID)
    flash(gettext("C’est noté."))
    return redirect(url_for(".show", contract_id=contract_id, request_id=request_id))


@pages.get(f"{_REQUEST}/<uuid:item_id>")
def ask_receipt(contract_id: UUID, request_id: UUID, item_id: UUID) -> WerkzeugResponse:
    """Ask what became of one item."""
    with reading() as desk:
        page = _item_page(desk, contract_id, request_id, item_id)
        form = ReceiptForm.of(desk, contract_id, page.item)
    return _show_item(page, form)


@pages.post(f"{_REQUEST}/<uuid:item_id>")
def record(contract_id: UUID, request_id: UUID, item_id: UUID) -> WerkzeugResponse:
    """Record what became of one item."""
    with reading() as desk:
        page = _item_page(desk, contract_id, request_id, item_id)
        form = ReceiptForm.of(desk, contract_id, None)
    if not form.validate():
        return _show_item(page, form, status=_INVALID)
    try:
        with writing() as desk:
            record_receipt(desk.session, desk.actor, item_id, form.draft(), now=desk.now)
    except RequestInvalidError as error:
        form.refuse(error)
        return _show_item(page, form, status=_INVALID)
    flash(gettext("C’est noté au n°\u00a0%(number)s.", number=page.number))
    return redirect(url_for(".show", contract_id=contract_id, request_id=request_id))


@pages.get(f"{_REQUEST}/<any(demande, recu):paper>-<any(fr, en):locale>.pdf")
def download(contract_id: UUID, request_id: UUID, paper: str, locale: Locale) -> Response:
    """Print the request, or the receipt that both sides sign."""
    kind = PaperKind.REQUEST if paper == "demande" else PaperKind.RECEIPT
    with reading() as desk:
        sheet = _belongs(desk, contract_id, request_id)
        made = _paper(desk, kind, sheet, locale)
    names = {
        (PaperKind.REQUEST, "fr"): "demande-de-remise",
        (PaperKind.REQUEST, "en"): "handover-request",
        (PaperKind.RECEIPT, "fr"): "proces-verbal-de-remise",
        (PaperKind.RECEIPT, "en"): "handover-receipt",
    }
    response = send_file(
        BytesIO(paper_pdf(made)),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"{names[kind, locale]}-{sheet.number}.pdf",
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _about(desk: Desk, contract_id: UUID) -> About:
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    return About(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        may_write=desk.actor.may(Permission.CONTRACT_WRITE),
    )


def _proposals(contract_id: UUID) -> tuple[About, tuple[Proposal, ...]]:
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        about, catalogue = _about(desk, contract_id), services().catalogue
        contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
        standings = list_standings(desk.session, desk.actor, catalogue, in_full=False)
    covered = [each for each in standings if each.asset.id in contract.asset_ids]
    return about, propose(covered, catalogue)


def _belongs(desk: Desk, contract_id: UUID, request_id: UUID) -> RequestSheet:
    sheet = get_request(desk.session, desk.actor, request_id)
    if sheet.contract_id != contract_id:
        raise RequestMissingError
    return sheet


def _paper(desk: Desk, kind: PaperKind, sheet: RequestSheet, locale: Locale) -> Paper:
    contract = get_contract(desk.session, desk.actor, sheet.contract_id, today=desk.now.date())
    parties = list_parties(desk.session, desk.actor, with_archived=True)
    provider = next(party for party in parties if party.id == contract.provider.id)
    sides = get_practice(desk.session, desk.actor), provider, contract
    zone = services().settings.time_zone
    return build_paper(kind, sheet, sides, locale, time_zone=zone)


def _pace(desk: Desk, contract_id: UUID) -> Pace:
    today = local_day(desk.now)
    earlier = letters_of(desk.session, desk.actor, contract_id, today=today)
    asked_on = days_sent(desk.session, desk.actor, contract_id)
    return Pace(
        too_often=too_often(earlier, asked_on, current_language(), today=today),
        next_kind=after_request(earlier),
    )


def _groups(sheet: RequestSheet) -> tuple[tuple[str, tuple[tuple[str, ItemSheet], ...]], ...]:
    lines = ((item.about, item) for item in sheet.items)
    return tuple((about, tuple(members)) for about, members in numbered(lines))


def _item_page(desk: Desk, contract_id: UUID, request_id: UUID, item_id: UUID) -> ItemPage:
    desk.actor.require(Permission.CONTRACT_WRITE)
    sheet = _belongs(desk, contract_id, request_id)
    found = {item.id: (number, item) for _, lines in _groups(sheet) for number, item in lines}
    if item_id not in found:
        raise RequestMissingError
    number, item = found[item_id]
    return ItemPage(
        about=_about(desk, contract_id),
        sheet=sheet,
        number=number,
        item=item,
        said=item.said[current_language()],
    )


def _show_ask(about: About, form: AskForm, *, status: int = 200) -> WerkzeugResponse:
    with reading() as desk:
        pace = _pace(desk, about.contract_id)
    page = render_template("handover/ask.html", about=about, form=form, pace=pace)
    return make_response(page, status)


def _show_item(page: ItemPage, form: ReceiptForm, *, status: int = 200) -> WerkzeugResponse:
    return make_response(render_template("handover/item.html", page=page, form=form), status)


def _show_request(
    contract_id: UUID,
    request_id: UUID,
    *,
    sent: SentForm | None = None,
    released: ReleaseForm | None = None,
    status: int = 200,
) -> WerkzeugResponse:
    locale = current_language()
    with reading() as desk:
        sheet = _belongs(desk, contract_id, request_id)
        paper = _paper(desk, PaperKind.REQUEST, sheet, locale)
        pace, is_late = _pace(desk, contract_id), sheet.is_late(local_day(desk.now))
        next_kind = pace.next_kind if is_late else ""
        page = RequestPage(
            about=_about(desk, contract_id),
            sheet=sheet,
            groups=_groups(sheet),
            text=request_text(paper, Words(locale=locale)),
            locale=locale,
            is_late=is_late,
            next_kind=next_kind,
            next_title=letter_title(next_kind) if next_kind else "",
            too_often=pace.too_often if is_late or sheet.sent_on is None else "",
        )
        released = released or ReleaseForm.of(desk, contract_id, sheet)
        sent = sent or SentForm(data={"sent_on": sheet.sent_on, "channel": sheet.channel})
    return make_response(
        render_template("handover/show.html", page=page, sent=sent, released=released), status
    )
