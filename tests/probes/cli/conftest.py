"""The universe, and files as people write them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.universe.running import running
from tests.universe.universe import Universe

PRACTICE = {
    "legal_name": "SELARL Cabinet médical Exemple",
    "siren": "123456782",
    "address": {"postcode": "69000", "city": "Lyon"},
    "people": [{"name": "Camille Exemple", "title": "Dr", "role": "associée"}],
    "vat": None,
}
PROVIDER = {"name": "Studio Exemple Web", "siren": "222222226", "brands": ["SEW"]}


@pytest.fixture(scope="package")
def _universe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Universe]:
    with running(tmp_path_factory.mktemp("universe")) as started:
        yield started


@pytest.fixture
def universe(_universe: Universe) -> Iterator[Universe]:
    """Give the universe, honest again after each test."""
    yield _universe
    _universe.calm()


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """Give a practice file."""
    return write(tmp_path / "practice.json", PRACTICE)


@pytest.fixture
def provider(tmp_path: Path) -> Path:
    """Give a provider file."""
    return write(tmp_path / "provider.json", PROVIDER)


def write(path: Path, content: object) -> Path:
    """Write JSON into a file."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path
