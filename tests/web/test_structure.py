"""Every page, in both languages: one heading, no level left out, nothing without a name."""

from collections import Counter
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel import clock
from tests.web.house import House, certify, examine, theirs
from tests.web.pages import Page, read

PAGES = (
    "/registre",
    "/registre/{domaine}",
    "/registre/{google-ads}",
    "/registre/{google-ads}/justificatif",
    "withdrawal",
    "/contrats",
    "/membres",
    "/cabinets",
    "/contrats/{studio-web-2023}",
    "/contrats/{studio-web-2023}/plan",
    "/contrats/{infogerance-2024}",
    "/journal",
    "check",
)


@pytest.fixture(params=PAGES)
def address(
    request: pytest.FixtureRequest, manager: FlaskClient, desk_engine: Engine, house: House
) -> str:
    examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    proof_id = certify(desk_engine, house, "domaine", now=clock.now())
    if request.param == "withdrawal":
        return f"/registre/{house.assets['domaine']}/justificatif/{proof_id}/retrait"
    if request.param == "check":
        form = read(manager.get("/registre")).form
        return str(manager.post("/registre/verifier", data=form).headers["Location"])
    return str(request.param).format(**house.assets, **house.contracts)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_can_be_found_through_by_headings_names_and_labels(
    manager: FlaskClient, address: str, language: str
) -> None:
    page = read(manager.get(f"{address}?lang={language}"))
    assert page.language == language
    assert "None" not in page.text
    assert _levels_left_out(page) == []
    assert [name for name, count in Counter(_ids(page)).items() if count > 1] == []
    assert _controls_without_label(page) == []
    assert _broken_references(page) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_has_one_filled_button_at_most(
    manager: FlaskClient, address: str, language: str
) -> None:
    html = manager.get(f"{address}?lang={language}").text
    assert html.count("btn-primary") <= 1


def test_english_pages_have_no_french_left(manager: FlaskClient, address: str) -> None:
    page = read(manager.get(f"{address}?lang=en"))
    for word in ("élément", "titulaire", "Vous ", "réponse brute", "préavis", "Déclaré"):
        assert word not in page.text, word


def _levels_left_out(page: Page) -> list[tuple[int, int]]:
    levels = [int(name[1]) for name, _ in page.tags if name in {"h1", "h2", "h3", "h4"}]
    assert levels.count(1) == 1
    return [(a, b) for a, b in pairwise(levels) if b > a + 1]


def _ids(page: Page) -> list[str]:
    return [attributes["id"] for _, attributes in page.tags if "id" in attributes]


def _controls_without_label(page: Page) -> list[str]:
    labelled = {label["for"] for label in page.all("label") if "for" in label}
    controls = [*page.all("input"), *page.all("select"), *page.all("textarea")]
    return [
        item["name"]
        for item in controls
        if item.get("type") not in {"hidden", "radio"} and item.get("id") not in labelled
    ]


def _broken_references(page: Page) -> list[str]:
    known = set(_ids(page))
    links = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    described = {
        name
        for _, attributes in page.tags
        for name in attributes.get("aria-describedby", "").split()
    }
    return sorted((links | described) - known)
