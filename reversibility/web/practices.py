"""The practices a person belongs to, and the switch from one to another."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Flask, Response, flash, g, redirect, render_template, session
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from reversibility.accounts.choosing import choose_practice, mark_seen
from reversibility.accounts.queries import PracticeLine, list_memberships
from reversibility.http.seat import Seat, find_seat, services, sit_down
from reversibility.kernel import clock
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import transaction
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.shell import HOME

pages = members_only(Blueprint("practices", __name__))
PRACTICES = "/cabinets"
_SEEN = "seen"


@dataclass(frozen=True, kw_only=True)
class PracticesPage:
    """The practices of a person; `here` is the one that is open."""

    lines: tuple[PracticeLine, ...]
    here: UUID | None


def init_practices(app: Flask) -> None:
    """Remember, once a day, that somebody opened their practice."""
    app.after_request(_remember_day)


@pages.get(PRACTICES)
def show() -> str:
    """List the practices one belongs to."""
    with transaction(services().engine, None, read_only=True) as rows:
        lines = list_memberships(rows, current_user.id, now=clock.now())
    seat = find_seat()
    ordered = tuple(sorted(lines, key=lambda line: line.legal_name.casefold()))
    page = PracticesPage(lines=ordered, here=seat.practice_id if seat else None)
    return render_template("practices/list.html", page=page)


@pages.post(f"{PRACTICES}/<uuid:practice_id>")
def switch(practice_id: UUID) -> AnyResponse:
    """Open another practice; remembered for the next time."""
    open_practice(practice_id)
    seat = find_seat()
    if seat is not None:
        flash(gettext("Vous êtes maintenant dans «\u00a0%(name)s\u00a0».", name=seat.practice))
    return redirect(HOME)


def open_practice(practice_id: UUID) -> None:
    """Sit down in a practice; raises PracticeMissingError unless one belongs to it now."""
    with transaction(services().engine, None) as rows:
        choose_practice(rows, current_user.id, practice_id, now=clock.now())
    sit_down(practice_id)


def _remember_day(response: Response) -> Response:
    seat: Seat | None = g.get("seat")
    if seat is None or seat.actor.user_id is None:
        return response
    now = clock.now()
    mark = f"{seat.practice_id}:{now.date()}"
    if session.get(_SEEN) == mark:
        return response
    try:
        with transaction(services().engine, seat.practice_id) as rows:
            mark_seen(rows, seat.actor.user_id, seat.practice_id, now=now)
    except DatabaseUnusableError:
        return response  # it can be read, and that is enough to go on
    session[_SEEN] = mark
    return response
