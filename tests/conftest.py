"""What every test may ask for: a moment, a practice's actor, and a database on both engines."""

import shutil
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from reversibility.kernel.actor import Actor, PracticeId, operator
from reversibility.migrations.run import upgrade
from reversibility.store.session import make_engine
from tests.postgres import Postgres

# Started in the background (nohup), tests would be deaf to Ctrl-C, and with them what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """Return the moment at which tests happen."""
    return NOW


@pytest.fixture
def actor() -> Actor:
    """Return somebody who may do everything in one practice."""
    return operator(PracticeId(UUID("01930000-0000-7000-8000-000000000001")), "Dr Claire Martin")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start a PostgreSQL server for the whole run, with a migrated database."""
    with Postgres.started() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Return an engine on a migrated, empty database; each test runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "reversibility.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        made = make_engine(f"sqlite:///{path}")
        yield made
        made.dispose()
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as made:
        yield made
