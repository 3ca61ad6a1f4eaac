"""Pages on paper: the answer and its evidence on A4, nothing folded, nothing of the screen."""

import io
from collections.abc import Callable

from playwright.sync_api import Page
from pypdf import PdfReader

from tests.journeys.conftest import House
from tests.journeys.steps import arrive

EMAIL = "imprime@cabinet-exemple.fr.example"
_A4_WIDTH = 672  # CSS pixels between the margins of print.css
_OF_THE_SCREEN = ("Se déconnecter", "Aller au contenu", "Chercher", "Vérifier maintenant")


def test_pages_print_whole_and_without_what_is_for_the_screen(
    house: House, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    arrive(page, house, EMAIL, "Paul Imprime")
    page.goto(f"{house.url}/registre")
    element = page.get_by_role("link", name="cabinet-exemple.fr.example", exact=True).first
    contract = "a[href^='/contrats/']"
    addresses = {"/registre": "Messagerie", str(element.get_attribute("href")): "Qui peut entrer"}
    page.goto(f"{house.url}/contrats")
    addresses[str(page.locator(contract).first.get_attribute("href"))] = "Le calcul"
    # The values of an entry are folded on the screen.
    addresses["/journal?famille=register"] = "Adresse de secours"
    for address, expected in addresses.items():
        page.goto(f"{house.url}{address}")
        text = " ".join(_printed(page).split())
        assert expected in text, address
        assert [word for word in _OF_THE_SCREEN if word in text] == [], address
        assert _cut(page) == [], address


def _printed(page: Page) -> str:
    document = PdfReader(io.BytesIO(page.pdf(format="A4")))
    return "\n".join(sheet.extract_text() for sheet in document.pages)


def _cut(page: Page) -> list[str]:
    """Return what would stick out of the paper."""
    page.set_viewport_size({"width": _A4_WIDTH, "height": 900})
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(
        """width => [...document.querySelectorAll('main *')]
            .filter(each => each.getBoundingClientRect().right > width + 1)
            .filter(each => !each.closest('.visually-hidden'))
            .map(each => each.outerHTML.slice(0, 120))""",
        _A4_WIDTH,
    )
    page.emulate_media(media="null")
    page.set_viewport_size({"width": 1440, "height": 900})
    return found
