"""A stage for each test, and the universe for those that want honest peers."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from probes import options
from probes.options import ProbeOptions
from tests.probes.net.stage import Stage
from tests.universe.running import running


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """An empty hostile Internet."""
    made = Stage()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture(scope="package")
def universe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProbeOptions]:
    """The options of an honest universe."""
    folder: Path = tmp_path_factory.mktemp("universe")
    with running(folder):
        yield options.load(folder / "probes.toml")
