"""People who look under a mandate: led where they may be, and every look is kept and said."""

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for

from reversibility.http.seat import Seat, find_seat, services
from reversibility.journal.service import Subject
from reversibility.kernel import clock
from reversibility.mandates.queries import MandateSheet
from reversibility.mandates.rules import ROLES, MandateState
from reversibility.mandates.service import View, record_view
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import transaction

_STATEMENT = ("audit.show_statement", "audit.sign")
# What belongs to the person and not to the practice, or tells nothing of one.
_OWN = frozenset(
    {"static", "security", "account", "accounts", "practices", "joining", "first_start", "notices"}
)
# The part of a page that was already counted: it asks again every few seconds.
_PARTS = frozenset({"checks.show_part"})


def init_outsiders(app: Flask) -> None:
    """Lead outsiders to their pages, and keep every view before it is answered."""
    app.before_request(_lead)
    app.after_request(_keep)


def watch(page: str, subject: Subject, *, name: str = "", sha256: str = "") -> None:
    """Say what this request shows; it is kept if an outsider asks, and only then."""
    g.view = View(page=page, subject=subject, name=name, sha256=sha256)


def _lead() -> Response | None:
    seat = _seat()
    if seat is None or seat.role not in ROLES or _is_own():
        return None
    mandate = seat.mandate
    if mandate is None or mandate.state is not MandateState.IN_FORCE:
        return _closed(mandate)
    return _to_their_page(mandate, request.endpoint)


def _to_their_page(mandate: MandateSheet, endpoint: str | None) -> Response | None:
    if mandate.statement is None:
        return None if endpoint in _STATEMENT else _turn(url_for("audit.show_statement"))
    if endpoint in {"register.show", "home.show"}:
        return _turn(url_for("audit.show"))
    if endpoint == "assets.show":
        return _turn(url_for("audit.show_asset", **(request.view_args or {})))
    return None


def _is_own() -> bool:
    endpoint = request.endpoint
    return endpoint is None or endpoint.partition(".")[0] in _OWN


def _turn(address: str) -> Response:
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Redirect": address})
    return redirect(address)  # type: ignore[return-value]  # werkzeug's wider Response


def _closed(mandate: MandateSheet | None) -> Response:
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Refresh": "true"})
    return make_response(render_template("audit/closed.html", mandate=mandate), 403)


def _keep(response: Response) -> Response:
    seat = g.get("seat")
    if seat is None or seat.actor.sight is None or seat.mandate is None:
        return response
    seen = request.method in {"GET", "HEAD"} and response.status_code == 200  # noqa: PLR2004
    if not seen or not seat.actor.permissions or _is_own() or request.endpoint in _PARTS:
        return response
    default = View(page=str(request.endpoint), subject=Subject(type="mandate", id=seat.mandate.id))
    # Kept before the answer leaves: what cannot be kept is not shown.
    with transaction(services().engine, seat.practice_id) as session:
        record_view(session, seat.actor, g.get("view", default), now=clock.now())
    return response


def _seat() -> Seat | None:
    # The page that says that the database cannot be used must not need it.
    try:
        return find_seat()
    except DatabaseUnusableError:
        return None
