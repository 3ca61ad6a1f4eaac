"""French and English: which one a page speaks, and the texts in it.

The texts in templates and forms are French; English stands in translations/en. The reader's choice
(?lang=en) is kept in a cookie; without one the browser's languages decide, then French.
"""

from collections.abc import Callable
from gettext import NullTranslations
from pathlib import Path
from typing import NamedTuple, cast

from flask import Flask, Response, after_this_request, g, request
from flask_babel import Babel, get_locale, get_translations, lazy_gettext
from markupsafe import Markup

from reversibility.kernel.dates import Locale

__all__ = ["LANGUAGES", "current_language", "gettext", "init_languages", "lazy_gettext", "ngettext"]

LANGUAGES: tuple[Locale, ...] = ("fr", "en")
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
    # A list asks for a thousand texts: one look at the request each, where the extension takes six.
    app.jinja_env.globals |= {"_": _marked, "gettext": _marked, "ngettext": _marked_number}
    app.before_request(_keep_choice)
    app.after_request(_name_language)


def current_language() -> Locale:
    """Return fr or en: the language of this request."""
    return _spoken().language


def gettext(text: str, /, **values: object) -> str:
    """Return a text in the language of this request, with its values."""
    said = _spoken().texts.gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """Return the text of a number in the language of this request; `num` is among its values."""
    return _of_number(one, many, num) % {"num": num, **values}


def _of_number(one: str, many: str, num: int) -> str:
    """Choose the text of a number; in French none counts as one, where the figure is said."""
    spoken = _spoken()
    if spoken.language == "fr" and num == 0 and "%(num)s" in one:
        return one
    return spoken.texts.ngettext(one, many, num)


class _Spoken(NamedTuple):
    language: Locale
    texts: NullTranslations


def _spoken() -> _Spoken:
    """Return what this request speaks; French outside of one."""
    try:
        found: _Spoken | None = g.get("spoken")
    except RuntimeError:
        return _Spoken(LANGUAGES[0], NullTranslations())
    if found is None:
        language = cast("Locale", get_locale().language)
        found = g.spoken = _Spoken(language, get_translations())
    return found


def _marked(text: str, /, **values: object) -> Markup:
    # A format even without values, as in Jinja's own extension: a percent sign is written twice.
    said = Markup(_spoken().texts.gettext(text))  # noqa: S704 - texts of ours; values are escaped
    return said % values if values or "%" in said else said


def _marked_number(one: str, many: str, num: int, /, **values: object) -> Markup:
    said = Markup(_of_number(one, many, num))  # noqa: S704 - as above
    return said % {"num": num, **values}


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
