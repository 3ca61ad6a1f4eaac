"""What a contract says, point by point; what is left to settle, and what to propose."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.accounts.queries import get_practice
from reversibility.catalogues.clauses import ESSENTIAL, Clause
from reversibility.catalogues.clauses import clauses as catalogue
from reversibility.contracts.clauses import answer_clauses, answers_digest
from reversibility.contracts.errors import ClausesChangedError
from reversibility.contracts.models import ClauseReply
from reversibility.contracts.queries import ClauseLine, ContractSheet, get_contract, list_clauses
from reversibility.contracts.scoring import Reading, read_clauses
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.forms.agreement import REPLIES, ClausesForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Choice
from reversibility.web.sheets.clauses import OPEN, ClauseRow, ClauseTexts, clause_texts
from reversibility.web.words import words

pages = members_only(Blueprint("contract_clauses", __name__))

ALL = "all"
_BY_ACTIVITY = {
    "health": ("méd", "medic", "dent", "infirm", "pharm", "kiné", "sage-femme", "santé", "health"),
    "law": ("avoc", "notai", "juri", "law", "commissaire de justice"),
    "accounting": ("compta", "account"),
}


@dataclass(frozen=True, kw_only=True)
class LossRow:
    """Points that a clause leaves to settle, and why."""

    title: str
    href: str
    points: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClausesPage:
    """A list of points of one contract."""

    contract_id: UUID
    contract: str
    preset: str
    preset_title: str
    choices: tuple[Choice, ...]
    rows: tuple[ClauseRow, ...]
    answered: int
    unfold: Choice
    """What opens every point, or folds them again."""
    reading: Reading
    losses: tuple[LossRow, ...]
    may_write: bool
    is_conflict: bool = False


@dataclass(frozen=True, kw_only=True)
class ProposalRow:
    """One point to settle: what the contract says, and what to propose."""

    texts: ClauseTexts
    reply: str
    place: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class ProposalsPage:
    """What to propose to the provider, to be printed."""

    contract_id: UUID
    contract: str
    provider: str
    reference: str
    rows: tuple[ProposalRow, ...]


@dataclass(frozen=True, kw_only=True)
class _Read:
    contract: ContractSheet
    answers: Mapping[str, ClauseLine]
    preset: str
    asked: tuple[Clause, ...]
    may_write: bool


@pages.get("/contrats/<uuid:contract_id>/points")
def show(contract_id: UUID) -> Response:
    """Show the points of a list, with what was answered."""
    with reading() as desk:
        read = _read(desk, contract_id)
    return _show(read, _form(read))


@pages.post("/contrats/<uuid:contract_id>/points")
def keep(contract_id: UUID) -> Response:
    """Keep the answers; show what is left to settle."""
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        read = _read(desk, contract_id)
    form = _form(read)
    if not form.validate():
        return _show(read, form, status=422)
    drafts = form.drafts(read.asked, read.answers)
    try:
        with writing() as desk:
            is_new = answer_clauses(
                desk.session, desk.actor, contract_id, drafts, seen=form.seen.data, now=desk.now
            )
    except ClausesChangedError:
        return _meanwhile(contract_id, form)
    if is_new:
        flash(gettext("Vos réponses sont enregistrées."))
    return redirect(url_for("contract_clauses.show", contract_id=contract_id, liste=read.preset))


@pages.get("/contrats/<uuid:contract_id>/points/propositions")
def propose(contract_id: UUID) -> str:
    """Show what to propose to the provider, the heaviest first; made to be printed."""
    with reading() as desk:
        contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
        answers = list_clauses(desk.session, desk.actor, contract_id)
    found = read_clauses(catalogue().preset(ALL), _replies(answers))
    page = ProposalsPage(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        reference=contract.reference,
        rows=tuple(_proposal(loss.clause, answers[loss.clause.id]) for loss in found.losses),
    )
    return render_template("agreements/proposals.html", page=page)


def suggested_preset(activity: str) -> str:
    """Return the list that fits a profession; the nine essential points where none does."""
    told = activity.casefold()
    for preset, marks in _BY_ACTIVITY.items():
        if any(mark in told for mark in marks):
            return preset
    return ESSENTIAL


def _read(desk: Desk, contract_id: UUID) -> _Read:
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    known = {preset.id for preset in catalogue().presets}
    wanted = request.args.get("liste", "")
    if wanted not in known:
        wanted = suggested_preset(get_practice(desk.session, desk.actor).activity)
    return _Read(
        contract=contract,
        answers=list_clauses(desk.session, desk.actor, contract_id),
        preset=wanted,
        asked=catalogue().preset(wanted),
        may_write=desk.actor.may(Permission.CONTRACT_WRITE),
    )


def _form(read: _Read) -> ClausesForm:
    seen = answers_digest(list(read.answers.values()))
    return ClausesForm.of(read.asked, read.answers, seen, in_full=True)


def _meanwhile(contract_id: UUID, form: ClausesForm) -> Response:
    with reading() as desk:
        read = _read(desk, contract_id)
    form.rebase(read.asked, read.answers, answers_digest(list(read.answers.values())))
    return _show(read, form, status=409, is_conflict=True)


def _show(
    read: _Read, form: ClausesForm, *, status: int = 200, is_conflict: bool = False
) -> Response:
    found = read_clauses(read.asked, _replies(read.answers))
    page = ClausesPage(
        contract_id=read.contract.id,
        contract=read.contract.title,
        preset=read.preset,
        preset_title=_title(read.preset),
        choices=tuple(
            Choice(
                text=words().text(preset.title),
                href=url_for(
                    "contract_clauses.show", contract_id=read.contract.id, liste=preset.id
                ),
                is_chosen=preset.id == read.preset,
            )
            for preset in catalogue().presets
        ),
        rows=_rows(form, read, is_conflict=is_conflict),
        answered=sum(clause.id in read.answers for clause in read.asked),
        unfold=_unfold(read),
        reading=found,
        losses=tuple(
            LossRow(
                title=words().text(loss.clause.title),
                href=f"#reply_{loss.clause.id}",
                points=loss.points,
                reason=str(REPLIES[loss.reply]),
            )
            for loss in found.losses
        ),
        may_write=read.may_write,
        is_conflict=is_conflict,
    )
    return make_response(render_template("agreements/clauses.html", page=page, form=form), status)


def _unfold(read: _Read) -> Choice:
    everything = _everything()
    return Choice(
        text=gettext("Tout replier") if everything else gettext("Tout ouvrir"),
        href=url_for(
            "contract_clauses.show",
            contract_id=read.contract.id,
            liste=read.preset,
            ouvrir=None if everything else "tous",
        ),
        is_chosen=everything,
    )


def _everything() -> bool:
    return request.args.get("ouvrir") == "tous"


def _rows(form: ClausesForm, read: _Read, *, is_conflict: bool) -> tuple[ClauseRow, ...]:
    unfolded = _unfolded(form, read, is_conflict=is_conflict)
    return tuple(
        ClauseRow(
            number=number,
            texts=clause_texts(clause),
            reply=form.reply_of(clause),
            place=form.place_of(clause),
            quote=form.quote_of(clause),
            is_open=form.reply_of(clause).data in OPEN,
            is_unfolded=clause.id in unfolded,
        )
        for number, clause in enumerate(read.asked, start=1)
    )


def _unfolded(form: ClausesForm, read: _Read, *, is_conflict: bool) -> set[str]:
    """Return the points that are open at once: what is wrong, else what is to be answered next."""
    if _everything():
        return {clause.id for clause in read.asked}
    if is_conflict:
        return form.differing(read.asked, read.answers)
    wrong = {clause.id for clause in read.asked if form.is_wrong(clause)}
    unread = (clause.id for clause in read.asked if clause.id not in read.answers)
    return wrong or set(islice(unread, 1))


def _title(preset_id: str) -> str:
    return next(
        words().text(preset.title) for preset in catalogue().presets if preset.id == preset_id
    )


def _replies(answers: Mapping[str, ClauseLine]) -> dict[str, ClauseReply]:
    return {clause: line.reply for clause, line in answers.items()}


def _proposal(clause: Clause, line: ClauseLine) -> ProposalRow:
    return ProposalRow(
        texts=clause_texts(clause),
        reply=str(REPLIES[line.reply]),
        place=line.place,
        quote=line.quote,
    )
