"""A stage for each test, and the universe for those that want honest peers."""

import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.probes.net.publishers import HOSTS, Publishers
from tests.probes.net.stage import NAME, Stage
from tests.universe.certificates import Authority, make_authority, server_context
from tests.universe.running import running
from tests.universe.universe import Universe


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Give an empty hostile Internet."""
    made = Stage()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture(scope="package")
def _universe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Universe]:
    with running(tmp_path_factory.mktemp("universe")) as started:
        yield started


@pytest.fixture
def universe(_universe: Universe) -> Iterator[Universe]:
    """Give the universe, honest again after each test."""
    yield _universe
    _universe.calm()


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Give a certificate authority that only the tests believe."""
    return make_authority("Autorité de test", datetime.now(UTC))


@pytest.fixture
def server_tls(authority: Authority, tmp_path: Path) -> ssl.SSLContext:
    """Give the server's side of TLS with a good certificate of that authority."""
    return server_context(authority, ["rdap.reg.example", NAME], "good", tmp_path)


@pytest.fixture
def roots(authority: Authority, tmp_path: Path) -> dict[str, object]:
    """Give the option that makes the probes believe that authority."""
    path = tmp_path / "root.pem"
    path.write_bytes(authority.root_pem())
    return {"tls_roots": (path,)}


@pytest.fixture
async def publishers(
    stage: Stage, authority: Authority, roots: dict[str, object], tmp_path: Path
) -> Publishers:
    """Give IANA and publicsuffix.org, honest until a test changes what they serve."""
    server_tls = server_context(authority, HOSTS, "good", tmp_path)
    made = Publishers(stage, server_tls, roots, tmp_path / "tables")
    await made.start()
    return made
