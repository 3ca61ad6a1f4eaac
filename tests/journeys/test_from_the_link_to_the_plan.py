"""A practice's first visit, in a real browser: from the one-time link to the exit plan in hand."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from exports.verify import verify
from tests.journeys.conftest import EMAIL, House
from tests.journeys.steps import choose_password, is_within, sign_in

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def member(house: House) -> str:
    """Let Claire in and return her one-time link."""
    return house.link(EMAIL, "Dr Claire Martin")


def test_from_the_link_to_the_plan(
    house: House, member: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    choose_a_password(page, member)
    sign_in(page, house, EMAIL)
    page.get_by_role("link", name="Registre", exact=True).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Vos 10 éléments")
    check_everything(page)
    see_who_holds_the_domain(page, house)
    produce_the_plan(page, house, tmp_path)


def choose_a_password(page: Page, link: str) -> None:
    """Choose a password: too short first, then a good one; the link then no longer works."""
    page.goto(link)
    choose_password(page, "court")
    expect(page.get_by_role("main")).to_contain_text("au moins 12 caractères")
    choose_password(page)
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text("ne fonctionne plus")


def check_everything(page: Page) -> None:
    """Start the check and wait for it on its own page, which shows true progress."""
    page.get_by_role("button", name="Tout vérifier").click()
    expect(page).to_have_url(re.compile(r"/verifications/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "La vérification est terminée", timeout=60_000
    )
    expect(page.get_by_role("main")).to_contain_text("Non concordant")


def see_who_holds_the_domain(page: Page, house: House) -> None:
    """Read who holds the domain, look at the raw answer, and see the steps of each situation."""
    page.goto(f"{house.url}/registre")
    page.get_by_role("link", name="cabinet-exemple.fr.example", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("STUDIO EXEMPLE WEB")
    with page.expect_download() as answer:
        page.get_by_role("link", name=re.compile("réponse brute")).first.click()
    assert b"STUDIO EXEMPLE WEB" in Path(answer.value.path()).read_bytes()
    page.get_by_role("link", name="Le prestataire coopère").click()
    expect(page).to_have_url(re.compile("situation=cooperative"))


def produce_the_plan(page: Page, house: House, folder: Path) -> None:
    """Produce the plan from the contract's page and take the files home."""
    page.goto(f"{house.url}/contrats")
    page.get_by_role("link", name=re.compile("Création, hébergement")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Studio Exemple Web")
    page.get_by_role("link", name=re.compile("Produire")).first.click()
    page.get_by_role("button", name="Produire le plan de sortie").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sont prêts", timeout=60_000)
    with page.expect_download() as pack:
        page.get_by_role("link", name=re.compile("Dossier de reprise")).first.click()
    target = folder / "pack.zip"
    pack.value.save_as(target)
    assert verify(target).whole
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as files:
        assert "handover-pack/data/exit-plan-fr.pdf" in files.namelist()


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_no_page_scrolls_sideways(
    house: House, member: str, open_page: OpenPage, width: int, locale: str
) -> None:
    assert member
    page = open_page(width, locale)
    sign_in(page, house, EMAIL)
    asset = page.locator("main a[href^='/registre/']").first.get_attribute("href")
    page.goto(f"{house.url}/contrats")
    contract = page.locator("main a[href^='/contrats/']").first.get_attribute("href")
    for path in ("/registre", asset, "/contrats", contract, f"{contract}/plan"):
        page.goto(f"{house.url}{path}")
        assert is_within(page), path
        assert page.evaluate("document.documentElement.lang") == locale[:2]
