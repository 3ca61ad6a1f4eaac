"""The questions of an exit: what can be reused, and the checks with the new provider."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.catalogues.handing import handing
from reversibility.exits.errors import AnswerInvalidError
from reversibility.exits.handing.queries import AnsweredLine, AnsweredList, lists_of
from reversibility.exits.handing.service import AnswerDraft, answer_question
from reversibility.exits.tasks.models import HandingList
from reversibility.http.refusals import sentence
from reversibility.http.seat import reading, writing
from reversibility.web.filters import author, moment
from reversibility.web.forms.text import tidy
from reversibility.web.languages import current_language, gettext
from reversibility.web.leaving.pages import PATH, Leaving, pages, read_leaving
from reversibility.web.sheets.sources import cited
from reversibility.web.words import words

_SLUGS: Mapping[str, HandingList] = {
    "a-reprendre": HandingList.REUSE,
    "repreneur": HandingList.ONBOARDING,
}


@dataclass(frozen=True, kw_only=True)
class AnswerChoice:
    """One answer that can be given."""

    id: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """One question with its answer."""

    id: str
    number: int
    ask: str
    why: str
    source: str
    choices: tuple[AnswerChoice, ...]
    answer: str
    means: str
    note: str
    answered: str
    is_settled: bool
    is_unfolded: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An answer that was refused: why, to which question, and the words typed beside it."""

    said: str
    item: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """A list of questions."""

    contract_id: UUID
    contract: str
    provider: str
    successor: str
    slug: str
    title: str
    lead: str
    rows: tuple[QuestionRow, ...]
    answered: int
    settled: int
    may_answer: bool
    refused: Refusal | None


@pages.get(f"{PATH}/questions/<slug>")
def show_list(contract_id: UUID, slug: str) -> Response:
    """Show a list of questions with what was answered."""
    return _show(contract_id, slug)


@pages.post(f"{PATH}/questions/<slug>")
def answer(contract_id: UUID, slug: str) -> Response:
    """Keep one answer."""
    list_id = _list(slug)
    draft = AnswerDraft(
        list_id=list_id,
        item=request.form.get("question", ""),
        answer=request.form.get("choix", ""),
        note=tidy(request.form.get("note", "")),
    )
    try:
        with writing() as desk:
            case = read_leaving(desk, contract_id).opened
            answer_question(desk.session, desk.actor, case.id, draft, now=desk.now)
    except AnswerInvalidError as error:
        refusal = Refusal(
            said=sentence(error, current_language()), item=draft.item, note=draft.note
        )
        return _show(contract_id, slug, refusal, status=422)
    flash(gettext("La réponse est enregistrée."))
    return redirect(
        url_for(
            "exits.show_list",
            contract_id=contract_id,
            slug=slug,
            repondu=draft.item,
            _anchor=draft.item,
        )
    )


def _list(slug: str) -> HandingList:
    if slug not in _SLUGS:
        abort(404)
    return _SLUGS[slug]


def _show(
    contract_id: UUID, slug: str, refusal: Refusal | None = None, *, status: int = 200
) -> Response:
    list_id = _list(slug)
    with reading() as desk:
        leaving = read_leaving(desk, contract_id)
        found = lists_of(desk.session, desk.actor, leaving.opened.id)[list_id]
    page = _page(leaving, slug, found, refusal)
    return make_response(render_template("exits/questions.html", page=page), status)


def _page(leaving: Leaving, slug: str, found: AnsweredList, refusal: Refusal | None) -> ListPage:
    lines = enumerate(found.lines, start=1)
    rows = [_row(found, line, number) for number, line in lines]
    return ListPage(
        contract_id=leaving.contract.id,
        contract=leaving.contract.title,
        provider=leaving.contract.provider.name,
        successor=leaving.opened.successor,
        slug=slug,
        title=words().text(found.questions.title),
        lead=words().text(found.questions.lead),
        rows=_unfolded(rows, refusal),
        answered=found.answered,
        settled=found.settled,
        may_answer=leaving.may_work,
        refused=refusal,
    )


def _unfolded(rows: list[QuestionRow], refusal: Refusal | None) -> tuple[QuestionRow, ...]:
    """Open the question whose answer was refused, with what was typed; else the next one.

    The one that was just answered stays open: what the answer means stands there.
    """
    if refusal is None:
        following = next((row.id for row in rows if not row.answer), "")
        unfolded = {following, request.args.get("repondu", "")}
        return tuple(replace(row, is_unfolded=row.id in unfolded) for row in rows)
    return tuple(
        replace(row, is_unfolded=True, note=refusal.note) if row.id == refusal.item else row
        for row in rows
    )


def _row(found: AnsweredList, line: AnsweredLine, number: int) -> QuestionRow:
    text, given = words().text, line.answer
    answered = ""
    if line.answered_at:
        answered = gettext(
            "%(who)s, le %(when)s", who=author(line.answered_by), when=moment(line.answered_at)
        )
    return QuestionRow(
        id=line.item.id,
        number=number,
        ask=text(line.item.ask),
        why=text(line.item.why),
        source=cited(handing().source(line.item.why.source)),
        choices=tuple(
            AnswerChoice(id=each.id, label=text(each.label), is_chosen=each is given)
            for each in found.questions.answers
        ),
        answer=text(given.label) if given else "",
        means=text(given.means) if given else "",
        note=line.note,
        answered=answered,
        is_settled=given is not None and given.is_settled,
    )
