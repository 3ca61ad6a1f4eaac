"""Where somebody signs in from, and whether they have done so here before.

The cookie `known` holds, signed, one random mark for each person who has signed in with this
browser. It opens nothing: it only sets the browser of an account's owner apart from a stranger's.
"""

import secrets
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, after_this_request, current_app, request, session
from itsdangerous import BadSignature, URLSafeSerializer

from reversibility.accounts.throttling import Origin
from reversibility.kernel.digest import sha256

TOKEN = "sign_in"  # noqa: S105 - the name of a place
"""Where the cookie keeps what names its session."""
_NAME = "known"
_SERIALIZER = "reversibility-known"
_A_YEAR = 31_536_000
_MOST = 8


def init_origin(app: Flask, key: str) -> None:
    """Let browsers be recognised."""
    app.extensions[_SERIALIZER] = URLSafeSerializer(key, salt="known browser")


def read_origin(email: str) -> Origin:
    """Say where this request comes from, as far as one account goes.

    Inside a session, what counts is the session: nobody else can use up its attempts.
    """
    return Origin(
        client=request.remote_addr or "",
        browser=request.user_agent.string,
        known_as=str(session.get(TOKEN) or _marks().get(_who(email), "")),
    )


def remember_browser(email: str) -> None:
    """Note on the browser that this person has signed in with it."""
    marks = dict(_marks())
    if _who(email) in marks:
        return
    marks[_who(email)] = secrets.token_urlsafe(12)
    kept = dict(list(marks.items())[-_MOST:])
    after_this_request(_set_cookie(str(_serializer().dumps(kept))))


def is_called_by_number() -> bool:
    """Say whether the browser called this service by a number, which no passkey accepts."""
    name = urlsplit(request.host_url).hostname or ""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _marks() -> Mapping[str, str]:
    try:
        return cast("dict[str, str]", _serializer().loads(request.cookies.get(_NAME, "")))
    except BadSignature:
        return {}


def _set_cookie(value: str) -> Callable[[Response], Response]:
    def set_cookie(response: Response) -> Response:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            _NAME, value, _A_YEAR, secure=secure, httponly=True, samesite="Lax", path="/connexion"
        )
        return response

    return set_cookie


def _who(email: str) -> str:
    return sha256(email.strip().lower().encode())[:16]


def _serializer() -> URLSafeSerializer:
    return cast("URLSafeSerializer", current_app.extensions[_SERIALIZER])
