"""Bring a database to the present schema, by Alembic's own API and without its command line."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine

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
    with unusable_database(), engine.begin() as connection:
        config.attributes["connection"] = connection
        act(config)
