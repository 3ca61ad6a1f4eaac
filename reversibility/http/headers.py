"""Response headers that every answer of the service carries."""

from flask import Flask, Response, request

_POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The CSRF check of Flask-WTF reads the referrer on HTTPS, so it must reach ourselves.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # A shared computer at the front desk must not keep pages of the register.
    "Cache-Control": "no-store",
}
_A_YEAR = "max-age=31536000"


def init_headers(app: Flask) -> None:
    """Put the security headers on every response of this app."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    if request.endpoint == "static":
        # An address with ?v=digest never changes content; without it (fonts) an hour will do.
        age = f"public, {_A_YEAR}, immutable" if "v" in request.args else "public, max-age=3600"
        response.headers["Cache-Control"] = age
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", _A_YEAR)
    return response
