"""Files that pages load: ours or vendored, unchanged, and never from elsewhere."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

STATIC = Path("reversibility/web/static")
_ROW = re.compile(r"^\| `([^`]+)` .* `([0-9a-f]{64})` \|$", re.MULTILINE)


def _listed() -> dict[str, str]:
    return dict(_ROW.findall((STATIC / "SOURCES.md").read_text(encoding="utf-8")))


def test_every_vendored_file_is_listed_and_unchanged() -> None:
    files = [*(STATIC / "vendor").iterdir(), *(STATIC / "fonts").iterdir()]
    digests = {
        str(file.relative_to(STATIC)): sha256(file.read_bytes()).hexdigest() for file in files
    }
    assert _listed() == digests


@pytest.mark.parametrize(
    "sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name
)
def test_our_stylesheets_load_only_files_that_are_here(sheet: Path) -> None:
    for address in re.findall(r"url\(\"?([^\")]+)", sheet.read_text(encoding="utf-8")):
        assert (sheet.parent / address).resolve().is_file(), address


def _tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", (STATIC / "css/tokens.css").read_text()))


def _luminance(colour: str) -> float:
    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "name",
    ["confirmed", "contradicted", "not-published", "inconclusive", "unreachable", "proved"],
)
def test_every_verdict_is_readable_on_white_and_on_its_tint(name: str) -> None:
    tokens = _tokens()
    assert _contrast(tokens[name], tokens["feuille"]) >= 4.5
    assert _contrast(tokens[name], tokens[f"{name}-tint"]) >= 4.5


@pytest.mark.parametrize("ground", ["papier", "feuille", "bleu-clair", "not-published-tint"])
@pytest.mark.parametrize("ink", ["encre", "gris", "bleu"])
def test_text_is_readable_on_every_ground(ink: str, ground: str) -> None:
    tokens = _tokens()
    assert _contrast(tokens[ink], tokens[ground]) >= 4.5


def test_borders_of_controls_can_be_seen() -> None:
    assert _contrast(_tokens()["bord"], _tokens()["feuille"]) >= 3
