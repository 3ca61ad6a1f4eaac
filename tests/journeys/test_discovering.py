"""A practice types its domain name, sees what it shows, and enters one line of it; in French."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import House
from tests.journeys.steps import arrive, is_within

NAME = "kine-lumiere.fr.example"


def test_a_name_is_typed_its_traces_are_read_and_one_of_them_is_entered(
    house: House, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=390)
    arrive(page, house, "decouverte@cabinet-exemple.fr.example", "Nadia Lopez")
    page.goto(f"{house.url}/registre")
    page.click("text=Chercher à partir d’un nom")
    page.fill("#domain", "pas un nom")
    page.click("main .btn-primary")
    expect(page.locator("#domain-error")).to_be_visible()
    page.fill("#domain", NAME)
    page.click("main .btn-primary")
    page.click("main .btn-primary >> text=Voir ce que ce nom montre")

    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "qui ne sont pas encore au registre"
    )
    expect(page.locator("main")).to_contain_text("GTM-EXMPL7K")
    expect(page.locator("main")).to_contain_text("Une trace montre un usage, pas un titre")
    assert is_within(page)
    tag = page.locator("li.evidence", has_text="GTM-EXMPL7K")
    tag.locator(".btn").click()
    assert page.input_value("#name") == "Google Tag Manager GTM-EXMPL7K"
    page.click("main .btn-primary")

    expect(page.locator("main")).to_contain_text("est inscrit au registre")
    expect(tag).to_contain_text("Déjà au registre")
    archive(page, tag)


def archive(page: Page, tag: Locator) -> None:
    """Leave the register of the house as it was for the journeys that follow."""
    tag.get_by_role("link", name="Google Tag Manager GTM-EXMPL7K").click()
    page.get_by_role("link", name="Modifier").click()
    page.get_by_role("link", name="L’archiver").click()
    page.get_by_role("button", name="Archiver cet élément").click()
    expect(page.locator("main")).to_contain_text("L’élément est archivé.")
