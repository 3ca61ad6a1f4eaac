"""The ways in, in a real browser: passkey, second factor, recovery code, sign out everywhere."""

import re
import time
from collections.abc import Callable

from passlib.totp import TOTP
from playwright.sync_api import Page

from tests.journeys.conftest import House
from tests.journeys.steps import choose_password, give_password


def arrive(page: Page, house: House, email: str) -> str:
    """Choose a password by a one-time link; return the address with a name, as passkeys want it."""
    url = house.url.replace("127.0.0.1", "localhost")
    page.goto(house.link(email, "Nadia Lopez").replace(house.url, url))
    choose_password(page)
    give_password(page, email)
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    return url


def add_authenticator(page: Page) -> None:
    """Give the browser a fingerprint reader of the computer itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_of_the_computer_opens_the_register_without_password(
    house: House, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    url = arrive(page, house, "cle@cabinet-exemple.fr.example")
    add_authenticator(page)
    page.goto(f"{url}/compte/cles-d-acces")
    page.fill("#name", "Ordinateur du bureau")
    page.click("text=Ajouter une clé d’accès")
    page.wait_for_selector("text=jamais utilisée")
    page.goto(f"{url}/compte")
    page.click("main >> text=Se déconnecter partout")
    page.wait_for_selector("text=Vous êtes déconnecté partout")
    page.click("text=Utiliser une clé d’accès")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    page.goto(f"{url}/compte")
    assert "par clé d’accès" in page.inner_text("main")


def test_a_lost_phone_is_replaced_by_a_recovery_code_in_english_on_a_phone(
    house: House, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=390, locale="en-GB")
    email = "phone@cabinet-exemple.fr.example"
    url = arrive(page, house, email)
    page.goto(f"{url}/compte/double-authentification")
    page.click("main .btn-primary")
    key = page.inner_text("main code").replace("-", "")
    page.fill("#code", TOTP(key=key).generate(int(time.time())).token)
    page.click("main .btn-primary")
    page.wait_for_selector("text=Two-factor authentication is in place")
    page.click("text=Make codes")
    page.click("main .btn-primary")
    code = page.locator("main code").nth(4).inner_text()
    page.goto(f"{url}/compte")
    page.click("main >> text=Sign out everywhere")
    give_password(page, email)
    page.click("text=Use a recovery code")
    page.fill("#code", code)
    page.click("main .btn-primary")
    page.goto(f"{url}/compte")
    assert "You have 9 left." in page.inner_text("main")


def test_a_form_whose_session_ended_is_filled_again(
    house: House, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    email = "formulaire@cabinet-exemple.fr.example"
    url = arrive(page, house, email)
    elsewhere = open_page()
    elsewhere.goto(f"{url}/connexion")
    give_password(elsewhere, email)
    page.goto(f"{url}/registre/nouveau/google_ads")
    page.fill("#name", "Annonces du cabinet")
    elsewhere.goto(f"{url}/compte")
    elsewhere.click("main >> text=Se déconnecter partout")
    page.click("main .btn-primary")
    page.wait_for_selector("text=ce que vous avez saisi est gardé une heure")
    page.click("main .btn-primary")
    give_password(page, email)
    page.wait_for_selector("text=Voici ce que vous aviez saisi")
    assert page.input_value("#name") == "Annonces du cabinet"
