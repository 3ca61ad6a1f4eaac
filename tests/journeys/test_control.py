"""A practice shows that it can act on a name: it places a value, and has it found; in French."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House
from tests.journeys.steps import arrive, is_within
from tests.universe import Universe

NAME = "maison.fr.example"
RECORD = f"_reversibility-challenge.{NAME}"
SERVERS = ("ns1.autre-hebergeur.com.example", "ns2.autre-hebergeur.com.example")


@pytest.fixture(autouse=True)
def _as_it_was(internet: Universe) -> Iterator[None]:
    yield
    internet.calm()


def test_a_value_is_placed_and_seen_at_one_server_then_at_all(
    house: House, internet: Universe, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=390)
    arrive(page, house, "main@cabinet-exemple.fr.example", "Nadia Lopez")
    declare(page, house)
    page.get_by_role("link", name="Montrer que vous avez la main").click()
    expect(page.get_by_role("main")).to_contain_text("pas que vous êtes titulaire")
    page.get_by_role("button", name="Obtenir la valeur à placer").click()
    assert page.input_value("#where") == RECORD
    value = page.input_value("#value")
    assert value in page.input_value("#letter")
    assert is_within(page)

    verify(page, "C’est fait, vérifier")
    expect(page.get_by_role("main")).to_contain_text("n’est publiée par aucun serveur de noms")
    internet.place(RECORD, "TXT", f'"{value}"', at=SERVERS[0])
    verify(page, "Vérifier de nouveau")
    expect(page.get_by_role("main")).to_contain_text("1 sur 2")
    expect(page.get_by_role("main")).to_contain_text("ne l’a pas encore")
    internet.place(RECORD, "TXT", f'"{value}"', at=SERVERS[1])
    verify(page, "Vérifier de nouveau")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quelqu’un a pu agir sur")
    expect(page.get_by_role("main")).to_contain_text("pas qui est titulaire")
    assert page.locator("#value").count() == 0
    assert is_within(page)

    read_result(page)
    archive(page)


def read_result(page: Page) -> None:
    """Read on the page of the name what was shown, and what was not."""
    page.get_by_role("link", name=NAME).click()
    field = page.locator("li.field", has_text="Accès et rôles")
    expect(field).to_contain_text("Confirmé")
    expect(field).to_contain_text("pas qui est titulaire")


def declare(page: Page, house: House) -> None:
    page.goto(f"{house.url}/registre/nouveau/domain_fr")
    page.fill("#name", NAME)
    page.fill("#attribute_domain", NAME)
    page.click("main .btn-primary")
    page.goto(f"{house.url}/registre")
    page.get_by_role("link", name=NAME).first.click()


def verify(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.click("main .btn-primary >> text=Voir ce que montre la vérification")


def archive(page: Page) -> None:
    """Leave the register of the house as it was for the journeys that follow."""
    page.get_by_role("link", name="Modifier").click()
    page.get_by_role("link", name="L’archiver").click()
    page.get_by_role("button", name="Archiver cet élément").click()
    expect(page.locator("main")).to_contain_text("L’élément est archivé.")
