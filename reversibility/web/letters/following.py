"""What became of a letter: sent, received, answered, or nothing more waited for."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from reversibility.catalogues.letters import Channel, letters
from reversibility.contracts.errors import PaperInvalidError
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.papers import PaperDraft, add_paper
from reversibility.exits.letters.errors import LetterDraftError, LetterStepError
from reversibility.exits.letters.queries import LetterLine, get_letter
from reversibility.exits.letters.service import (
    Answer,
    Sending,
    close_letter,
    mark_answered,
    mark_received,
    mark_sent,
)
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.filters import local_day
from reversibility.web.forms.letters import AnswerForm, ReceiptForm, SendingForm
from reversibility.web.languages import gettext
from reversibility.web.letters.pages import letter_title, pages
from reversibility.web.letters.reading_one import show_letter


@pages.post("/courriers/<uuid:letter_id>/envoi")
def send(letter_id: UUID) -> Response:
    """Note that the practice sent the letter; keep the proof."""
    line, today = _line(letter_id)
    form = SendingForm.of(letters().letters[line.kind], line.channel, today=today)
    if not form.validate():
        return show_letter(letter_id, sending=form, status=422)
    try:
        with writing() as desk:
            title = gettext(
                "Justificatif d’envoi\u00a0: %(letter)s", letter=letter_title(line.kind)
            )
            day = form.day()
            paper = _filed(desk, line, form, (PaperKind.PROOF_OF_SENDING, title, day))
            sending = Sending(sent_on=day, channel=Channel(form.channel.data), proof_paper_id=paper)
            mark_sent(desk.session, desk.actor, letter_id, sending, now=desk.now)
    except (LetterStepError, PaperInvalidError) as error:
        form.refuse(error)
        return show_letter(letter_id, sending=form, status=422)
    flash(gettext("L’envoi est noté."))
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.post("/courriers/<uuid:letter_id>/reception")
def receive(letter_id: UUID) -> Response:
    """Note the day on which the letter was received."""
    _line(letter_id)
    form = ReceiptForm()
    if not form.validate():
        return show_letter(letter_id, receipt=form, status=422)
    try:
        with writing() as desk:
            mark_received(desk.session, desk.actor, letter_id, form.day(), now=desk.now)
    except LetterStepError as error:
        form.refuse(error)
        return show_letter(letter_id, receipt=form, status=422)
    flash(gettext("La réception est notée\u00a0: le délai court de ce jour."))
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.post("/courriers/<uuid:letter_id>/reponse")
def answer(letter_id: UUID) -> Response:
    """Note the answer that came; keep it."""
    line, _ = _line(letter_id)
    form = AnswerForm()
    if not form.validate():
        return show_letter(letter_id, answer=form, status=422)
    try:
        with writing() as desk:
            title = gettext("Réponse\u00a0: %(letter)s", letter=letter_title(line.kind))
            day = form.day()
            paper = _filed(desk, line, form, (PaperKind.ANSWER, title, day))
            told = Answer(answered_on=day, text=form.text.data, paper_id=paper)
            mark_answered(desk.session, desk.actor, letter_id, told, now=desk.now)
    except (LetterStepError, PaperInvalidError) as error:
        form.refuse(error)
        return show_letter(letter_id, answer=form, status=422)
    flash(gettext("La réponse est notée."))
    return redirect(url_for("letters.show", letter_id=letter_id))


@pages.post("/courriers/<uuid:letter_id>/clore")
def close(letter_id: UUID) -> Response:
    """Wait for nothing more."""
    with writing() as desk:
        close_letter(desk.session, desk.actor, letter_id, now=desk.now)
    flash(gettext("Plus aucune réponse n’est attendue à ce courrier."))
    return redirect(url_for("letters.show", letter_id=letter_id))


def _line(letter_id: UUID) -> tuple[LetterLine, date]:
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        line = get_letter(desk.session, desk.actor, letter_id, today=desk.now.date())
    if line.final_at is None:
        raise LetterDraftError
    return line, local_day(desk.now)


def _filed(
    desk: Desk,
    line: LetterLine,
    form: SendingForm | AnswerForm,
    what: tuple[PaperKind, str, date],
) -> UUID | None:
    if form.content is None:
        return None
    kind, title, dated_on = what
    draft = PaperDraft(
        contract_id=line.contract_id,
        kind=kind,
        title=title[:200],
        dated_on=dated_on,
        filename=form.file.data.filename or "",
        content=form.content,
    )
    row = add_paper(desk.session, desk.actor, draft, today=local_day(desk.now), now=desk.now)
    return row.id
