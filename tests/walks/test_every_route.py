"""Every page and action, with every role and a neighbour's ids: nothing leaks.

A new route fails here until tests/walks/routes.toml says who may open it.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.walks.marking import HERE, THERE, unmarked
from tests.walks.routes import addresses, routes, stale, unclassified
from tests.walks.visitors import VISITORS, Visitor
from tests.walks.walking import tell, walk
from tests.walks.world import PRACTICE_TABLES, World

_SHOW_A_PRACTICE = 12
"""So many routes show texts of a practice at least."""


def test_somebody_has_decided_who_may_open_each_page(walked_app: Flask) -> None:
    tell(unclassified(walked_app))
    tell([f"tests/walks/routes.toml: {name} is no route any more." for name in stale(walked_app)])


@pytest.mark.parametrize("name", VISITORS)
def test_a_visitor_opens_what_is_theirs_and_nothing_else(
    name: str,
    walked_app: Flask,
    walked: Engine,
    world: World,
    start_over: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    visitor = Visitor(name=name, app=walked_app, engine=walked, world=world)
    found = walk(visitor, before_post=start_over)
    tell(found.leaks)
    tell(found.faults)
    every = list(routes(walked_app))
    assert found.endpoints == {route.endpoint for route in every}
    if name == "owner":
        assert len(found.own) >= _SHOW_A_PRACTICE, found.own  # the marks do reach the pages
    with capsys.disabled():
        print(
            f"\nwalk: {len(every)} routes x {len(VISITORS)} visitors; {name}: {found.visits} "
            f"visits, {len(found.leaks)} leaks",
            end="",
        )


@pytest.mark.parametrize("name", VISITORS)
def test_a_form_without_its_token_is_refused_whoever_sends_it(
    name: str, walked_app: Flask, walked: Engine, world: World
) -> None:
    visitor = Visitor(name=name, app=walked_app, engine=walked, world=world)
    refused = {
        route.endpoint: visitor.browser()
        .post(addresses(walked_app, route, world.here.rows))
        .status_code
        for route in routes(walked_app)
        if "POST" in route.methods
    }
    assert {name: status for name, status in refused.items() if status != 400} == {}


def test_a_mark_stands_in_every_text_that_could_leak(walked: Engine, world: World) -> None:
    for side, letters in ((world.here, HERE), (world.there, THERE)):
        assert unmarked(walked, PRACTICE_TABLES, side.practice_id, letters) == []
