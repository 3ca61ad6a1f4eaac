"""No page asks the database more than twelve questions, however much it shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from probes.interface import VerdictState
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from tests.web.conftest import AppMaker
from tests.web.house import House, certify, examine, furnish, seat, theirs
from tests.web.pages import read

MOST = 12


@pytest.fixture
def full(make_app: AppMaker, engine: Engine) -> tuple[FlaskClient, House]:
    """Open a house whose every sort of row is there: an exit, a source that fell silent."""
    now = clock.now()
    house = furnish(engine, now)
    examine(engine, house, "domaine", theirs(), now=now - timedelta(days=2))
    silent = theirs(state=VerdictState.UNREACHABLE, observed="", holder=None)
    examine(engine, house, "domaine", silent, now=now)
    certify(engine, house, "domaine", now=now)
    app: Flask = make_app(engine)
    return seat(app, engine, house, Role.OWNER, now), house


def test_no_page_asks_more_than_twelve_questions(
    full: tuple[FlaskClient, House], engine: Engine
) -> None:
    client, house = full
    contract = f"/contrats/{house.contracts['studio-web-2023']}"
    form = read(client.get("/registre")).form
    check = client.post("/registre/verifier", data=form).headers["Location"]
    asked = {}
    for address in (
        "/",
        "/points",
        "/registre",
        f"/registre/{house.assets['domaine']}",
        f"/registre/{house.assets['domaine']}/justificatif",
        "/contrats",
        "/changements",
        "/changements?vue=tous",
        "/membres",
        "/cabinets",
        contract,
        f"{contract}/plan",
        check,
        f"{check}/avancement",
    ):
        with counting(engine) as questions:
            assert client.get(address).status_code == 200
        asked[address] = len(questions)
    assert {address: count for address, count in asked.items() if count > MOST} == {}


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    """Collect the questions put to the database (not BEGIN, COMMIT or SET)."""
    questions: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM" in statement.upper():
            questions.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield questions
    finally:
        event.remove(engine, "before_cursor_execute", note)
