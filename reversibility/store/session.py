"""The engine, and `transaction`: the only way to the rows of a practice.

`transaction(engine, practice_id)` opens one unit of work. Every query in it sees only that
practice's rows (loader criteria), and new rows of another practice are refused. On PostgreSQL it
also names the practice, and the role if one is set, so that row-level security holds even where a
filter is missing. SQLite writes with BEGIN IMMEDIATE, so that two writers wait for each other
instead of failing half-way.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.base import ExecutableOption

from reversibility.store.base import PracticeRow
from reversibility.store.errors import DatabaseUnusableError, unusable_database

BUSY_MILLISECONDS = 5_000
"""How long a writer waits for another on SQLite before it gives up with a sentence."""


def make_engine(url: str, *, role: str = "", wait_ms: int = BUSY_MILLISECONDS) -> Engine:
    """Make the engine for a database URL; `role` is the PostgreSQL role that transactions take.

    Raises DatabaseUnusableError when the URL is none, or its folder cannot be made.
    """
    try:
        parsed = make_url(url)
        engine = create_engine(parsed, execution_options={"reversibility_role": role})
        _make_folder(parsed)
    except (ArgumentError, ValueError, OSError) as error:
        raise DatabaseUnusableError("not_there", str(error)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_prepare_sqlite, wait_ms))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(url: URL) -> None:
    file = url.database or ":memory:"
    # "file:..." is SQLite's own form of address, for a database that is there already.
    if url.get_backend_name() == "sqlite" and not file.startswith((":memory:", "file:")):
        Path(file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def transaction(
    engine: Engine, practice_id: UUID | None, *, read_only: bool = False
) -> Iterator[Session]:
    """Open one unit of work in one practice; commits at the end, rolls back on an error.

    `practice_id` None is for what stands above practices: signing in, listing them, job leases.
    Raises DatabaseUnusableError when the database is locked, read-only or not there.
    """
    info = {
        "practice_id": practice_id,
        "read_only": read_only,
        "only_theirs": () if practice_id is None else (_rows_of(practice_id),),
    }
    with (
        unusable_database(),
        engine.connect().execution_options(reversibility_read_only=read_only) as connection,
        Session(connection, expire_on_commit=False, info=info) as session,
        session.begin(),
    ):
        _name_practice(session.connection(), practice_id)
        yield session


@event.listens_for(Session, "do_orm_execute")
def _only_this_practice(state: ORMExecuteState) -> None:
    if not state.is_column_load:
        state.statement = state.statement.options(*state.session.info.get("only_theirs", ()))


def _rows_of(practice_id: UUID) -> ExecutableOption:
    # Made once for all queries of a unit of work: making it takes longer than a small query.
    return with_loader_criteria(
        PracticeRow, lambda row: row.practice_id == practice_id, include_aliases=True
    )


@event.listens_for(Session, "before_flush")
def _no_row_of_another(session: Session, *_: Any) -> None:  # noqa: ANN401 - fixed by SQLAlchemy
    if session.info.get("read_only"):
        raise AssertionError("a read transaction does not write")
    practice_id = session.info.get("practice_id")
    for row in session.new:
        if practice_id is not None and isinstance(row, PracticeRow):
            assert row.practice_id == practice_id, f"{type(row).__name__} of another practice"  # noqa: S101


def _name_practice(connection: Connection, practice_id: UUID | None) -> None:
    if connection.dialect.name != "postgresql":
        return
    options = connection.get_execution_options()
    if options["reversibility_read_only"]:
        connection.execute(text("SET TRANSACTION READ ONLY"))
    role = options["reversibility_role"]
    if role:
        quoted = connection.dialect.identifier_preparer.quote_identifier(role)
        connection.execute(text(f"SET LOCAL ROLE {quoted}"))
    connection.execute(
        text("SELECT set_config('reversibility.practice_id', :practice, true)"),
        {"practice": str(practice_id or "")},
    )


def _prepare_sqlite(
    wait_ms: int, connection: sqlite3.Connection, _entry: ConnectionPoolEntry
) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={wait_ms}",
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("reversibility_read_only", False)
    connection.exec_driver_sql("BEGIN DEFERRED" if read_only else "BEGIN IMMEDIATE")
