"""A register of more than two hundred elements: page by page, and ticks that hold across pages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.demo.practice_file import practice_file
from tests.journeys.conftest import House, empty_house, serving
from tests.journeys.steps import arrive, is_within

COUNT = 230
EMAIL = "registre@cabinet-exemple.fr.example"


def test_elements_ticked_on_two_pages_are_changed_together(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    house = _furnished(tmp_path)
    with serving(house, "--without-worker"):
        page = open_page(width=390)
        arrive(page, house, EMAIL, "Nadia Lopez")
        page.goto(f"{house.url}/registre")
        expect(page.locator("main")).to_contain_text("240")
        assert is_within(page)
        first = _tick_first(page)
        page.get_by_role("link", name="Éléments suivants").click()
        page.wait_for_url(re.compile("apres=|suite="))
        expect(page.locator("#picked-elsewhere")).to_contain_text("Un autre élément est coché")
        second = _tick_first(page)
        page.get_by_role("button", name="Modifier les éléments cochés").click()
        expect(page.locator("main")).to_contain_text(first)
        expect(page.locator("main")).to_contain_text(second)
        page.get_by_label("Importance").select_option(label="accessoire")
        page.get_by_role("button", name="Voir ce qui changerait").click()
        page.get_by_role("button", name="Enregistrer ces 2 modifications").click()
        expect(page.locator("main")).to_contain_text("2 éléments sont modifiés.")
        expect(page.locator("#picked-elsewhere")).to_be_hidden()


def _furnished(folder: Path) -> House:
    house = empty_house(folder)
    practice = folder / "practice.json"
    practice.write_text(practice_file(datetime.now(UTC).date()), encoding="utf-8")
    house.command("db", "upgrade")
    house.command("import", str(practice))
    table = folder / "elements.csv"
    rows = (
        f"Nom de domaine .fr;nom-{number}.example;nom-{number}.example" for number in range(COUNT)
    )
    table.write_text("\n".join(["Nature;Nom;Nom de domaine", *rows]), encoding="utf-8")
    assert f"{COUNT} lignes ajoutées" in house.command("import-table", str(table))
    return house


def _tick_first(page: Page) -> str:
    box = page.locator("input.row-pick").first
    box.check()
    return str(page.locator(".row-name a").first.inner_text())
