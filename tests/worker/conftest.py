"""A practice to work for, and the miniature Internet, honest at the start of each test."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine

from reversibility.kernel.actor import Actor
from tests.factories.evidence import House, open_house
from tests.universe import Universe, running


@pytest.fixture(scope="module")
def shared_internet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Universe]:
    with running(tmp_path_factory.mktemp("internet")) as universe:
        yield universe


@pytest.fixture
def internet(shared_internet: Universe) -> Universe:
    shared_internet.calm()
    return shared_internet


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    return open_house(engine, actor, now)
