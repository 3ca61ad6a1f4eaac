"""Bring a database to the present schema, by Alembic's own API and without its command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from reversibility.store.errors import DatabaseUnusableError, unusable_database

HEAD = "head"


def upgrade(engine: Engine, revision: str = HEAD) -> None:
    """Apply every migration up to `revision`, in one transaction where the database allows it.

    Raises DatabaseUnusableError, also on a database whose tables are not of this program.
    """
    try:
        _run(engine, lambda config: command.upgrade(config, revision))
    except CommandError as error:
        # It bears the number of a migration that is not among ours.
        raise DatabaseUnusableError("not_ours", str(error)) from error


def downgrade(engine: Engine, revision: str) -> None:
    """Undo migrations down to `revision` (`base` undoes all)."""
    _run(engine, lambda config: command.downgrade(config, revision))


def check(engine: Engine) -> None:
    """Raise Alembic's CommandError when the tables in code and in the database differ."""
    _run(engine, command.check)


def _run(engine: Engine, act: Callable[[Config], None]) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    with (
        unusable_database(),
        engine.connect() as connection,
        _tables_remade(connection),
        connection.begin(),
    ):
        config.attributes["connection"] = connection
        act(config)
        _refuse_loose_ends(connection)


@contextmanager
def _tables_remade(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others point to: its batch mode makes such a table anew.

    It can be switched outside a transaction only (https://sqlite.org/lang_altertable.html, 7).
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
        driver.close()


def _refuse_loose_ends(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if loose is not None:
        raise DatabaseUnusableError("not_ours", f"a row of {loose[0]} points nowhere")
