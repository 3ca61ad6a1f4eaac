"""Fourth step, second half: what the contract says of the nine points that decide the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reversibility.catalogues.clauses import ESSENTIAL, Clause
from reversibility.catalogues.clauses import clauses as catalogue
from reversibility.contracts.clauses import answer_clauses, answers_digest
from reversibility.contracts.errors import ClausesChangedError
from reversibility.contracts.models import ClauseReply
from reversibility.contracts.queries import ClauseLine, ContractSheet, get_contract, list_clauses
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress, get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.first_steps.frame import Frame, following, make_frame, step_address
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.forms.agreement import ClausesForm
from reversibility.web.sheets.clauses import OPEN, ClauseRow, clause_texts

_INVALID, _CONFLICT = 422, 409


@dataclass(frozen=True, kw_only=True)
class ClausesPage:
    """The nine points."""

    frame: Frame
    contract: str
    provider: str
    rows: tuple[ClauseRow, ...]
    answered_count: int
    is_conflict: bool = False


@dataclass(frozen=True, kw_only=True)
class _Read:
    progress: Progress
    contract: ContractSheet
    answers: Mapping[str, ClauseLine]


@pages.get(f"{PATH}/contrat/points")
def clauses() -> Response:
    """Ask what the contract says, point by point."""
    with reading() as desk:
        read = _read(desk)
    if read is None:
        return redirect(step_address(Step.CONTRACT))
    return _show(read, _form(read))


@pages.post(f"{PATH}/contrat/points")
def clauses_keep() -> Response:
    """Keep the answers; go on."""
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        read = _read(desk)
    if read is None:
        return redirect(step_address(Step.CONTRACT))
    form = _form(read)
    if not form.validate():
        return _show(read, form, status=_INVALID)
    try:
        _keep(form, read, read.contract.id)
    except ClausesChangedError:
        return _meanwhile(form)
    return redirect(following(Step.CONTRACT))


def _keep(form: ClausesForm, read: _Read, contract_id: UUID) -> None:
    rest = ClauseReply.UNKNOWN if request.form.get("then") == "rest_unknown" else None
    drafts = form.drafts(_asked(), read.answers, rest=rest)
    seen = form.seen.data
    with writing() as desk:
        answer_clauses(desk.session, desk.actor, contract_id, drafts, seen=seen, now=desk.now)
        advance(desk.session, desk.actor, Advance(done=Step.CONTRACT), now=desk.now)


def _asked() -> tuple[Clause, ...]:
    return catalogue().preset(ESSENTIAL)


def _read(desk: Desk) -> _Read | None:
    """Read the contract that is being prepared; None while there is none."""
    desk.actor.require(Permission.REGISTER_WRITE)
    progress = get_progress(desk.session, desk.actor)
    if progress.contract_id is None:
        return None
    sheet = get_contract(desk.session, desk.actor, progress.contract_id, today=desk.now.date())
    answers = list_clauses(desk.session, desk.actor, sheet.id)
    return _Read(progress=progress, contract=sheet, answers=answers)


def _form(read: _Read) -> ClausesForm:
    return ClausesForm.of(_asked(), read.answers, answers_digest(list(read.answers.values())))


def _meanwhile(form: ClausesForm) -> Response:
    with reading() as desk:
        read = _read(desk)
    if read is None:
        return redirect(step_address(Step.CONTRACT))
    form.rebase(_asked(), read.answers, answers_digest(list(read.answers.values())))
    return _show(read, form, status=_CONFLICT, is_conflict=True)


def _show(
    read: _Read, form: ClausesForm, *, status: int = 200, is_conflict: bool = False
) -> Response:
    asked = _asked()
    rows = tuple(_row(form, clause, number) for number, clause in enumerate(asked, start=1))
    page = ClausesPage(
        frame=make_frame(Step.CONTRACT, read.progress),
        contract=read.contract.title,
        provider=read.contract.provider.name,
        rows=rows,
        answered_count=sum(clause.id in read.answers for clause in asked),
        is_conflict=is_conflict,
    )
    return make_response(render_template("first_steps/clauses.html", page=page, form=form), status)


def _row(form: ClausesForm, clause: Clause, number: int) -> ClauseRow:
    reply = form.reply_of(clause)
    return ClauseRow(
        number=number,
        texts=clause_texts(clause),
        reply=reply,
        place=form.place_of(clause),
        quote=None,
        is_open=reply.data in OPEN,
    )
