"""The first start: while nobody has an account every page leads here; afterwards nothing does."""

from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask_security import hash_password
from werkzeug.wrappers import Response

from reversibility.accounts import first_start
from reversibility.accounts.errors import FirstStartCodeUselessError, FirstStartOverError
from reversibility.accounts.queries import PracticeLine, list_practices
from reversibility.http.first_start import join_house, open_house
from reversibility.http.refusals import sentence
from reversibility.http.seat import services
from reversibility.kernel import clock
from reversibility.kernel.actor import PracticeId
from reversibility.kernel.errors import InvalidError
from reversibility.store.session import transaction
from reversibility.web.forms.first_start import CodeForm, HouseForm, OwnerForm
from reversibility.web.languages import current_language, gettext, ngettext
from reversibility.web.security import SIGN_IN

pages = Blueprint("first_start", __name__)
FIRST_START = "/premier-demarrage"
_HAS_STARTED = "reversibility-has-started"
_CODE = "first_start_code"
# What tells nothing of anybody: the look, and the pages that show how pages are made.
_OPEN = frozenset({"static", "first_start", "components", "offline"})


def init_first_start(app: Flask) -> None:
    """Lead every page to the first start until somebody has an account."""
    app.before_request(_lead)


@pages.get(FIRST_START)
def show() -> Response:
    """Ask for the code; then for the practice and its owner."""
    if _has_started():
        return redirect(SIGN_IN)
    if _CODE not in session:
        return _show_code(CodeForm())
    return _show_house(_house_form())


@pages.post(f"{FIRST_START}/code")
def check_code() -> Response:
    """Compare the code; wrong ones are counted."""
    form = CodeForm()
    if _has_started():
        return redirect(SIGN_IN)
    if not form.validate():
        return _show_code(form, status=422)
    with transaction(services().engine, None) as rows:
        check = first_start.check_code(rows, form.code.data, now=clock.now())
    if check.code_id is None:
        form.code.errors = [_wrong(check.attempts_left)]
        return _show_code(form, status=422)
    session[_CODE] = str(check.code_id)
    return redirect(FIRST_START)


@pages.post(FIRST_START)
def begin() -> Response:
    """Open the practice and let its owner in; nobody is signed in by that."""
    if _has_started() or _CODE not in session:
        return redirect(FIRST_START)
    form = _house_form()
    try:
        if not _open(form, UUID(session[_CODE])):
            return _show_house(form, status=422)
    except (FirstStartCodeUselessError, FirstStartOverError) as error:
        session.pop(_CODE)
        flash(sentence(error, current_language()), "problem")
        return redirect(FIRST_START)
    session.pop(_CODE)
    flash(
        gettext("Le cabinet est ouvert. Connectez-vous avec l’adresse et le mot de passe choisis.")
    )
    return redirect(SIGN_IN)


def _open(form: OwnerForm, code_id: UUID) -> bool:
    engine, now = services().engine, clock.now()
    if not form.validate():
        return False
    try:
        if isinstance(form, HouseForm):
            identity = form.identity()
            open_house(engine, code_id, identity, form.owner(), hasher=hash_password, now=now)
        else:
            practice_id = PracticeId(UUID(form.practice.data))
            join_house(engine, code_id, practice_id, form.owner(), hasher=hash_password, now=now)
    except InvalidError as error:
        form.refuse(error)
        return False
    return True


def _house_form() -> OwnerForm:
    practices = _practices()
    return OwnerForm.of(practices) if practices else HouseForm()


def _practices() -> tuple[PracticeLine, ...]:
    with transaction(services().engine, None, read_only=True) as rows:
        return list_practices(rows)


def _show_code(form: CodeForm, *, status: int = 200) -> Response:
    return make_response(render_template("first_start/code.html", form=form), status)


def _show_house(form: OwnerForm, *, status: int = 200) -> Response:
    is_new = isinstance(form, HouseForm)
    html = render_template("first_start/house.html", form=form, is_new=is_new)
    return make_response(html, status)


def _wrong(attempts_left: int) -> str:
    if not attempts_left:
        return gettext(
            "Ce code ne peut plus servir\u00a0: il a expiré, a été remplacé, ou trop d’essais ont "
            "échoué. Relancez le service\u00a0: il en affichera un nouveau."
        )
    return ngettext(
        "Ce n’est pas le code affiché par le dernier lancement. Il reste %(num)s essai.",
        "Ce n’est pas le code affiché par le dernier lancement. Il reste %(num)s essais.",
        attempts_left,
    )


def _lead() -> Response | None:
    part = (request.endpoint or "").partition(".")[0]
    if part in _OPEN or _has_started():
        return None
    if "HX-Request" in request.headers:
        return make_response("", 200, {"HX-Redirect": FIRST_START})
    return redirect(FIRST_START)


def _has_started() -> bool:
    # Accounts are never all taken away: once there is one, nothing is asked any more.
    if current_app.extensions.get(_HAS_STARTED):
        return True
    with transaction(services().engine, None, read_only=True) as rows:
        current_app.extensions[_HAS_STARTED] = not first_start.is_first_start(rows)
    return bool(current_app.extensions[_HAS_STARTED])
