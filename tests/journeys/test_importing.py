"""A messy table is sent, refused where it is wrong, corrected and imported; in French, at 390 px.

Then the register leaves as a practice file, opens another house, and leaves it the same.
"""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, empty_house
from tests.journeys.steps import arrive, is_within

WRONG = (
    "Inventaire 2026;;;;;\r\n\r\n"
    "Type;Désignation;Propriétaire;Nom de domaine;Date d’expiration;Remarques\r\n"
    "Nom de domaine .fr;café-journée.example;Agence Été;cafe-journee.example;31/12/2027;=1+1\r\n"
    "Nom de domaine .fr;deuxième.example;cabinet;deuxieme.example;1er mars 2028;"
    "'+33 4 00 00 00 00\r\n"
    "Nom de domain .fr;troisième.example;cabinet;troisieme.example;;\r\n"
    "Nom de domaine .fr;quatrième.example;cabinet;quatrieme.example;31/02/2028;\r\n"
    "Nom de domaine .fr;;cabinet;cinquieme.example;;«\u00a0à revoir\u00a0»\r\n"
)
RIGHT = (
    WRONG.replace("Nom de domain .fr", "Nom de domaine .fr")
    .replace("31/02/2028", "29/02/2028")
    .replace("fr;;cabinet", "fr;cinquième.example;cabinet")
)


def test_a_messy_table_is_refused_corrected_and_imported(
    house: House, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page(width=390)
    arrive(page, house, "tableau@cabinet-exemple.fr.example", "Nadia Lopez")
    page.goto(f"{house.url}/registre")
    page.click("text=Importer un tableau")
    _send(page, tmp_path, WRONG)
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 lignes sont à corriger")
    for said in ("Vouliez-vous dire", "« 31/02/2028 » n’est pas une date"):
        expect(page.locator("#lignes")).to_contain_text(said)
    expect(page.get_by_role("button", name="Importer")).to_have_count(0)
    assert is_within(page)

    page.click("text=Envoyer un autre fichier")
    _send(page, tmp_path, RIGHT)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Une ligne est à corriger")
    page.get_by_label("Créer ces intervenants").check()
    page.click("text=Refaire l’aperçu")
    for said in ("Agence Été (à créer)", "=1+1"):
        expect(page.locator("#lignes")).to_contain_text(said)
    page.get_by_role("button", name="Importer 5 éléments").click()
    expect(page.locator("main")).to_contain_text("Import terminé : 5 éléments créés")
    for name in ("café-journée", "deuxième", "troisième", "quatrième", "cinquième"):
        expect(page.get_by_role("link", name=f"{name}.example")).to_be_visible()

    first = _take(page, tmp_path)
    assert _again(first, tmp_path) == json.loads(first.read_text(encoding="utf-8"))


def _send(page: Page, folder: Path, text: str) -> None:
    table = folder / "inventaire.csv"
    table.write_bytes(text.encode("cp1252"))
    page.set_input_files("#file", table)
    page.click("text=Voir ce qu’il ferait")


def _take(page: Page, folder: Path) -> Path:
    page.click("text=Exporter le registre")
    with page.expect_download() as waiting:
        page.click("text=Télécharger le fichier de cabinet")
    file = folder / "registre.json"
    waiting.value.save_as(file)
    return file


def _again(file: Path, folder: Path) -> object:
    """Return what another house exports that was opened with a file of the first."""
    other = empty_house(folder / "other")
    other.command("db", "upgrade")
    other.command("import", str(file))
    again = folder / "again.json"
    other.command("export", "register", "--file", str(again))
    return json.loads(again.read_text(encoding="utf-8"))
