"""On PostgreSQL row-level security holds by itself: the query filter is removed on purpose.

The control walks the same pages as the server's own user, whom row-level security never binds:
without it, and without the filter, the neighbour's data is there for everybody to read.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from reversibility.kernel import clock
from reversibility.store import session as store
from tests.postgres import ROLE, Postgres
from tests.walks.visitors import STRANGER, VISITORS, Visitor
from tests.walks.walking import Walk, tell, walk
from tests.walks.world import World, build_world
from tests.web.conftest import AppMaker


@pytest.fixture(scope="module")
def large(postgres: Postgres) -> Iterator[tuple[Engine, World]]:
    """Return an engine of the restricted role, on both practices."""
    with postgres.database() as engine:
        owner = engine.execution_options(reversibility_role="")
        yield engine, build_world(owner, clock.now())


@pytest.fixture
def unfiltered() -> Iterator[None]:
    """Take the filter away that `transaction` puts on every query."""
    event.remove(Session, "do_orm_execute", store._only_this_practice)
    yield
    event.listen(Session, "do_orm_execute", store._only_this_practice)


@pytest.mark.usefixtures("unfiltered")
@pytest.mark.parametrize("name", VISITORS)
def test_nothing_leaks_when_only_the_database_keeps_practices_apart(
    name: str,
    make_app: AppMaker,
    large: tuple[Engine, World],
    capsys: pytest.CaptureFixture[str],
) -> None:
    engine, world = large
    assert engine.get_execution_options()["reversibility_role"] == ROLE
    found = _walk(make_app(engine), engine, world, name)
    tell(found.leaks)
    tell(found.faults)
    with capsys.disabled():
        print(
            f"\nwalk on PostgreSQL without the filter; {name}: {found.visits} visits, "
            f"{len(found.leaks)} leaks",
            end="",
        )


@pytest.mark.usefixtures("unfiltered")
def test_without_row_level_security_the_same_walk_finds_leaks(
    make_app: AppMaker, large: tuple[Engine, World]
) -> None:
    engine, world = large
    unbound = engine.execution_options(reversibility_role="")
    assert _walk(make_app(unbound), unbound, world, STRANGER).leaks
    assert _walk(make_app(unbound), unbound, world, "manager").leaks


def _walk(app: Flask, engine: Engine, world: World, name: str) -> Walk:
    # Pages alone: forms are sent in the walk on SQLite, where each starts over.
    visitor = Visitor(name=name, app=app, engine=engine, world=world)
    return walk(visitor, methods=("GET",), before_post=lambda: None)
