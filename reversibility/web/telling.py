"""What the journal is told beside the services: who signed in and out, who took evidence away.

Each is a short unit of work of its own, so that reading stays reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, request
from flask_login import user_logged_out
from flask_security import (
    password_changed,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
    wan_deleted,
    wan_registered,
)
from sqlalchemy import Engine

from reversibility.accounts.models import User
from reversibility.accounts.presence import AccountEvent, record_presence, somebody
from reversibility.accounts.queries import list_memberships
from reversibility.http.seat import Desk, services
from reversibility.journal import service as journal
from reversibility.kernel import clock
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import transaction


class Taking(StrEnum):
    """What can be taken away."""

    ANSWER = "evidence.answer_downloaded"
    PROOF = "evidence.proof_downloaded"
    PAPER = "contract.paper_downloaded"
    DOCUMENT = "exit.document_downloaded"
    EXHIBITS = "contract.exhibits_downloaded"
    ANNEX = "contract.annex_downloaded"
    LETTER = "letter.downloaded"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A file that is handed over."""

    what: Taking
    subject: journal.Subject
    filename: str
    sha256: str


_SIGNALS = {
    user_logged_out: AccountEvent.SIGNED_OUT,
    password_changed: AccountEvent.PASSWORD_SET,
    tf_profile_changed: AccountEvent.SECOND_FACTOR_SET,
    tf_disabled: AccountEvent.SECOND_FACTOR_REMOVED,
}
_WAYS = {"webauthn": "passkey", "oidc": "provider"}
_PASSKEYS = {
    wan_registered: AccountEvent.PASSKEY_ADDED,
    wan_deleted: AccountEvent.PASSKEY_REMOVED,
}


def init_telling(app: Flask) -> None:
    """Listen to what Flask-Security says of accounts."""
    user_authenticated.connect(_signed_in, app)
    user_failed_authn.connect(_refused, app)
    for signal, event in _SIGNALS.items():
        signal.connect(partial(_tell, event), app, weak=False)
    for signal, event in _PASSKEYS.items():
        signal.connect(partial(_tell_passkey, event), app, weak=False)


def tell_practices(user: User, event: AccountEvent, content: Mapping[str, object]) -> None:
    """Tell the journal of each practice that somebody belongs to.

    Whoever signs in is not kept out because it cannot be written just now; the log says so.
    """
    engine, now = services().engine, clock.now()
    try:
        with transaction(engine, None, read_only=True) as rows:
            practices = list_memberships(rows, user.id, now=now)
        for practice in practices:
            with transaction(engine, practice.id) as session:
                actor = somebody(user.id, user.name, practice.id)
                record_presence(session, actor, event, now=now, content=content)
    except DatabaseUnusableError as error:
        current_app.logger.error("not in the journal: %s of %s (%s)", event, user.id, error)  # noqa: TRY400 - no fault of ours


def tell_taken(response: Response, desk: Desk, taken: Taken) -> Response:
    """Once a file is handed over, tell the journal who took which one.

    Written after the answer, so that nobody waits for it. What an outsider looks at is kept before
    the answer, by other means.
    """
    if request.method != "HEAD" and desk.actor.sight is None:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        response.direct_passthrough = False  # or Werkzeug would not call us at the end
        response.call_on_close(partial(_write, app, services().engine, desk, taken))
    return response


def _write(app: Flask, engine: Engine, desk: Desk, taken: Taken) -> None:
    actor, told = desk.actor, {"filename": taken.filename, "sha256": taken.sha256}
    try:
        with transaction(engine, actor.practice_id) as session:
            journal.record(session, actor, taken.what, taken.subject, now=desk.now, content=told)
    except DatabaseUnusableError as error:
        app.logger.error("not in the journal: %s by %s (%s)", taken, actor.user_id, error)  # noqa: TRY400 - no fault of ours


def _signed_in(_app: Flask, user: User, authn_via: list[str] | None = None, **_: Any) -> None:  # noqa: ANN401 - a signal
    tell_practices(user, AccountEvent.SIGNED_IN, {"way": _way(authn_via)})


def _way(authn_via: list[str] | None) -> str:
    if authn_via:
        return next((_WAYS[via] for via in authn_via if via in _WAYS), "password")
    return "recovery_code" if (request.endpoint or "").endswith("mf_recovery") else "totp"


def _refused(_app: Flask, user: User, tfa: bool = False, **_: Any) -> None:  # noqa: ANN401, FBT001, FBT002 - a signal
    if tfa:
        tell_practices(user, AccountEvent.SECOND_FACTOR_REFUSED, {})


def _tell(event: AccountEvent, _app: Flask, user: User | None = None, **_: Any) -> None:  # noqa: ANN401 - a signal
    if user is not None:
        tell_practices(user, event, {})


def _tell_passkey(event: AccountEvent, _app: Flask, user: User, name: Any = "", **_: Any) -> None:  # noqa: ANN401 - a signal
    tell_practices(user, event, {"name": str(name)})
