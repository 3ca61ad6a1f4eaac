"""The practice's own identity: one form, as the first step and on a page of its own."""

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.accounts.errors import PracticeChangedError, PracticeKnownError
from reversibility.accounts.queries import PracticeSheet, get_practice
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress, get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.register.identity import change_identity
from reversibility.web.first_steps.frame import Frame, following, make_frame
from reversibility.web.first_steps.pages import PATH
from reversibility.web.first_steps.pages import pages as steps
from reversibility.web.forms.changing import Difference
from reversibility.web.forms.identity import IdentityForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("practice_card", __name__))

_INVALID, _CONFLICT = 422, 409
_CARD, _STEP = "practices/card.html", "first_steps/practice.html"


@dataclass(frozen=True, kw_only=True)
class CardPage:
    """The questions about the practice, and what somebody else answered meanwhile."""

    frame: Frame
    is_conflict: bool = False
    changed_by: str = ""
    differences: tuple[Difference, ...] = ()


@pages.get("/cabinet")
def ask() -> Response:
    """Show the practice's identity, to be changed."""
    return _ask(_CARD)


@pages.post("/cabinet")
def change() -> Response:
    """Keep what was changed."""
    answer = _change(_CARD)
    if answer is not None:
        return answer
    flash(gettext("L’identité du cabinet est enregistrée."))
    return redirect(url_for(".ask"))


@steps.get(f"{PATH}/cabinet")
def practice() -> Response:
    """Ask who the practice is."""
    return _ask(_STEP)


@steps.post(f"{PATH}/cabinet")
def practice_keep() -> Response:
    """Keep who the practice is; go on."""
    return _change(_STEP, Step.PRACTICE) or redirect(following(Step.PRACTICE))


def _ask(template: str) -> Response:
    with reading() as desk:
        sheet, progress = _read(desk)
    return _show(template, progress, IdentityForm.of(sheet))


def _change(template: str, step: Step | None = None) -> Response | None:
    """Keep what was typed; return the page that says what is in the way, if anything is."""
    with reading() as desk:
        sheet, progress = _read(desk)
    form = IdentityForm()
    if not form.validate():
        return _show(template, progress, form, status=_INVALID)
    try:
        with writing() as desk:
            version, draft = form.version.data or 0, form.draft(sheet)
            change_identity(desk.session, desk.actor, version, draft, now=desk.now)
            if step is not None:
                advance(desk.session, desk.actor, Advance(done=step), now=desk.now)
    except PracticeKnownError:
        form.siren.errors = [_taken()]
        return _show(template, progress, form, status=_INVALID)
    except PracticeChangedError:
        return _meanwhile(template, form)
    return None


def _taken() -> str:
    return gettext(
        "Un autre cabinet de ce service porte déjà ce SIREN, ou ce nom sans SIREN. Vérifiez-le sur "
        "votre avis de situation Sirene."
    )


def _read(desk: Desk) -> tuple[PracticeSheet, Progress]:
    desk.actor.require(Permission.REGISTER_WRITE)
    return get_practice(desk.session, desk.actor), get_progress(desk.session, desk.actor)


def _meanwhile(template: str, form: IdentityForm) -> Response:
    with reading() as desk:
        sheet, progress = _read(desk)
    form.rebase(sheet.version)
    page = CardPage(
        frame=make_frame(Step.PRACTICE, progress),
        is_conflict=True,
        changed_by=sheet.changed_by,
        differences=form.differences(sheet),
    )
    return make_response(render_template(template, page=page, form=form), _CONFLICT)


def _show(template: str, progress: Progress, form: IdentityForm, *, status: int = 200) -> Response:
    page = CardPage(frame=make_frame(Step.PRACTICE, progress))
    return make_response(render_template(template, page=page, form=form), status)
