"""The schema: up, down, and equal to the tables in code."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from reversibility.migrations.run import check, downgrade, upgrade
from reversibility.store.session import make_engine
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.empty_database()


def test_the_database_equals_the_tables_in_code(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    check(engine)
    engine.dispose()


def test_every_migration_can_be_undone_and_done_again(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    engine.dispose()


def test_an_upgrade_twice_is_harmless(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    upgrade(engine)
    engine.dispose()
