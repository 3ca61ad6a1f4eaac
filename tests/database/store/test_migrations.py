"""The schema: up, down, and equal to the tables in code."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    CHAR,
    JSON,
    Column,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Uuid,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError

from reversibility.migrations.run import check, downgrade, upgrade
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import make_engine, transaction
from tests.conftest import NOW
from tests.postgres import Postgres

REMADE = ("runs", "units", "observations", "verdicts", "verdict_bases")
"""Tables that a migration makes anew on SQLite, and those that point to them."""


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


def test_a_filled_database_is_brought_up_and_down(url: str) -> None:
    """SQLite makes a table anew to change it: what others point to must survive that."""
    engine = make_engine(url)
    upgrade(engine, "20261130_parties")
    fill(engine, ("practices", "assets", *REMADE))
    upgrade(engine)
    assert counted(engine) == dict.fromkeys(REMADE, 1)
    with engine.begin() as connection:
        connection.execute(text("UPDATE runs SET kind = 'control'"))
    fill(engine, ("observations",), number=2, source="http")
    assert_kept(engine)
    downgrade(engine, "20261130_discovery")  # which takes the answers of pages away
    assert counted(engine) == dict.fromkeys(REMADE, 1) | {"runs": 0, "units": 0}
    assert_kept(engine)
    upgrade(engine)
    engine.dispose()


def fill(engine: Engine, tables: tuple[str, ...], *, number: int = 1, **values: object) -> None:
    """Put a row into each table; every link leads to the first row there is."""
    metadata = MetaData()
    metadata.reflect(engine)
    kinds = {"runs": "probe", "assets": "domain_fr"}
    chosen = {"source": "dns", "state": "registered", "field": "control", **values}
    with engine.begin() as connection:
        for name in tables:
            table = metadata.tables[name]
            row = {
                column.name: _sample(column, number if column.name == "id" else 1)
                for column in table.columns
                if not column.nullable or column.name == "unit_id"
            }
            own = {"kind": kinds.get(name, "x"), **chosen}
            row |= {key: value for key, value in own.items() if key in row}
            row |= {"state": "done"} if name == "units" else {}
            row |= {"state": "confirmed"} if name == "verdicts" else {}
            connection.execute(table.insert().values(row))


def _sample(column: Column[Any], number: int) -> object:
    kind = column.type
    if isinstance(kind, Uuid | CHAR):
        return UUID(int=number) if isinstance(kind, Uuid) else UUID(int=number).hex
    samples: dict[type, object] = {
        DateTime: NOW,
        Date: NOW.date(),
        Integer: 1,
        LargeBinary: b"",
        JSON: [],
    }
    return next((value for type_, value in samples.items() if isinstance(kind, type_)), "x")


def counted(engine: Engine) -> dict[str, int | None]:
    with engine.begin() as connection:
        return {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in REMADE}


def assert_kept(engine: Engine) -> None:
    for table in ("observations", "verdicts", "verdict_bases"):
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(text(f"DELETE FROM {table}"))
