"""Error pages: what happened, and what to do."""

import secrets
from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException

from reversibility.http.refusals import database_sentence, sentence
from reversibility.kernel.errors import (
    ConflictError,
    DeniedError,
    InvalidError,
    MissingError,
    RefusedError,
)
from reversibility.store.errors import DatabaseUnusableError
from reversibility.web.languages import current_language

STATUSES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
_BAD_REQUEST, _TOO_LARGE, _INTERNAL = 400, 413, 500
_REFUSALS: tuple[tuple[type[RefusedError], int], ...] = (
    (MissingError, 404),
    (DeniedError, 403),
    (ConflictError, 409),
    (InvalidError, 422),
)
_FILES = {
    "proofs": "document_too_large",
    "contract_papers": "document_too_large",
    "importing": "table_too_large",
}
_KEPT_HEADERS = ("Allow", "Retry-After")


@dataclass(frozen=True, kw_only=True)
class ErrorPage:
    """The context of an error page."""

    status: int
    code: str
    """`form_expired`, `document_too_large`, `table_too_large`, the code of a refusal, or empty."""
    detail: str
    """What was refused, why, and what to do, in the words of the refusal; or empty."""
    reference: str
    """What to tell whoever runs the service; empty unless the fault is ours."""


def init_errors(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(DatabaseUnusableError, _database_unusable)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(BadHost, _bad_host)


def error_page(status: int, *, code: str = "", detail: str = "", reference: str = "") -> Response:
    """Render the page of an error; a part of it for htmx, which swaps it into a page."""
    shown = status if status in STATUSES else _nearest(status)
    template = f"errors/{shown}.html"
    page = ErrorPage(status=status, code=code, detail=detail, reference=reference)
    frame = "errors/part.html" if "HX-Request" in request.headers else "errors/page.html"
    return make_response(render_template(template, page=page, frame=frame), status)


def _form_expired(error: CSRFError) -> Response:
    current_app.logger.info("form refused: %s", error.description)
    return error_page(_BAD_REQUEST, code="form_expired")


def _refused(error: RefusedError) -> Response:
    status = next((status for family, status in _REFUSALS if isinstance(error, family)), 422)
    return error_page(status, code=error.code, detail=sentence(error, current_language()))


def _database_unusable(error: DatabaseUnusableError) -> Response:
    reference = _reference()
    current_app.logger.error("database unusable [%s]: %s", reference, error)
    detail = database_sentence(error, current_language())
    response = error_page(503, detail=detail, reference=reference)
    response.headers["Retry-After"] = "30"
    return response


def _http_error(error: HTTPException) -> Response:
    status = error.code or _INTERNAL
    reference = ""
    if status >= _INTERNAL:
        reference = _reference()
        current_app.logger.error("reference of the error above: %s", reference)
    response = error_page(status, code=_code(status), reference=reference)
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            response.headers[name] = value
    return response


def _code(status: int) -> str:
    # A file has a limit of its own, and another way out than a text that is too long.
    return _FILES.get(request.blueprint or "", "") if status == _TOO_LARGE else ""


def _bad_host(error: BadHost) -> Response:
    # No page of ours: its links would need the host name that nobody could read.
    response = make_response(error.description, _BAD_REQUEST)
    response.mimetype = "text/plain"
    return response


def _nearest(status: int) -> int:
    return _BAD_REQUEST if status < _INTERNAL else _INTERNAL


def _reference() -> str:
    return secrets.token_hex(4)
