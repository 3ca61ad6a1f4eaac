"""One walk: every route, by one visitor, with rows of their own practice and of the other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests.walks.leaks import content_of, leaks
from tests.walks.marking import HERE
from tests.walks.routes import Route, addresses, routes
from tests.walks.visitors import NOBODY, OUTSIDERS, STRANGER, Visitor

SIGN_IN = "/connexion"
_SHOWN = (200, 302, 303)
_FORM = (200, 302, 303, 409, 422)
"""A form without a word in it: shown again with what is missing, or done where nothing is asked."""
_REFUSED = (403, 404)
_COVERED = {"assets", "observations", "proofs", "runs"}
"""Tables whose rows belong to one element, so that a mandate covers them or not."""


@dataclass
class Walk:
    """What a walk met."""

    visits: int = 0
    endpoints: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    """Routes that showed a text of the visitor's own practice."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One question: which route, how, for whose rows."""

    route: Route
    method: str
    address: str
    whose: str
    """own, foreign, or uncovered: of one's own practice, but outside the mandate."""


def walk(
    visitor: Visitor, *, methods: tuple[str, ...] = ("GET", "POST"), before_post: Callable[[], None]
) -> Walk:
    """Ask for everything, and compare each answer with the table."""
    found, browser = Walk(), visitor.browser()
    for visit in _visits(visitor):
        if visit.method not in methods:
            continue
        if visit.method == "POST":
            before_post()
            browser = visitor.browser()
        with browser.open(visit.address, method=visit.method, data=_data(visitor, visit)) as answer:
            _note(found, visitor, visit, answer)
        if visit.method == "POST":
            browser = visitor.browser()
    return found


def allowed(visitor: Visitor, visit: Visit) -> tuple[int, ...]:
    """Return the statuses that a visit may get."""
    route = visit.route
    usual = route.own or (_FORM if visit.method == "POST" else _SHOWN)
    if route.audience == "public":
        return usual
    if visitor.name == NOBODY:
        return (302,)
    if visitor.role not in route.roles:
        return _REFUSED
    return usual if visit.whose == "own" else _not_theirs(visitor)


def _not_theirs(visitor: Visitor) -> tuple[int, ...]:
    # Outsiders are led to their own page of an element first, which is not there.
    return (*_REFUSED, 302) if visitor.name in OUTSIDERS else (404,)


def tell(faults: list[str]) -> None:
    """Fail with every fault on a line of its own, however many there are."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def _visits(visitor: Visitor) -> Iterator[Visit]:
    world = visitor.world
    mine, theirs = world.here.rows, world.there.rows
    if visitor.name == STRANGER:
        mine, theirs = theirs, mine
    for route in routes(visitor.app):
        for method in route.methods:
            choices = list(_choices(route, mine, theirs))
            if visitor.name in OUTSIDERS and {route.ids[name] for name in route.rows} & _COVERED:
                choices.append(("uncovered", world.here.uncovered))
            for whose, rows in choices:
                if whose == "own" and visitor.name == STRANGER and route.rows:
                    continue  # the marks stand in ids of their own pages too; the owner walks those
                address = addresses(visitor.app, route, rows)
                yield Visit(route=route, method=method, address=address, whose=whose)


def _choices(
    route: Route, mine: Mapping[str, UUID], theirs: Mapping[str, UUID]
) -> Iterator[tuple[str, Mapping[str, UUID]]]:
    """Give one's own rows, the other's, and each mixture with one row of the other."""
    yield "own", mine
    if route.rows:
        yield "foreign", theirs
    if len(route.rows) > 1:
        for name in route.rows:
            yield "foreign", {**mine, route.ids[name]: theirs[route.ids[name]]}


def _data(visitor: Visitor, visit: Visit) -> dict[str, str] | None:
    return visitor.form() | dict(visit.route.form) if visit.method == "POST" else None


def _note(found: Walk, visitor: Visitor, visit: Visit, answer: TestResponse) -> None:
    found.visits += 1
    found.endpoints.add(visit.route.endpoint)
    wanted = allowed(visitor, visit)
    title = f"{visitor.name}: {visit.method} {visit.route.rule.rule} ({visit.whose} rows)"
    location = answer.headers.get("Location", "")
    is_closed = visit.route.audience != "public" and visitor.name == NOBODY
    if answer.status_code not in wanted:
        found.faults.append(f"{title} answered {answer.status_code}, not one of {wanted}")
    elif is_closed and not location.startswith(SIGN_IN):
        found.faults.append(f"{title} led to {location}, not to the sign-in page")
    if HERE in content_of(answer):
        found.own.add(visit.route.endpoint)
    for leak in leaks(answer, visitor.world, visitor.name, visit.address):
        found.leaks.append(f"{title} showed {leak}")
