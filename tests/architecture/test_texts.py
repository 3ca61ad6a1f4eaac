"""Every text of the product is fair and typographically right; every file is accounted for."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from reversibility.settings import PREFIX, Settings
from tests.architecture.source import ROOT

TEXT_FILES = [
    path
    for folder in ("reversibility", "probes", "exports")
    for path in sorted((ROOT / folder).rglob("*.toml"))
]
_FORBIDDEN = re.compile(
    r"\b(hostile|fauti(?:f|ve)s?|défaillante?s?|otages?|malveillante?s?|abusi(?:f|ve)s?"
    r"|irréfutables?|infalsifiables?|opposables?|garanties?|actifs? numériques?|constats?)\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"constats? [^.]{0,60}commissaires? de justice|(?:de|des|et|sa) garanties?", re.IGNORECASE
)
_SPACING = re.compile(
    r"[^\s\u202f\u00a0/&?=;][;!?](?:\s|$)|[^\u00a0\d]:(?:\s|$)|«[^\u202f]|[^\u202f]»| [;:!?»]|« "
)


def french(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of each French text of a file."""
    yield from _walk(tomllib.loads(path.read_text(encoding="utf-8")), path.name)


def _walk(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "fr" and isinstance(inner, str):
                yield place, inner
            else:
                yield from _walk(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, f"{place}[{index}]")


@pytest.mark.parametrize("path", TEXT_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_accuses_a_provider_or_promises_too_much(path: Path) -> None:
    guilty = [
        (place, found[0])
        for place, text in french(path)
        if (found := _FORBIDDEN.search(_ALLOWED.sub("", text)))
    ]
    assert guilty == []


@pytest.mark.parametrize("path", TEXT_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_french_spaces_quotes_and_apostrophes_are_right(path: Path) -> None:
    guilty = [
        (place, text)
        for place, text in french(path)
        if _SPACING.search(text.replace("://", "")) or re.search(r"[a-zé]'[a-zéèêh]", text)
    ]
    assert guilty == []


def test_every_vendored_table_is_the_file_that_third_party_names() -> None:
    listed = dict(re.findall(r"`(probes/data/\S+)` .*`([0-9a-f]{64})`", _read("THIRD_PARTY.md")))
    found = {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "probes" / "data").glob("*.json")
    }
    assert listed == found


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    readme = _read("README.md")
    for name, field in Settings.__dataclass_fields__.items():
        assert f"`{PREFIX}{name.upper()}`" in readme, name
        assert str(field.metadata["help"]) in readme, name


def test_every_page_of_the_documentation_is_reachable_from_the_readme() -> None:
    readme = _read("README.md")
    pages = [path.name for path in (ROOT / "docs").glob("*.md")]
    assert [page for page in pages if f"docs/{page}" not in readme] == []


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
