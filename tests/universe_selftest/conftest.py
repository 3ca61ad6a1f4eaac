"""One universe for all these tests; each test finds it honest."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import universe as universes
from tests.universe import Universe

NOW = datetime.now(UTC)
RECORDS = Path(__file__).parent / "records"


@pytest.fixture(scope="session")
def the_universe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Universe]:
    folder = tmp_path_factory.mktemp("universe")
    with universes.running(folder, replay=RECORDS, now=NOW) as universe:
        yield universe


@pytest.fixture
def universe(the_universe: Universe) -> Universe:
    the_universe.calm()
    return the_universe
