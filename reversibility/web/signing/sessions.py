"""The session of a request: the cookie names a row, and the row decides."""

from typing import Any

from flask import Flask, g, request, session
from flask_login import LoginManager, user_logged_out
from flask_security import user_authenticated
from flask_security.utils import set_request_attr

from reversibility.accounts import sessions
from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import Method
from reversibility.http.seat import services
from reversibility.kernel import clock
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import transaction
from reversibility.web.signing.datastore import with_passkeys
from reversibility.web.signing.origin import TOKEN, read_origin

_KEPT_AT_SIGN_IN = ("_user_id", "_fresh", "_id", "_flashes", "fs_cc", "fs_paa")
_WITH_PASSKEYS = {"security", "account"}
_METHODS = {"webauthn": Method.PASSKEY, "oidc": Method.PROVIDER}


def init_sessions(app: Flask, login: LoginManager) -> None:
    """Let the database say which sessions are open."""
    login.user_loader(load_person)
    login.request_loader(_nobody)  # no tokens in headers or addresses
    user_authenticated.connect(_open, app)
    user_logged_out.connect(_end, app)


def load_person(mark: str) -> User | None:
    """Return whose session the cookie names, while it is open."""
    token, now = session.get(TOKEN, ""), clock.now()
    with transaction(services().engine, None, read_only=True) as rows:
        found = sessions.find_person(rows, token, now=now)
        if found is None or found[0].fs_uniquifier != mark:
            return None
        user, is_due = found
        if request.blueprint in _WITH_PASSKEYS:
            with_passkeys(rows, user)
    if is_due:
        _mark_seen(token)
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def had_session() -> bool:
    """Say whether this browser has had a session here, which is over."""
    return TOKEN in session


def _nobody(_request: object) -> None:
    return None


def _mark_seen(token: str) -> None:
    try:
        with transaction(services().engine, None) as rows:
            sessions.mark_seen(rows, token, now=clock.now())
    except DatabaseUnusableError:
        return  # it can be read, and that is enough to go on


def _open(_app: Flask, user: User, authn_via: list[str] | None = None, **_: Any) -> None:  # noqa: ANN401 - a signal
    # Nothing that stood in the cookie before is taken over, its CSRF token included.
    kept = {name: session[name] for name in _KEPT_AT_SIGN_IN if name in session}
    session.clear()
    g.pop("csrf_token", None)
    origin = read_origin(user.email)
    with transaction(services().engine, None) as rows:
        token = sessions.open_session(rows, user.id, _method(authn_via), origin, now=clock.now())
    session.update(kept)
    session[TOKEN] = token
    session.permanent = True


def _method(authn_via: list[str] | None) -> Method:
    if authn_via:
        return next((_METHODS[via] for via in authn_via if via in _METHODS), Method.PASSWORD)
    is_recovery = request.endpoint == "security.mf_recovery"
    return Method.RECOVERY_CODE if is_recovery else Method.CODE


def _end(_app: Flask, **_: Any) -> None:  # noqa: ANN401 - a signal
    token = session.pop(TOKEN, "")
    with transaction(services().engine, None) as rows:
        sessions.end_session(rows, token, now=clock.now())
