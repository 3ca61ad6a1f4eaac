"""The papers of a contract: list them, add one, withdraw one."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.contracts.errors import PaperInvalidError, PaperMissingError
from reversibility.contracts.paper_queries import PaperLine, list_papers
from reversibility.contracts.papers import add_paper, withdraw_paper
from reversibility.contracts.queries import get_contract
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.filters import local_day
from reversibility.web.forms.papers import PaperForm, PaperWithdrawalForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.parts import DocumentItem
from reversibility.web.sheets.papers import paper_items

pages = members_only(Blueprint("contract_papers", __name__))

LARGEST_POST = 26 * 1024 * 1024
"""More than a paper may weigh, so that one that is too large gets its sentence and the form comes
back with what was typed."""


@pages.url_value_preprocessor
def _take_a_file(endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Before the check of the form's token, which reads the whole body.
    if endpoint == "contract_papers.add":
        request.max_content_length = LARGEST_POST


@dataclass(frozen=True, kw_only=True)
class PapersPage:
    """The papers of one contract."""

    contract_id: UUID
    contract: str
    papers: tuple[DocumentItem, ...]
    withdrawn: tuple[DocumentItem, ...]
    may_add: bool


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """The contract a paper belongs to, and the paper once there is one."""

    contract_id: UUID
    contract: str
    paper_id: UUID | None = None
    paper: DocumentItem | None = None


@pages.get("/contrats/<uuid:contract_id>/pieces")
def show_all(contract_id: UUID) -> str:
    """List the papers of a contract."""
    with reading() as desk:
        contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
        lines = list_papers(desk.session, desk.actor, contract_id)
        may_add = desk.actor.may(Permission.CONTRACT_WRITE)
    page = PapersPage(
        contract_id=contract_id,
        contract=contract.title,
        papers=paper_items([line for line in lines if line.counts], may_withdraw=may_add),
        withdrawn=paper_items([line for line in lines if not line.counts], may_withdraw=False),
        may_add=may_add,
    )
    return render_template("agreements/papers.html", page=page)


@pages.get("/contrats/<uuid:contract_id>/pieces/ajout")
def ask(contract_id: UUID) -> Response:
    """Ask for a paper; `nature` proposes its kind."""
    with reading() as desk:
        page = _page(desk, contract_id)
    kind = request.args.get("nature", "")
    return _show(page, PaperForm.of(today=local_day(desk.now), kind=kind))


@pages.post("/contrats/<uuid:contract_id>/pieces/ajout")
def add(contract_id: UUID) -> Response:
    """File the paper; show the list."""
    with reading() as desk:
        page = _page(desk, contract_id)
    today = local_day(desk.now)
    form = PaperForm.of(today=today)
    if not form.validate():
        return _show(page, form, status=422)
    try:
        with writing() as desk:
            add_paper(desk.session, desk.actor, form.draft(contract_id), today=today, now=desk.now)
    except PaperInvalidError as error:
        form.refuse(error)
        return _show(page, form, status=422)
    flash(gettext("La pièce est jointe au contrat."))
    return redirect(url_for("contract_papers.show_all", contract_id=contract_id))


@pages.get("/contrats/<uuid:contract_id>/pieces/<uuid:paper_id>/retrait")
def ask_why(contract_id: UUID, paper_id: UUID) -> Response:
    """Ask why the paper is withdrawn."""
    with reading() as desk:
        page = _withdrawal(desk, contract_id, paper_id)
    return _show_withdrawal(page, PaperWithdrawalForm())


@pages.post("/contrats/<uuid:contract_id>/pieces/<uuid:paper_id>/retrait")
def withdraw(contract_id: UUID, paper_id: UUID) -> Response:
    """Withdraw the paper; show the list."""
    with reading() as desk:
        page = _withdrawal(desk, contract_id, paper_id)
    form = PaperWithdrawalForm()
    if not form.validate():
        return _show_withdrawal(page, form, status=422)
    with writing() as desk:
        withdraw_paper(desk.session, desk.actor, paper_id, form.reason.data, now=desk.now)
    flash(gettext("La pièce est retirée. Elle reste listée, et ne compte plus."))
    return redirect(url_for("contract_papers.show_all", contract_id=contract_id))


def _page(desk: Desk, contract_id: UUID) -> PaperPage:
    desk.actor.require(Permission.CONTRACT_WRITE)
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    return PaperPage(contract_id=contract_id, contract=contract.title)


def _withdrawal(desk: Desk, contract_id: UUID, paper_id: UUID) -> PaperPage:
    desk.actor.require(Permission.CONTRACT_WRITE)
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    line = _counting(list_papers(desk.session, desk.actor, contract_id), paper_id)
    (item,) = paper_items([line], may_withdraw=False)
    return PaperPage(
        contract_id=contract_id, contract=contract.title, paper_id=paper_id, paper=item
    )


def _counting(lines: tuple[PaperLine, ...], paper_id: UUID) -> PaperLine:
    for line in lines:
        if line.id == paper_id and line.counts:
            return line
    raise PaperMissingError


def _show(page: PaperPage, form: PaperForm, *, status: int = 200) -> Response:
    form.ask_for_the_file_again()
    return make_response(render_template("agreements/paper.html", page=page, form=form), status)


def _show_withdrawal(page: PaperPage, form: PaperWithdrawalForm, *, status: int = 200) -> Response:
    return make_response(
        render_template("agreements/paper_withdraw.html", page=page, form=form), status
    )
