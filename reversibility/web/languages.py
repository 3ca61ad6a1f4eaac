"""French and English: which one a page speaks, and the texts in it.

The texts in templates and forms are French; English stands in translations/en. The reader's choice
(?lang=en) is kept in a cookie; without one the browser's languages decide, then French.
"""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from flask import Flask, Response, after_this_request, g, request
from flask_babel import Babel, get_locale, lazy_gettext
from flask_babel import gettext as babel_gettext
from flask_babel import ngettext as babel_ngettext

from reversibility.kernel.dates import Locale

__all__ = ["LANGUAGES", "current_language", "gettext", "init_languages", "lazy_gettext", "ngettext"]

LANGUAGES = ("fr", "en")
gettext: Callable[..., str] = babel_gettext
ngettext: Callable[..., str] = babel_ngettext
_COOKIE = "lang"
_A_YEAR = 31_536_000
_FOLDER = Path(__file__).parent / "translations"


def init_languages(app: Flask) -> None:
    """Let pages speak French or English, and remember the reader's choice."""
    Babel(
        app,
        default_locale=LANGUAGES[0],
        default_translation_directories=str(_FOLDER),
        locale_selector=_choose,
    )
    app.before_request(_keep_choice)
    app.after_request(_name_language)


def current_language() -> Locale:
    """Return fr or en: the language of this request."""
    return cast("Locale", get_locale().language)


def _choose() -> str:
    chosen = g.get("language") or request.cookies.get(_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])


def _keep_choice() -> None:
    choice = request.args.get("lang")
    if choice in LANGUAGES:
        g.language = choice
        after_this_request(_remember(choice))


def _remember(choice: str) -> Callable[[Response], Response]:
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            _COOKIE, choice, _A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )
        return response

    return set_cookie


def _name_language(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = current_language()
        response.vary.update(("Accept-Language", "Cookie"))
    return response
