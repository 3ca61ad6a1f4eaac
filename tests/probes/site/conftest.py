"""The universe, for the pages of its sites."""

from collections.abc import Iterator

import pytest

from tests.universe.running import running
from tests.universe.universe import Universe


@pytest.fixture(scope="package")
def _universe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Universe]:
    with running(tmp_path_factory.mktemp("universe")) as started:
        yield started


@pytest.fixture
def universe(_universe: Universe) -> Iterator[Universe]:
    """Give the universe, honest again after each test."""
    yield _universe
    _universe.calm()
