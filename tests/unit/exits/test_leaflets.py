"""Every kind of the catalogue on two printed pages, in both languages."""

import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import AssetKind, Catalogue, Grade
from reversibility.catalogues.situations import Situation
from reversibility.exits.leaflet import leaflet_pdf
from reversibility.kernel.dates import Locale
from tests.factories.kinds import kind_text, write_catalogue

LOCALES: tuple[Locale, ...] = ("fr", "en")
PAGES = 2

Leaflets = Mapping[tuple[str, Locale], list[str]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue of the product."""
    return load_catalogue()


@pytest.fixture(scope="module")
def leaflets(catalogue: Catalogue) -> Leaflets:
    """Print every kind in both languages, and read the text of each page."""
    keys = list(product(catalogue.kinds, LOCALES))
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(keys, pool.map(lambda key: _printed(catalogue, *key), keys), strict=True))


def _printed(catalogue: Catalogue, kind_id: str, locale: Locale) -> list[str]:
    reader = PdfReader(io.BytesIO(leaflet_pdf(catalogue, catalogue.kind(kind_id), locale)))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def _letters(text: str) -> str:
    return "".join(text.split())


def _said(catalogue: Catalogue, kind: AssetKind, locale: Locale) -> list[str]:
    """List what a leaflet never leaves out."""
    steps = [step.title for place in Situation for step in kind.situations[place].steps]
    statements = (*kind.demand, *kind.preconditions, *kind.proof, *kind.delays, *kind.fees)
    last = (*kind.traps, *catalogue.after_recovery(kind), *(each.ask for each in kind.questions))
    return [text.in_(locale) for text in (kind.title, *steps, *statements, *last)]


def test_every_kind_takes_two_pages_in_each_language(leaflets: Leaflets) -> None:
    assert {key: len(pages) for key, pages in leaflets.items() if len(pages) != PAGES} == {}


def test_nothing_that_must_be_said_is_left_out(catalogue: Catalogue, leaflets: Leaflets) -> None:
    for (kind_id, locale), pages in leaflets.items():
        text = "".join(pages)
        said = _said(catalogue, catalogue.kind(kind_id), locale)
        assert [each for each in said if _letters(each) not in text] == [], (kind_id, locale)


def test_every_source_read_is_named_with_the_day(catalogue: Catalogue, leaflets: Leaflets) -> None:
    for (kind_id, locale), pages in leaflets.items():
        text = "".join(pages)
        for source in catalogue.kind(kind_id).sources:
            if source.grade is not Grade.C:
                assert _letters(source.title) in text, (kind_id, locale, source.id)


def test_a_kind_of_one_file_has_a_leaflet(tmp_path: Path) -> None:
    write_catalogue(tmp_path, a_second=kind_text("a_second", "email"))
    catalogue = load_catalogue(tmp_path)
    assert len(_printed(catalogue, "a_second", "fr")) in range(1, PAGES + 1)
