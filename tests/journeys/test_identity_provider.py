"""Signing in with the account of the practice, in a real browser and with a provider of our own."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.demo.practice_file import practice_file
from tests.factories.identity_provider import NAME, OpenIdProvider, open_id_provider
from tests.journeys.conftest import House, empty_house, serving
from tests.journeys.steps import arrive

EMAIL = "fournisseur@cabinet-exemple.fr.example"


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with open_id_provider() as running:
        yield running


@pytest.fixture
def knowing_house(provider: OpenIdProvider, tmp_path: Path) -> Iterator[House]:
    """Run a service of its own, which knows the provider."""
    settings = provider.settings(tmp_path).items()
    made = empty_house(
        tmp_path, **{f"REVERSIBILITY_{name.upper()}": value for name, value in settings}
    )
    practice = tmp_path / "practice.json"
    practice.write_text(practice_file(datetime.now(UTC).date()), encoding="utf-8")
    made.command("db", "upgrade")
    made.command("import", str(practice))
    made.link("e.roche@cabinet-exemple.fr.example", "Emma Roche")  # or it is the first start
    with serving(made):
        yield made


def test_an_account_is_linked_once_and_opens_with_one_press_from_then_on(
    knowing_house: House, provider: OpenIdProvider, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    url = knowing_house.url
    arrive(page, knowing_house, EMAIL, "Nadia Lopez")
    page.goto(f"{url}/compte")
    page.click(f"main >> text=Relier {NAME}")
    page.click(f"main >> text=Relier {NAME}")
    page.wait_for_selector("text=Votre compte est relié")
    page.goto(f"{url}/compte")
    page.click("main >> text=Se déconnecter partout")
    page.wait_for_selector("text=Vous êtes déconnecté partout")
    page.click(f"text=Se connecter avec {NAME}")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    page.goto(f"{url}/compte")
    assert f"par {NAME}" in page.inner_text("main")
    assert provider.asked.count("/authorize") == 2


def test_somebody_the_service_does_not_know_reads_what_to_do_on_a_phone(
    knowing_house: House, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=390, locale="en-GB")
    page.goto(f"{knowing_house.url}/connexion")
    page.click(f"text=Sign in with {NAME}")
    page.wait_for_selector("text=No account here is linked to this identity")
    assert page.url.startswith(f"{knowing_house.url}/connexion")
