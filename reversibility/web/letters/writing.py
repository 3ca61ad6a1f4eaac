"""Write a draft: its form, filled in from the register; keep it, or take it away."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.catalogues.letters import Letter
from reversibility.catalogues.models import Grade
from reversibility.exits.drafting.gathering import LetterMaterial
from reversibility.exits.letters.errors import LetterChangedError, LetterFinalError
from reversibility.exits.letters.queries import LetterLine
from reversibility.exits.letters.service import change_letter, discard_letter
from reversibility.exits.letters.writing import writing_of
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.register.archiving import Edit
from reversibility.web.filters import date_long
from reversibility.web.forms.letters import LetterForm, letter_form
from reversibility.web.languages import current_language, gettext
from reversibility.web.letters.opening import open_letter
from reversibility.web.letters.pages import letter_title, pages


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What to know before a letter is sent, and where that comes from."""

    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class WritingPage:
    """A draft that is being written."""

    letter_id: UUID
    contract_id: UUID
    contract: str
    provider: str
    title: str
    purpose: str
    usual_days: int
    advice: tuple[Advice, ...]
    is_conflict: bool = False
    changed_by: str = ""


@pages.get("/courriers/<uuid:letter_id>/ecrire")
def ask(letter_id: UUID) -> Response:
    """Ask what the letter needs; filled in with what is written and known."""
    with reading() as desk:
        line, material = find_draft(desk, letter_id)
    form = _form(line, material)
    return _show(_page(line, material), form)


@pages.post("/courriers/<uuid:letter_id>/ecrire")
def keep(letter_id: UUID) -> Response:
    """Keep the draft; show how it reads."""
    with reading() as desk:
        line, material = find_draft(desk, letter_id)
    form = _form(line, material)
    if not form.validate():
        return _show(_page(line, material), form, status=422)
    edit = Edit(id=letter_id, version=form.version.data)
    try:
        with writing() as desk:
            change_letter(desk.session, desk.actor, edit, form.writing(line.kind), now=desk.now)
    except LetterChangedError as error:
        form.rebase(line.version)
        page = _page(line, material, is_conflict=True, changed_by=error.params["who"])
        return _show(page, form, status=409)
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.post("/courriers/<uuid:letter_id>/supprimer")
def discard(letter_id: UUID) -> Response:
    """Take a draft away."""
    with writing() as desk:
        contract_id = discard_letter(desk.session, desk.actor, letter_id, now=desk.now)
    flash(gettext("Le brouillon est supprimé."))
    return redirect(url_for("letters.show_all", contract_id=contract_id))


def find_draft(desk: Desk, letter_id: UUID) -> tuple[LetterLine, LetterMaterial]:
    """Read a draft and what it is written from; raises LetterFinalError for a final letter."""
    desk.actor.require(Permission.CONTRACT_WRITE)
    opened = open_letter(desk, letter_id)
    if opened.line.final_at is not None:
        raise LetterFinalError
    return opened.line, opened.material


def advice_of(letter: Letter) -> tuple[Advice, ...]:
    """Return what to know before a letter is sent, each with its source, grade and date."""
    locale = current_language()
    rule = [letter.deadline.why] if letter.deadline else []
    found = []
    for statement in (*letter.statements, *rule):
        source = letter.source(statement.source)
        told = gettext(
            "%(title)s (%(site)s), lu le %(date)s.",
            title=source.title,
            site=source.site,
            date=date_long(source.read_on),
        )
        if source.grade is Grade.C:
            told = gettext("%(title)s\u00a0: connu, non relu.", title=source.title)
        found.append(Advice(text=statement.in_(locale), source=told))
    return tuple(found)


def _form(line: LetterLine, material: LetterMaterial) -> LetterForm:
    written = writing_of(line)
    return letter_form(written.letter, material, written, line.version)


def _page(
    line: LetterLine, material: LetterMaterial, *, is_conflict: bool = False, changed_by: str = ""
) -> WritingPage:
    letter = writing_of(line).letter
    return WritingPage(
        letter_id=line.id,
        contract_id=line.contract_id,
        contract=material.contract.title,
        provider=material.provider.name,
        title=letter_title(line.kind),
        purpose=letter.purpose.in_(current_language()),
        usual_days=letter.deadline.days if letter.deadline else 0,
        advice=advice_of(letter),
        is_conflict=is_conflict,
        changed_by=changed_by,
    )


def _show(page: WritingPage, form: LetterForm, *, status: int = 200) -> Response:
    return make_response(render_template("letters/write.html", page=page, form=form), status)
