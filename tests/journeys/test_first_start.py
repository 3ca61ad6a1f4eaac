"""The first start, from an empty data folder to the register, with the code of the console."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import empty_house, serving
from tests.journeys.steps import choose_password, give_password, is_within

EMAIL = "claire@cabinet-exemple.example"
PRACTICE = "SELARL Cabinet médical Exemple"
FIRST_START = re.compile(r"/premier-demarrage$")
SIGN_IN = re.compile(r"/connexion\b")
_CODE = re.compile(r"([2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){2})\n")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the pages say in one language."""

    console: str
    wrong: str
    no_password: str
    open: str
    refused: str
    empty: str


FRENCH = Words(
    console="Personne n’a encore de compte.",
    wrong="Ce n’est pas le code affiché par le dernier lancement. Il reste 9 essais.",
    no_password="Saisissez un mot de passe.",
    open="Le cabinet est ouvert. Connectez-vous avec l’adresse et le mot de passe choisis.",
    refused="Cette adresse et ce mot de passe ne vont pas ensemble.",
    empty="Bienvenue. Un nom de domaine suffit pour commencer.",
)
ENGLISH = Words(
    console="Nobody has an account yet.",
    wrong="This is not the code that the last start showed. 9 attempts are left.",
    no_password="Enter a password.",
    open="The practice is open. Sign in with the address and the password you chose.",
    refused="This address and this password do not match.",
    empty="Welcome. A domain name is enough to begin.",
)


@pytest.mark.parametrize(
    ("width", "locale", "words"),
    [
        pytest.param(1366, "fr-FR", FRENCH, id="in French on a laptop"),
        pytest.param(390, "en-GB", ENGLISH, id="in English on a phone"),
    ],
)
def test_the_code_of_the_console_opens_the_practice_once(
    open_page: Callable[..., Page], tmp_path: Path, width: int, locale: str, words: Words
) -> None:
    house = empty_house(tmp_path, LANG=f"{locale.replace('-', '_')}.UTF-8")
    page, late = open_page(width, locale), open_page(width, locale)
    with serving(house, "--without-worker") as console:
        code = read_code(console, words)
        # Nobody has an account, so no password opens anything: there is no page to enter one.
        for path in ("/", "/connexion", "/registre", "/fiches", "/auditeurs", "/nulle-part"):
            page.goto(f"{house.url}{path}")
            expect(page).to_have_url(FIRST_START)
        late.goto(house.url)

        enter_code(page, wrong_code(code))
        expect(page.get_by_role("alert")).to_contain_text(words.wrong)
        enter_code(page, code)
        fill_house(page)
        give_no_password(page, words)
        choose_password(page)
        expect(page).to_have_url(SIGN_IN)
        expect(page.get_by_role("main")).to_contain_text(words.open)

        find_it_used(late, code, words)
        give_password(page, EMAIL)
        expect(page.get_by_role("heading", level=1)).to_have_text(words.empty)
        expect(page.locator("body")).to_contain_text(PRACTICE)
        assert is_within(page)


def read_code(console: IO[str], words: Words) -> str:
    """Return the code that the console shows, after the address where to enter it."""
    said = console.readline()
    assert said.startswith(words.console)
    assert "/premier-demarrage" in said
    found = _CODE.fullmatch(console.readline())
    assert found
    return found[1]


def wrong_code(code: str) -> str:
    """Return a code that looks right."""
    return ("3" if code.startswith("2") else "2") + code[1:]


def enter_code(page: Page, code: str) -> None:
    page.fill("#code", code)
    page.click("main .btn-primary")


def fill_house(page: Page) -> None:
    """Fill in the practice and its owner, all but the password."""
    page.fill("#legal_name", PRACTICE)
    page.fill("#siren", "123 456 782")
    page.fill("#city", "Lyon")
    page.fill("#owner_name", "Dr Claire Martin")
    page.fill("#email", EMAIL)
    assert is_within(page)


def give_no_password(page: Page, words: Words) -> None:
    """Leave the password out: the page asks for it, and keeps the rest."""
    page.click("main .btn-primary")
    expect(page.get_by_role("alert")).to_contain_text(words.no_password)
    assert page.input_value("#legal_name") == PRACTICE
    assert page.input_value("#password") == ""
    assert is_within(page)


def find_it_used(late: Page, code: str, words: Words) -> None:
    """Enter the code on a page that was open before: it opens nothing more, nor does a guess."""
    enter_code(late, code)
    expect(late).to_have_url(SIGN_IN)
    register = late.url.replace("/connexion", "/registre")
    late.goto(late.url.replace("/connexion", "/premier-demarrage"))
    expect(late).to_have_url(SIGN_IN)
    for guess in ("admin", code):
        give_password(late, EMAIL, guess)
        expect(late.get_by_role("alert")).to_contain_text(words.refused)
        late.goto(register)
        expect(late).to_have_url(SIGN_IN)
