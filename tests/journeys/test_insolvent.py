"""Insolvency proceedings: the formal notice is refused, the right letter offered."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.factories.letters import FILLED
from tests.journeys.conftest import House
from tests.journeys.steps import arrive, is_within


def test_the_formal_notice_is_refused_and_the_letter_to_the_administrator_written(
    house: House, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    email = "insolvable@cabinet-exemple.fr.example"
    arrive(page, house, email, "Dr Claire Martin", "owner")
    tell_proceedings(page, house)

    page.get_by_role("link", name="Courriers", exact=True).click()
    notice = page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name="Mise en demeure", exact=True)
    )
    expect(notice).to_contain_text("Une procédure collective est enregistrée")
    expect(notice).to_contain_text("art. L.622-13")
    notice.get_by_role("button", name=re.compile("Courrier au mandataire")).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Courrier au mandataire")
    fill(page, "L11")
    page.get_by_role("button", name="Enregistrer et relire").click()
    expect(page.get_by_role("main")).to_contain_text("prendre parti sur la poursuite de ce contrat")
    page.set_viewport_size({"width": 390, "height": 900})
    assert is_within(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Rendre définitif").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("à envoyer par vos soins")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"courrier-mandataire.*\.pdf")).click()
    assert download.value.suggested_filename.endswith(".pdf")


def tell_proceedings(page: Page, house: House) -> None:
    """Answer, on the page of the contract with the web agency, that proceedings are opened."""
    page.goto(f"{house.url}/contrats")
    page.get_by_role("link", name=re.compile("Création, hébergement")).first.click()
    contract = page.url
    page.goto(f"{contract}/situation/questions")
    page.get_by_label("Sauvegarde, redressement ou liquidation judiciaire").check()
    page.locator("main form .btn-primary").click()
    expect(page.get_by_role("main")).to_contain_text("Procédure collective")
    page.goto(contract)


def fill(page: Page, kind: str) -> None:
    """Fill in what a letter asks."""
    for name, value in FILLED[kind].items():
        field = page.locator(f"[name='x_{name}']")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name='x_{name}'][value='{value}']").check()
        else:
            field.fill(value)
    page.select_option("[name=signer_name]", "Dr Claire Martin")
