"""Rows for tables that nothing has filled yet: a new one is walked from its first day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Table,
    Uuid,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import JSON, TypeDecorator

from reversibility.kernel.ids import new_id


def fill_empty_tables(
    engine: Engine, tables: Sequence[Table], practice_id: UUID, now: datetime
) -> None:
    """Put one made-up row into each table in which a practice has none."""
    with engine.begin() as connection:
        for table in tables:
            mine = select(func.count()).select_from(table).where(table.c.practice_id == practice_id)
            if connection.scalar(mine):
                continue
            values = {
                column.name: _value(connection, column, practice_id, now)
                for column in table.columns
            }
            try:
                connection.execute(insert(table).values(values))
            except DBAPIError as error:
                pytest.fail(
                    f"No row could be made up for the table {table.name} ({error.orig}). "
                    "Let `_live` in tests/walks/world.py make one with the service it belongs to."
                )


def _value(connection: Connection, column: Column[Any], practice_id: UUID, now: datetime) -> Any:
    if column.name == "practice_id":
        return practice_id
    if column.nullable:
        return None
    if column.foreign_keys:
        return _referred(connection, column, practice_id)
    return _made_up(column, now)


def _referred(connection: Connection, column: Column[Any], practice_id: UUID) -> Any:
    target = next(iter(column.foreign_keys)).column
    wanted = select(target)
    if "practice_id" in target.table.columns:
        wanted = wanted.where(target.table.c.practice_id == practice_id)
    return connection.scalars(wanted.limit(1)).first()


def _made_up(column: Column[Any], now: datetime) -> Any:
    kind = column.type
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class)) if kind.enum_class else kind.enums[0]
    plain: dict[type, Any] = {
        Uuid: new_id(now),
        DateTime: now,
        Boolean: True,
        Integer: 1,
        Float: 1.0,
        Date: date(now.year, now.month, now.day),
        LargeBinary: b"octets",
        JSON: {},
    }
    base = kind.impl if isinstance(kind, TypeDecorator) else kind
    found = next((value for known, value in plain.items() if isinstance(base, known)), None)
    if found is not None:
        return found
    word = str(new_id(now).hex)[::-1]  # digits that differ first: some texts may stand only once
    return word[: getattr(base, "length", None) or len(word)]
