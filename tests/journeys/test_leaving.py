"""Who leaves is out at the next click: everywhere at once, or of a practice that ends an access."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import House
from tests.journeys.steps import arrive, choose_password, give_password, sign_in

SIGN_IN = re.compile(r"/connexion\b")
ASSOCIATE = "Dr Jeanne Associée"


@pytest.fixture(scope="module")
def owner_email(house: House, browser: Browser) -> str:
    """Let the owner of the practice in, once, and return her address."""
    context = browser.new_context()
    email = "gerante@cabinet-exemple.fr.example"
    arrive(context.new_page(), house, email, "Dr Claire Martin", "owner")
    context.close()
    return email


def test_signing_out_everywhere_ends_another_browser_at_its_next_click(
    house: House, owner_email: str, open_page: Callable[..., Page]
) -> None:
    here, elsewhere = open_page(), open_page(width=390)
    sign_in(here, house, owner_email)
    sign_in(elsewhere, house, owner_email)
    here.goto(f"{house.url}/compte")
    here.click("main >> text=Se déconnecter partout")
    expect(here.get_by_role("main")).to_contain_text("Vous êtes déconnecté partout")

    elsewhere.locator("main a[href^='/intervenants/']").first.click()
    expect(elsewhere).to_have_url(SIGN_IN)
    expect(elsewhere.locator("body")).not_to_contain_text("cabinet-exemple")
    elsewhere.go_back()
    expect(elsewhere).to_have_url(SIGN_IN)


def test_an_associate_who_leaves_is_told_so_by_the_page_that_was_open(
    house: House, owner_email: str, open_page: Callable[..., Page]
) -> None:
    owner, associate = open_page(), open_page()
    email = "associee@cabinet-exemple.fr.example"
    sign_in(owner, house, owner_email)
    associate.goto(invite(owner, house, email))
    choose_password(associate)
    give_password(associate, email)
    expect(associate.get_by_role("heading", level=1)).to_contain_text("10 éléments")
    element = associate.locator("main a[href^='/intervenants/']").first
    name = element.inner_text()

    end_access(owner, house)
    element.click()
    expect(associate.get_by_role("heading", level=1)).to_contain_text(
        "Ce cabinet ne vous est plus ouvert."
    )
    expect(associate.locator("body")).not_to_contain_text(name)
    for path in ("/registre", "/contrats", "/journal"):
        associate.goto(f"{house.url}{path}")
        expect(associate.locator("body")).not_to_contain_text("Studio Exemple Web")
    associate.get_by_role("link", name="Voir les cabinets qui vous sont ouverts").click()
    expect(associate.get_by_role("main")).not_to_contain_text("Cabinet médical Exemple")


def invite(owner: Page, house: House, email: str) -> str:
    """Invite the associate to contribute; return the link, which is shown once."""
    owner.goto(f"{house.url}/membres")
    owner.get_by_role("link", name="Inviter quelqu’un").click()
    owner.fill("#name", ASSOCIATE)
    owner.fill("#email", email)
    owner.get_by_label(re.compile("contribu", re.IGNORECASE)).check()
    owner.get_by_role("button", name="Créer l’invitation").click()
    return owner.input_value("#link")


def end_access(owner: Page, house: House) -> None:
    """End the access of the associate now; they stay among the former members."""
    owner.goto(f"{house.url}/membres")
    owner.get_by_role("link", name=ASSOCIATE).click()
    owner.get_by_label("maintenant").check()
    owner.get_by_role("button", name="Enregistrer la fin").click()
    expect(owner.get_by_role("main")).to_contain_text(f"{ASSOCIATE} n’a plus accès à ce cabinet.")
    former = owner.locator("section", has_text="Anciens membres")
    expect(former).to_contain_text(ASSOCIATE)
