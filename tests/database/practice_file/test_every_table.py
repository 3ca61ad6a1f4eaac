"""Whatever somebody typed leaves with the practice file: no table, no column is forgotten.

What stays behind is named with its reason in `stays_behind.toml`, and nowhere else.
"""

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Table, select

from reversibility.catalogues.loader import load_catalogue
from reversibility.http.exporting.document import practice_document, practice_json
from reversibility.http.importing.practice import import_practice
from reversibility.kernel.actor import operator
from reversibility.migrations.run import upgrade
from reversibility.migrations.tables import metadata
from reversibility.store.session import make_engine, transaction
from tests.factories.everything import practice_with_everything

Rows = dict[str, list[dict[str, Any]]]
_STAYS = tomllib.loads(Path(__file__).with_name("stays_behind.toml").read_text(encoding="utf-8"))
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOLD_BESIDE = {"letters.created_at", "exit_answers.answered_at", "exit_answers.answered_by"}
"""Columns that are carried although their name stays behind in other tables."""


@pytest.fixture
def elsewhere(engine: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Return an empty database of the same kind, in which no practice has ever been."""
    if engine.dialect.name == "sqlite":
        path = tmp_path / "elsewhere.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        made = make_engine(f"sqlite:///{path}")
    else:
        made = make_engine(request.getfixturevalue("postgres").empty_database())
        upgrade(made)
    yield made
    made.dispose()


def move(engine: Engine, content: bytes, now: datetime) -> bytes:
    """Open a practice from a file, and return the file that it leaves with."""
    done = import_practice(engine, content, load_catalogue(), now=now)
    actor = operator(done.practice_id)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        return practice_json(practice_document(session, actor))


def test_a_practice_that_said_everything_moves_house_and_leaves_with_the_same_file(
    engine: Engine, elsewhere: Engine, now: datetime
) -> None:
    first = move(engine, practice_with_everything(now), now)
    second = move(elsewhere, first, now + timedelta(days=30))
    assert second == first


def test_every_table_that_holds_something_typed_is_carried_or_stays_behind_for_a_reason(
    engine: Engine, elsewhere: Engine, now: datetime
) -> None:
    first = move(engine, practice_with_everything(now), now)
    move(elsewhere, first, now + timedelta(days=30))
    before, after = _carried(engine), _carried(elsewhere)
    silent = [name for name, rows in before.items() if not rows]
    assert silent == [], "say something of it in tests/factories/everything.py and carry it"
    assert [name for name in before if after[name] != before[name]] == []


def test_every_column_of_what_is_carried_has_something_to_carry(
    engine: Engine, now: datetime
) -> None:
    move(engine, practice_with_everything(now), now)
    empty = [
        f"{table}.{column}"
        for table, rows in _carried(engine).items()
        for column in (rows[0] if rows else ())
        if not any(row[column] for row in rows)
    ]
    assert empty == [], "say something of it in tests/factories/everything.py and carry it"


def test_what_stays_behind_is_there_to_stay() -> None:
    columns = {
        f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.c
    }
    assert set(_STAYS["tables"]) <= set(metadata.tables)
    assert set(_STAYS["columns_of_one_table"]) <= columns
    assert set(_STAYS["columns"]) <= {name.partition(".")[2] for name in columns}
    assert all(reason.strip() for part in _STAYS.values() for reason in part.values())


def _carried(engine: Engine) -> Rows:
    """Return what the tables say that a file carries, ids replaced by names that move."""
    tables = [table for name, table in metadata.tables.items() if name not in _STAYS["tables"]]
    with engine.connect() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(_in_order(table)).mappings()]
            for table in tables
        }
    names = {
        str(row["id"]): str(row.get("slug") or f"{table}#{number}")
        for table, found in rows.items()
        for number, row in enumerate(found)
        if "id" in row
    }
    return {
        table: sorted((_plain(table, row, names) for row in found), key=json.dumps)
        for table, found in rows.items()
    }


def _in_order(table: Table) -> Any:
    return select(table).order_by(*(table.c.id,) if "id" in table.c else table.primary_key.columns)


def _plain(table: str, row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if not _stays(table, name)}
    text = json.dumps(kept, default=str, ensure_ascii=False)
    plain: dict[str, Any] = json.loads(_UUID.sub(lambda found: names.get(found[0], "?"), text))
    return plain


def _stays(table: str, column: str) -> bool:
    place = f"{table}.{column}"
    if place in _TOLD_BESIDE:
        return False
    return place in _STAYS["columns_of_one_table"] or column in _STAYS["columns"]
