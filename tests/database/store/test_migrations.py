"""The schema: up, down, and equal to the tables in code."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from reversibility.migrations.run import check, downgrade, upgrade
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import make_engine, transaction
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


def test_the_tables_of_another_program_are_left_alone(url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (name TEXT)"))
    with pytest.raises(DatabaseUnusableError) as refused:
        upgrade(engine)
    assert refused.value.code == "not_ours"
    assert inspect(engine).get_table_names() == ["users"]
    engine.dispose()


def test_a_database_of_a_later_version_is_left_alone(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    with pytest.raises(DatabaseUnusableError) as refused:
        upgrade(engine)
    assert refused.value.code == "not_ours"
    engine.dispose()


def test_a_database_without_its_tables_says_so(url: str) -> None:
    engine = make_engine(url)
    with (
        pytest.raises(DatabaseUnusableError) as refused,
        transaction(engine, None, read_only=True) as session,
    ):
        session.execute(text("SELECT legal_name FROM practices"))
    assert refused.value.code == "not_migrated"
    engine.dispose()
