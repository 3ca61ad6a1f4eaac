"""Two furnished practices on a database, and the app on it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from reversibility.kernel import clock
from reversibility.store.session import make_engine
from tests.journeys.conftest import browser
from tests.walks.showing import with_everything
from tests.walks.world import World, build_world
from tests.web.conftest import AppMaker, english, make_app, sqlite

__all__ = ["browser", "english", "make_app", "sqlite"]


@pytest.fixture(scope="session")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """Return a SQLite file with both practices, and what is in it."""
    path = tmp_path_factory.mktemp("walks") / "template.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    world = build_world(engine, clock.now())
    engine.dispose()
    return path, world


@pytest.fixture
def world(built: tuple[Path, World]) -> World:
    """Return what is in `walked`."""
    return built[1]


@pytest.fixture
def walked(built: tuple[Path, World], tmp_path: Path) -> Iterator[Engine]:
    """Return an engine on a copy of both practices."""
    path = tmp_path / "walked.db"
    shutil.copy(built[0], path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def start_over(built: tuple[Path, World], walked: Engine) -> Callable[[], None]:
    """Return what undoes everything that was written since."""

    def start_over() -> None:
        walked.dispose()
        shutil.copy(built[0], str(walked.url.database))

    return start_over


@pytest.fixture
def walked_app(make_app: AppMaker, walked: Engine) -> Flask:
    """Return the app on both practices, with every page that can be switched on."""
    return make_app(walked, components_page="yes")


@pytest.fixture
def shown(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[Engine, World]]:
    """Return an engine on both practices as people would see them, without marks."""
    path = tmp_path / "shown.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine, build_world(engine, clock.now(), marked=False)
    engine.dispose()


@pytest.fixture
def shown_world(shown: tuple[Engine, World]) -> World:
    """Return what is in `shown_app`."""
    return shown[1]


@pytest.fixture
def shown_app(make_app: AppMaker, shown: tuple[Engine, World], tmp_path: Path) -> Flask:
    """Return the app that is looked at."""
    return make_app(shown[0], **with_everything(tmp_path))
