"""One letter: how it reads, what is missing, what stands against it; its final version."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reversibility.catalogues.letters import letters
from reversibility.exits.drafting.ending import follows_form, required_form
from reversibility.exits.drafting.filling import field_label
from reversibility.exits.drafting.gathering import LetterMaterial
from reversibility.exits.drafting.guards import Guard, Level, check_guards
from reversibility.exits.drafting.known import ENDING
from reversibility.exits.drafting.printing import PrintedLetter, build_letter, missing
from reversibility.exits.drafting.producing import print_draft, print_final, print_translation
from reversibility.exits.drafting.service import make_final
from reversibility.exits.letters.errors import (
    LetterChangedError,
    LetterFinalError,
    LetterGuardedError,
    LetterIncompleteError,
)
from reversibility.exits.letters.queries import (
    LetterFile,
    LetterLine,
    get_file,
    get_letter,
)
from reversibility.exits.letters.writing import writing_of
from reversibility.http.seat import reading, services, writing
from reversibility.journal.service import Subject
from reversibility.kernel.actor import Permission
from reversibility.web.filters import author, moment
from reversibility.web.forms.letters import AnswerForm, ReceiptForm, SendingForm
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.letters.life import Life, life_of
from reversibility.web.letters.opening import Opened, open_letter
from reversibility.web.letters.pages import STATES, TONES, letter_title, pages, where_filled
from reversibility.web.letters.writing import Advice, advice_of
from reversibility.web.parts import EvidenceItem, Link
from reversibility.web.telling import Taken, Taking, tell_taken

_ENDINGS = ("pdf", "docx")
_LANGUAGES = {"fr": lazy_gettext("en français"), "en": lazy_gettext("en anglais")}


@dataclass(frozen=True, kw_only=True)
class GuardItem:
    """Something that stands against the letter, or must have been read."""

    code: str
    is_block: bool
    sentence: str
    source: str
    instead: str
    instead_title: str


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """One letter."""

    id: UUID
    contract_id: UUID
    contract: str
    provider: str
    title: str
    subject: str
    is_draft: bool
    state: str
    tone: str
    printed: PrintedLetter
    missing: tuple[Link, ...]
    guards: tuple[GuardItem, ...]
    advice: tuple[Advice, ...]
    files: tuple[EvidenceItem, ...]
    life: Life
    remark: str
    """That it went out otherwise than the contract asks; empty when it did not."""
    may_write: bool
    may_finish: bool
    """Whether nothing is missing and nothing stands against it."""

    @property
    def blocks(self) -> tuple[GuardItem, ...]:
        """What stands against it."""
        return tuple(each for each in self.guards if each.is_block)

    @property
    def warnings(self) -> tuple[GuardItem, ...]:
        """What must have been read."""
        return tuple(each for each in self.guards if not each.is_block)


@pages.get("/courriers/<uuid:letter_id>")
def show(letter_id: UUID) -> Response:
    """Show one letter."""
    return show_letter(letter_id)


def show_letter(
    letter_id: UUID,
    *,
    sending: SendingForm | None = None,
    receipt: ReceiptForm | None = None,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> Response:
    """Show one letter, with a form that was refused where one was."""
    with reading() as desk:
        opened = open_letter(desk, letter_id)
        may_write = desk.actor.may(Permission.CONTRACT_WRITE)
        may_finish = desk.actor.may(Permission.EXIT_PRODUCE)
    line, today = opened.line, opened.material.today
    page = _page(opened, may_write=may_write, may_finish=may_finish)
    catalogue = letters().letters[line.kind]
    forms = {
        "sending": sending or SendingForm.of(catalogue, line.channel, today=today),
        "receipt": receipt or ReceiptForm(formdata=None),
        "answer": answer or AnswerForm(formdata=None),
    }
    return make_response(render_template("letters/show.html", page=page, **forms), status)


@pages.post("/courriers/<uuid:letter_id>/definitif")
def finish(letter_id: UUID) -> Response:
    """Print the letter, fix its words and keep its files."""
    with reading() as desk:
        desk.actor.require(Permission.EXIT_PRODUCE)
        opened = open_letter(desk, letter_id)
    line, material = opened.line, opened.material
    written = writing_of(line)
    read = tuple(request.form.getlist("read"))
    is_draft = line.final_at is None
    refused = _refused(material, line, read) if is_draft else _final_already()
    if refused:
        flash(refused)
        return show_letter(letter_id, status=422)
    final = print_final(letter_id, material, written, read)
    try:
        with writing() as desk:
            make_final(desk.session, desk.actor, final, services().catalogue, now=desk.now)
    except LetterFinalError:
        flash(_final_already())
        return show_letter(letter_id, status=409)
    except (LetterChangedError, LetterIncompleteError, LetterGuardedError):
        flash(gettext("Quelque chose a changé entre-temps\u00a0: relisez, puis recommencez."))
        return show_letter(letter_id, status=409)
    flash(gettext("Le courrier est définitif. Le service ne l’envoie pas\u00a0: c’est à vous."))
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.get("/courriers/<uuid:letter_id>/brouillon.<ending>")
def draft(letter_id: UUID, ending: str) -> Response:
    """Hand over a draft, with what is missing shown in it."""
    if ending not in _ENDINGS:
        raise NotFound
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_READ)
        opened = open_letter(desk, letter_id)
    made = print_draft(opened.material, writing_of(opened.line), ending)
    return _attachment(made.content, made.filename, made.media_type)


@pages.get("/courriers/<uuid:letter_id>/traduction.pdf")
def translation(letter_id: UUID) -> Response:
    """Hand over a draft in the other language, for reading."""
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_READ)
        opened = open_letter(desk, letter_id)
    made = print_translation(opened.material, writing_of(opened.line), is_draft=True)
    return _attachment(made.content, made.filename, made.media_type)


@pages.get("/courriers/fichiers/<uuid:file_id>")
def file(file_id: UUID) -> Response:
    """Hand over a file of a final letter."""
    with reading() as desk:
        found = get_file(desk.session, desk.actor, file_id)
        line = get_letter(desk.session, desk.actor, found.letter_id, today=desk.now.date())
    response = _attachment(found.content, found.filename, found.media_type)
    taken = Taken(
        what=Taking.LETTER,
        subject=Subject(type="contract", id=line.contract_id),
        filename=found.filename,
        sha256=found.sha256,
    )
    return tell_taken(response, desk, taken)


def _final_already() -> str:
    """Say so: somebody pressed twice, or two people at once."""
    return gettext("Ce courrier est déjà définitif\u00a0: il n’en existe qu’une version.")


def _refused(material: LetterMaterial, line: LetterLine, read: tuple[str, ...]) -> str:
    written = writing_of(line)
    if missing(material, written):
        return gettext("Il manque ce que ce courrier doit dire\u00a0: il reste un brouillon.")
    guards = check_guards(material, written, current_language())
    if any(each.level is Level.BLOCK for each in guards):
        return gettext("Un point s’oppose à ce courrier\u00a0: il reste un brouillon.")
    if {each.code for each in guards} - set(read):
        return gettext("Cochez chaque avertissement pour dire que vous l’avez lu.")
    return ""


def _page(opened: Opened, *, may_write: bool, may_finish: bool) -> LetterPage:
    line, material, files = opened.line, opened.material, opened.files
    written, is_draft = writing_of(line), line.final_at is None
    lacking = missing(material, written) if is_draft else ()
    guards = check_guards(material, written, current_language()) if is_draft else ()
    blocked = any(each.level is Level.BLOCK for each in guards)
    return LetterPage(
        id=line.id,
        contract_id=line.contract_id,
        contract=material.contract.title,
        provider=material.provider.name,
        title=letter_title(line.kind),
        subject=line.subject,
        is_draft=is_draft,
        state=str(STATES[line.state]),
        tone=TONES.get(line.state, "quiet"),
        printed=build_letter(material, written, is_draft=is_draft),
        missing=tuple(_lack(name, line, material) for name in lacking),
        guards=tuple(_guard(each) for each in guards),
        advice=advice_of(written.letter),
        files=tuple(_file(each) for each in files),
        life=life_of(line),
        remark=_remark(line, material),
        may_write=may_write,
        may_finish=may_finish and is_draft and not lacking and not blocked,
    )


def _remark(line: LetterLine, material: LetterMaterial) -> str:
    agreed = material.contract.agreed
    if line.kind != ENDING or line.sent_by is None:
        return ""
    if follows_form(agreed.notice_form, line.sent_by):
        return ""
    return gettext(
        "Le contrat demande\u00a0: %(form)s. Ce courrier est parti autrement\u00a0: relisez la"
        " clause, et voyez s’il faut l’envoyer aussi dans cette forme.",
        form=required_form(agreed, current_language()),
    )


def _lack(name: str, line: LetterLine, material: LetterMaterial) -> Link:
    catalogue = letters()
    label = field_label(catalogue.letters[line.kind], catalogue, name, current_language())
    known = catalogue.known.get(name)
    is_asked = catalogue.letters[line.kind].field(name) is not None
    where = "letter" if known is None or is_asked else known.where
    return Link(text=label, href=where_filled(where, material, line.id))


def _guard(guard: Guard) -> GuardItem:
    return GuardItem(
        code=guard.code,
        is_block=guard.level is Level.BLOCK,
        sentence=guard.sentence,
        source=guard.source,
        instead=guard.instead,
        instead_title=letter_title(guard.instead) if guard.instead else "",
    )


def _file(line: LetterFile) -> EvidenceItem:
    is_pdf = line.media_type == "application/pdf"
    return EvidenceItem(
        icon="file-type-pdf" if is_pdf else "file-text",
        title=line.filename if line.erased_at is None else gettext("Contenu effacé"),
        detail=_detail(line),
        sha256=line.sha256,
        href=url_for("letters.file", file_id=line.id) if line.erased_at is None else "",
    )


def _detail(line: LetterFile) -> str:
    made = gettext("%(when)s, par %(who)s", when=moment(line.made_at), who=author(line.made_by))
    if line.erased_at is not None:
        return gettext("%(made)s\u00a0; effacé le %(when)s", made=made, when=moment(line.erased_at))
    sized = f"{made}, {max(line.size // 1000, 1)}\u00a0ko"
    if not line.locale:
        return sized
    language = str(_LANGUAGES[line.locale])
    return gettext("Traduction %(language)s, pour lecture. %(made)s", language=language, made=sized)


def _attachment(content: bytes, filename: str, media_type: str) -> FlaskResponse:
    response = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=filename
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
