"""A planned end with cooperation: from the case to tasks that checks close; in French.

A house of its own: the exit that it changes is the one that other journeys read.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.demo.practice_file import practice_file
from tests.journeys.conftest import House, empty_house, serving
from tests.journeys.steps import arrive, is_within
from tests.universe import Universe

SERVERS = ("ns1.studio-exemple-web.fr.example", "ns2.studio-exemple-web.fr.example")
RECORD = "_reversibility-challenge.cabinet-exemple.fr.example"
CONTRACT = "Création, hébergement et maintenance du site"


@pytest.fixture
def leaving(internet: Universe, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Run a house with the demo's practice in it, and leave the network as it was."""
    folder = tmp_path_factory.mktemp("leaving")
    made = empty_house(folder, REVERSIBILITY_PROBES_FILE=str(internet.toml))
    practice = folder / "practice.json"
    practice.write_text(practice_file(datetime.now(UTC).date()), encoding="utf-8")
    made.command("db", "upgrade")
    made.command("import", str(practice))
    with serving(made):
        yield made
    internet.calm()


def test_an_end_that_both_sides_want_goes_from_the_case_to_closed_tasks(
    leaving: House, internet: Universe, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    arrive(page, leaving, "sortie@cabinet-exemple.fr.example", "Nadia Lopez")
    open_case(page, leaving)
    assert main(page).locator("svg.timeline").count() == 1
    expect(main(page)).to_contain_text("jours de marge avant la date que vous visez")

    check_the_record(page)
    show_control(page, internet)
    state_what_was_done(page)
    page.set_viewport_size({"width": 390, "height": 900})
    for view in ("Tableau", "Liste", "Calendrier"):
        page.get_by_role("link", name=view, exact=True).click()
        assert is_within(page), view
    answer_what_can_be_reused(page)
    take_the_receipt(page, leaving)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def open_case(page: Page, leaving: House) -> None:
    """Say that the provider cooperates and by when; see the tasks, then keep them."""
    page.goto(f"{leaving.url}/contrats")
    page.get_by_role("link", name=CONTRACT).first.click()
    main(page).get_by_role("link", name="Sortie", exact=True).click()
    page.get_by_role("link", name="Modifier le dossier").click()
    page.get_by_label("Le prestataire coopère").check()
    page.fill("#target_on", (datetime.now(UTC).date() + timedelta(days=300)).isoformat())
    page.get_by_role("button", name="Enregistrer le dossier").click()
    expect(main(page)).to_contain_text("que demandent les fiches de reprise")
    page.get_by_role("button", name="Enregistrer ces tâches").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Au plus tôt, tout est repris le")


def open_task(page: Page, title: str) -> None:
    """Open the first task of the list with this title."""
    page.get_by_role("link", name="Sortie", exact=True).click()
    page.get_by_role("link", name="Voir les tâches").click()
    page.get_by_role("link", name="Liste", exact=True).click()
    main(page).get_by_role("link", name=re.compile(title)).first.click()


def check_the_record(page: Page) -> None:
    """Ask the registry about the name; the answer closes the task that takes note of it."""
    page.get_by_role("link", name="Voir les tâches").click()
    page.get_by_role("link", name="Liste", exact=True).click()
    main(page).get_by_role("link", name=re.compile("Relever le titulaire")).first.click()
    here = page.url
    page.get_by_role("button", name="Vérifier maintenant").click()
    page.click("main .btn-primary >> text=Revenir à l’élément vérifié", timeout=60_000)
    page.goto(here)
    expect(main(page)).to_contain_text("vu par une vérification")
    expect(main(page)).to_contain_text("Empreinte")


def show_control(page: Page, internet: Universe) -> None:
    """Place a value in the zone; the look that sees it closes the task."""
    open_task(page, "Montrer que le cabinet peut agir")
    here = page.url
    page.get_by_role("button", name="Montrer que vous avez la main").click()
    page.get_by_role("button", name="Obtenir la valeur à placer").click()
    value = page.input_value("#value")
    for server in SERVERS:
        internet.place(RECORD, "TXT", f'"{value}"', at=server)
    page.get_by_role("button", name="C’est fait, vérifier").click()
    page.click("main .btn-primary >> text=Voir ce que montre la vérification", timeout=60_000)
    page.goto(here)
    expect(main(page)).to_contain_text("vu par une vérification")


def state_what_was_done(page: Page) -> None:
    """Close what no public source tells with a dated statement."""
    open_task(page, "Changer le mot de passe")
    page.get_by_label("Ce qui a été fait").fill("Nouveau mot de passe au coffre, essayé à deux.")
    page.get_by_role("button", name="Clore la tâche").click()
    expect(main(page)).to_contain_text("sur déclaration")
    page.get_by_role("link", name="Sortie", exact=True).click()
    expect(main(page)).to_contain_text("3 tâches sur")
    page.get_by_role("link", name="Voir les tâches").click()


def answer_what_can_be_reused(page: Page) -> None:
    """Say whose the logo is, and read what the next provider may do."""
    page.get_by_role("link", name="Sortie", exact=True).click()
    page.get_by_role("link", name="Ce qui peut être repris").click()
    logo = page.locator("#logo")
    logo.get_by_label("Réponse").select_option(label="Cédé ou permis par écrit")
    logo.get_by_label("Écrit qui le dit").fill("acte de cession de 2023")
    logo.get_by_role("button", name="Enregistrer la réponse").click()
    expect(page.locator("#logo")).to_contain_text("dans les limites de l’écrit")
    assert is_within(page)


def take_the_receipt(page: Page, leaving: House) -> None:
    """Prepare what the provider is to hand over, and take the receipt that both sides sign."""
    page.get_by_role("link", name=CONTRACT).first.click()
    main(page).get_by_role("link", name="Demandes de remise").click()
    page.get_by_role("link", name="Préparer une demande").click()
    page.get_by_role("button", name="Préparer la demande").click()
    href = page.get_by_role("link", name="Le procès-verbal, PDF").get_attribute("href")
    receipt = page.request.get(f"{leaving.url}{href}")
    assert receipt.body().startswith(b"%PDF-")
