"""No page asks the database more than twelve questions, whoever opens it."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.walks.routes import addresses, routes
from tests.walks.visitors import STRANGER, VISITORS, Visitor
from tests.walks.walking import tell
from tests.walks.world import World
from tests.web.test_page_budget import MOST, counting

PAGES = "text/html"
_OF_THE_JOURNAL = "FROM journal_heads"
"""Read to write on: an outsider's view is entered before it is answered."""


@pytest.mark.parametrize("name", VISITORS)
def test_no_page_asks_more_than_twelve_questions_whoever_opens_it(
    name: str, walked_app: Flask, walked: Engine, world: World
) -> None:
    browser = Visitor(name=name, app=walked_app, engine=walked, world=world).browser()
    rows = (world.there if name == STRANGER else world.here).rows
    faults, count = [], 0
    for route in routes(walked_app):
        if "GET" not in route.methods:
            continue
        address = addresses(walked_app, route, rows)
        with counting(walked) as questions, browser.get(address) as answer:
            is_page = answer.status_code == 200 and answer.mimetype == PAGES
        asked = [one for one in questions if _OF_THE_JOURNAL not in " ".join(one.split())]
        count += is_page
        if is_page and len(asked) > MOST:
            faults.append(f"{name}: {address} asked {len(asked)} questions")
    assert count
    tell(faults)
