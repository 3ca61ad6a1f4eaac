"""A practice at its beginning: opened, with nothing in its register."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel.actor import Actor
from tests.web.conftest import EMAIL, AppMaker, choose_password, let_in, sign_in
from tests.web.pages import Page, read


@dataclass(frozen=True)
class Walker:
    """Somebody who takes the first steps of a new practice."""

    client: FlaskClient
    engine: Engine
    actor: Actor

    def open(self, path: str) -> Page:
        """Open a page."""
        return read(self.client.get(path, follow_redirects=True))

    def send(self, path: str, **typed: object) -> Page:
        """Fill in a page's form and send it; return the page that it leads to."""
        form: dict[str, object] = dict(self.open(path).form)
        return read(self.client.post(path, data=form | typed, follow_redirects=True))


@pytest.fixture
def walker(make_app: AppMaker, sqlite: Engine, actor: Actor) -> Walker:
    """Return a manager of a practice that was just opened."""
    client = make_app(sqlite).test_client()
    choose_password(client, let_in(sqlite, actor))
    sign_in(client, EMAIL)
    return Walker(client=client, engine=sqlite, actor=actor)
