"""Fragments of real habits: what is found in them, what is not, and what may not be made up."""

import re
import tomllib
from pathlib import Path

from probes.discovery.asking_site import metas_of
from probes.discovery.matching import match_evidence, match_page
from probes.site.page import Page

_OF_THE_SAME = re.compile(r"_(?:plugin|frame|path)\b")
FOLDER = Path(__file__).parent / "habits"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
# A colon written as `&#58;`: no page builder does that, only a filter against address harvesters.
OUT_OF_REACH = {"entities": {"a_calendly cabinet-entites"}}


def _found(name: str) -> set[str]:
    page = Page((FOLDER / f"{name}.html").read_bytes())
    hits = (*match_page(page, ""), *match_evidence(metas_of(page, "")))
    told = {f"{hit.fingerprint.id} {hit.identifier}".strip() for hit in hits}
    return told | {hit.fingerprint.id for hit in hits}


def _traces(written: set[str]) -> set[str]:
    """Return the ids alone; a page and a frame of the same thing are the same thing."""
    return {_OF_THE_SAME.sub("", item.partition(" ")[0]) for item in written}


def test_what_a_fragment_shows_is_found_but_for_what_is_out_of_reach() -> None:
    missed = {}
    for name, expected in EXPECTED.items():
        found = {_OF_THE_SAME.sub("", item) for item in _found(name)}
        if set(expected) - found:
            missed[name] = set(expected) - found
    assert missed == OUT_OF_REACH


def test_nothing_is_made_up() -> None:
    for name, expected in EXPECTED.items():
        assert _traces(_found(name)) <= _traces(set(expected)), name


def test_every_fragment_has_its_expectation() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == set(EXPECTED)
