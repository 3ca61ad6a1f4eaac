"""A practice's data bears a mark in every text, so that a single byte of it is recognised."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Enum,
    LargeBinary,
    String,
    Table,
    select,
    text,
    update,
)
from sqlalchemy.types import JSON

from reversibility.migrations.tables import metadata

HERE, THERE = "jwkz", "vxqz"
"""The marks of both practices, before a number; they stand in no text of ours."""
_SHORTEST = 10

UNMARKED = {
    ("assets", "kind"): "the name of a catalogue entry",
    ("verdicts", "next_step"): "the code of a message of ours",
    ("observations", "messages"): "codes of messages of ours",
    ("access_grants", "role"): "a role of the catalogue",
    ("challenges", "reasons"): "codes of messages of ours",
    ("changes", "code"): "the tag of a sentence of ours",
    ("changes", "who"): "a kind of speaker of ours, and a machine",
    ("purge_turns", "outlook"): "counts and instants",
    ("responsibilities", "row"): "the name of a catalogue entry",
    ("responsibilities", "advises"): "codes of sides",
    ("responsibilities", "informed"): "codes of sides",
    ("clause_answers", "clause"): "the name of a catalogue entry",
    ("contracts", "expects"): "codes of choices of ours",
    ("told_situations", "choices"): "codes of answers",
    ("told_situations", "also"): "codes of cases",
    ("told_situations", "reasons"): "codes of sentences of ours",
    ("told_situations", "urgencies"): "codes of sentences of ours",
    ("first_steps", "done"): "the names of steps",
    ("first_steps", "answers"): "codes of answers",
    ("exit_tasks", "key"): "the name of a task of ours",
    ("exit_tasks", "step"): "the name of a catalogue entry",
    ("exit_tasks", "needs"): "names of tasks of ours",
    ("exit_tasks", "probe"): "a field of ours",
    ("exit_answers", "item"): "the name of an item of ours",
    ("exit_answers", "answer"): "the code of an answer of ours",
    ("mandate_statements", "text_version"): "the version of a text of ours",
}
"""Texts that are no words of the practice, and why; a page of its own could not be shown else."""


def text_columns(tables: Sequence[Table]) -> list[Column[Any]]:
    """Return every column that holds words or bytes of a practice."""
    return [
        column
        for table in tables
        for column in table.columns
        if isinstance(column.type, String | LargeBinary | JSON)
        and not isinstance(column.type, Enum)
        and not column.foreign_keys
        and (getattr(column.type, "length", None) or _SHORTEST) >= _SHORTEST
        and (table.name, column.name) not in UNMARKED
    ]


def mark(engine: Engine, tables: Sequence[Table], practice_id: UUID, letters: str) -> None:
    """Write the mark into every text of a practice, append-only tables included."""
    words = (f"{letters}{number:05}" for number in count(1))
    with engine.begin() as connection, _guards_down(connection):
        for table in tables:
            columns = [column for column in text_columns(tables) if column.table is table]
            keys = list(table.primary_key.columns)
            rows = connection.execute(
                select(*keys, *columns).where(table.c.practice_id == practice_id)
            ).all()
            for row in rows:
                values = {
                    column.name: _marked(column, row._mapping[column], words)
                    for column in columns
                    if not column.primary_key
                }
                if values:
                    here = [key == row._mapping[key] for key in keys]
                    connection.execute(update(table).where(*here).values(values))
        practices = metadata.tables["practices"]
        connection.execute(
            update(practices)
            .where(practices.c.id == practice_id)
            .values({name: next(words) for name in ("legal_name", "city", "street")})
        )


def _marked(column: Column[Any], value: Any, words: Iterator[str]) -> Any:
    word = next(words)
    if isinstance(column.type, JSON):
        empty = {"[]": [word], "{}": {"note": word}}
        return empty.get(str(value)) or _marked_leaves(value, word)
    if isinstance(column.type, LargeBinary):
        return word.encode() + (value or b"")
    return word


def _marked_leaves(value: Any, word: str) -> Any:
    """Mark names, addresses and sentences; dates, numbers and code words keep their meaning."""
    if isinstance(value, dict):
        return {key: _marked_leaves(each, word) for key, each in value.items()}
    if isinstance(value, list):
        return [_marked_leaves(each, word) for each in value]
    if isinstance(value, str) and (" " in value or value.endswith(".example")):
        return f"{word}.{value}"
    return value


def unmarked(engine: Engine, tables: Sequence[Table], practice_id: UUID, letters: str) -> list[str]:
    """Return the columns that hold words of a practice without any mark."""
    with engine.connect() as connection:
        held = {
            f"{column.table.name}.{column.name}": connection.scalars(
                select(column).where(column.table.c.practice_id == practice_id)
            ).all()
            for column in text_columns(tables)
            if not column.primary_key
        }
    return [
        name for name, values in held.items() if not any(letters in str(value) for value in values)
    ]


def texts_of(
    connection: Connection, table: Table, practice_id: UUID, *only: ColumnElement[bool]
) -> set[str]:
    """Return every marked text in rows of a practice; JSON and bytes aside."""
    columns = [each for each in text_columns([table]) if isinstance(each.type, String)]
    rows = connection.execute(select(*columns).where(table.c.practice_id == practice_id, *only))
    return {text for row in rows for text in row if text and text.startswith((HERE, THERE))}


@contextmanager
def _guards_down(connection: Connection) -> Iterator[None]:
    """Let append-only tables be written for once, as only the owner of a database can."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        connection.execute(text("SET LOCAL session_replication_role = origin"))
        return
    triggers = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)
