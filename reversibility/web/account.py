"""The security of one's own account: password, second factor, passkeys, sessions, language."""

from dataclasses import dataclass
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_security import (
    current_user,
    hash_password,
    login_user,
    logout_user,
    password_changed,
    verify_password,
)
from werkzeug.wrappers import Response

from reversibility.accounts import identities, sessions
from reversibility.accounts import own_account as own
from reversibility.accounts.errors import PasswordWeakError, TooManyAttemptsError
from reversibility.accounts.models import User
from reversibility.accounts.people import normalize_password
from reversibility.accounts.presence import AccountEvent
from reversibility.accounts.sign_in_models import Method
from reversibility.http.seat import find_seat, services
from reversibility.kernel import clock
from reversibility.kernel.actor import Permission
from reversibility.store.session import transaction
from reversibility.web.forms.account import ChangePasswordForm
from reversibility.web.languages import LANGUAGES, gettext
from reversibility.web.members import members_only
from reversibility.web.signing.attempts import attempt, read_open_at
from reversibility.web.signing.journey import find_provider
from reversibility.web.signing.origin import TOKEN
from reversibility.web.telling import tell_practices

pages = members_only(Blueprint("account", __name__))


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """One's own account."""

    has_code: bool
    """Whether an authenticator app is asked for."""
    recovery_codes: int
    """How many are left."""
    passkeys: tuple[str, ...]
    is_linked: bool
    """Whether the identity provider opens it; False without one."""
    sessions: tuple[sessions.SessionLine, ...]
    failures: tuple[own.FailureLine, ...]
    """Lately, on one's own account."""
    failures_of_others: tuple[own.FailureLine, ...] | None
    """Lately, on the accounts of the practice; None for whoever does not answer for them."""


@pages.get("/compte")
def show() -> str:
    """Show everything that opens this account, and every session that is open."""
    return render_template("account/show.html", page=_page())


@pages.get("/compte/mot-de-passe")
def ask_password() -> Response:
    """Ask for the present password and another."""
    return _password_page(ChangePasswordForm())


@pages.post("/compte/mot-de-passe")
def change_password() -> Response:
    """Change the password; every other session ends, this one is opened anew."""
    form = ChangePasswordForm()
    if not form.validate() or not _knows_password(form):
        return _password_page(form, status=422)
    person, now = _person(), clock.now()
    try:
        with transaction(services().engine, None) as rows:
            changed = own.change_password(
                rows, person.id, form.password.data, hasher=hash_password, now=now
            )
    except PasswordWeakError as error:
        form.refuse(error)
        return _password_page(form, status=422)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    password_changed.send(app, user=changed)
    login_user(changed, authn_via=["password"])
    flash(gettext("Votre mot de passe est changé, et vos autres sessions sont terminées."))
    return redirect(url_for("account.show"))


@pages.post("/compte/sessions/<uuid:session_id>/terminer")
def end_session(session_id: UUID) -> Response:
    """End one of one's own sessions."""
    with transaction(services().engine, None) as rows:
        sessions.end_one(rows, current_user.id, session_id, now=clock.now())
    flash(gettext("Cette session est terminée."))
    return redirect(url_for("account.show") + "#sessions")


@pages.post("/compte/sessions/terminer")
def sign_out_everywhere() -> Response:
    """End every session of this person, this one included."""
    person = _person()
    with transaction(services().engine, None) as rows:
        count = sessions.end_all(rows, person.id, now=clock.now())
    tell_practices(person, AccountEvent.SIGNED_OUT_EVERYWHERE, {"sessions": count})
    logout_user()
    flash(gettext("Vous êtes déconnecté partout. Aucune copie de vos sessions n’ouvre plus rien."))
    return redirect(url_for("security.login"))


@pages.post("/compte/langue")
def choose_language() -> Response:
    """Remember the language of the pages and the mails."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    with transaction(services().engine, None) as rows:
        own.choose_language(rows, current_user.id, language)
    return redirect(url_for("account.show", lang=language))


def _page() -> AccountPage:
    person, seat, now, provider = _person(), find_seat(), clock.now(), find_provider()
    with transaction(services().engine, None, read_only=True) as rows:
        lines = sessions.list_sessions(rows, person.id, session[TOKEN], now=now)
        failures = own.list_own_failures(rows, person.id, now=now)
        linked = provider and identities.find_own(rows, person.id, provider.issuer)
    of_others = None
    if seat is not None and seat.actor.may(Permission.MEMBER_MANAGE):
        with transaction(services().engine, seat.practice_id, read_only=True) as rows:
            of_others = own.list_failures(rows, seat.actor, now=now)
    return AccountPage(
        has_code=bool(person.tf_primary_method),
        recovery_codes=len(person.mf_recovery_codes or ()),
        passkeys=tuple(key.name for key in person.webauthn),
        is_linked=linked is not None,
        sessions=lines,
        failures=failures,
        failures_of_others=of_others,
    )


def _knows_password(form: ChangePasswordForm) -> bool:
    person, given = _person(), normalize_password(form.current.data)

    def is_good() -> bool:
        return person.password is not None and bool(verify_password(given, person.password))

    try:
        if attempt(Method.PASSWORD, person.email, is_good, lambda: person.id):
            return True
    except TooManyAttemptsError as error:
        form.open_at = read_open_at(error)
        return False
    form.refuse_current()
    return False


def _person() -> User:
    person: User = current_user._get_current_object()  # noqa: SLF001 - the row behind the proxy
    return person


def _password_page(form: ChangePasswordForm, *, status: int = 200) -> Response:
    return make_response(render_template("account/password.html", form=form), status)
