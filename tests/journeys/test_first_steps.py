"""From an empty data folder to the annex that can be signed, by the pages alone; in French."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests import universe
from tests.journeys.conftest import empty_house, serving
from tests.journeys.steps import choose_password, give_password, is_within
from tests.journeys.test_first_start import (
    EMAIL,
    FRENCH,
    PRACTICE,
    enter_code,
    fill_house,
    read_code,
)

NAME = "kine-lumiere.fr.example"


@pytest.mark.parametrize(
    "width", [pytest.param(1366, id="on a laptop"), pytest.param(390, id="on a phone")]
)
def test_a_new_practice_goes_from_its_first_sign_in_to_the_annex_by_the_pages_alone(
    open_page: Callable[..., Page], tmp_path: Path, width: int
) -> None:
    (tmp_path / "universe").mkdir()
    page = open_page(width)
    with universe.running(tmp_path / "universe") as internet:
        house = empty_house(tmp_path, REVERSIBILITY_PROBES_FILE=str(internet.toml))
        with serving(house) as console:
            page.goto(house.url)
            enter_code(page, read_code(console, FRENCH))
            fill_house(page)
            choose_password(page)
            give_password(page, EMAIL)
            begin(page)
            look_at_the_name(page)
            say_who_holds_what(page)
            stop_and_go_on(page)
            prepare_the_contract(page)
            answer_the_nine_points(page)
            read_what_is_wrong(page)
            take_the_annex(page)


def begin(page: Page) -> None:
    """Come from the welcome page to the first step, and complete who the practice is."""
    page.get_by_role("link", name="Faire les premiers pas").click()
    assert page.input_value("#siren") == "123456782"
    page.fill("#siren", "123456789")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("son chiffre de contrôle n’est pas le bon")
    page.fill("#siren", "123 456 782")
    page.fill("#people", "Dr Claire Martin, associée")
    page.fill("#street", "1 rue de la Lumière")
    go_on(page)


def look_at_the_name(page: Page) -> None:
    """Type the name, follow the look, set one trace aside and keep what was found."""
    page.fill("#domain", NAME)
    page.get_by_role("button", name="Chercher").click()
    expect(heading(page)).to_contain_text("nous avons trouvé", timeout=60_000)
    tag = page.locator("li.trace", has_text="GTM-EXMPL7K")
    expect(tag).to_contain_text("Qui le tient peut ajouter ce qu’il veut à vos pages")
    tag.get_by_text("Écarter", exact=True).click()
    assert is_within(page)
    page.get_by_role("button", name="Garder tout ce qui est trouvé").click()
    expect(page.get_by_role("main")).to_contain_text("sont inscrits au registre")
    expect(tag).to_contain_text("Écarté.")
    go_on(page)
    # What nothing proves was left open: said so, and gone on from knowingly.
    expect(page.get_by_role("alert")).to_contain_text("Vous n’avez encore rien dit")
    page.get_by_role("button", name="Continuer sans rien dire").click()


def say_who_holds_what(page: Page) -> None:
    """Add the agency, then answer once for all, and otherwise for the domain."""
    expect(heading(page)).to_contain_text("éléments à situer")
    page.fill("#new_provider", "Studio Exemple Web")
    page.get_by_role("button", name="Ajouter et garder mes réponses").click()
    domain = page.get_by_role("group", name=f"{NAME}, Nom de domaine .fr")
    answer(domain, "Au nom de qui est-ce ?", "Studio Exemple Web")
    answer(domain, "Quel prestataire s’en occupe ?", "Studio Exemple Web")
    answer(domain, "Qui, au cabinet, peut y entrer", "Personne")
    answer(domain, "Le prestataire peut-il y entrer", "Oui")
    every = page.locator(".for-all")
    answer(every, "Au nom de qui est-ce ?", f"Le cabinet ({PRACTICE})")
    answer(every, "Qui, au cabinet, peut y entrer", "Dr Claire Martin")
    answer(every, "Qui paie ?", "Je ne sais pas")
    assert is_within(page)
    go_on(page)
    expect(heading(page)).to_contain_text("Voici ce qui est enregistré")
    expect(page.get_by_role("main")).to_contain_text("Studio Exemple Web")
    assert is_within(page)
    page.get_by_role("link", name="Continuer vers les contrats").click()


def stop_and_go_on(page: Page) -> None:
    """Leave in the middle; coming back leads to where one was, and what was said is there."""
    page.get_by_role("link", name="Reprendre plus tard").click()
    expect(heading(page)).to_contain_text("Tout ce que vous avez saisi est gardé")
    page.get_by_role("main").get_by_role("link", name="Qui détient quoi").click()
    folded = page.locator("li.holding", has_text="Nom de domaine .fr")
    expect(folded).to_contain_text("répondu")
    folded.locator("summary").click()
    domain = page.get_by_role("group", name=f"{NAME}, Nom de domaine .fr")
    expect(domain.get_by_label("Qui paie ?")).to_have_value("unknown")
    page.get_by_role("link", name="Reprendre plus tard").click()
    page.get_by_role("main").get_by_role("link", name="Reprendre", exact=True).click()


def prepare_the_contract(page: Page) -> None:
    """Say with whom, from when, for what, and what one thinks one is buying."""
    expect(heading(page)).to_contain_text("Avec qui signez-vous")
    page.locator(".pill", has_text="Studio Exemple Web").click()
    page.get_by_role("button", name="Continuer").click()
    held = page.locator("#assets .pill", has_text=re.compile(f"^{re.escape(NAME)}$"))
    expect(held.get_by_role("checkbox")).to_be_checked()
    expect(page.locator("#assets").get_by_role("checkbox", checked=True)).to_have_count(1)
    page.fill("#contact", "Marc Vidal")
    page.fill("#title", "Création et maintenance du site")
    page.fill("#starts_on", "2026-12-15")
    page.fill("#ends_on", "2025-12-14")
    page.fill("#notice", "3")
    page.get_by_text("la maintenance et les mises à jour").click()
    page.fill("#expects_text", "Un site à nous, et quelqu’un qui répond.")
    page.get_by_role("button", name="Enregistrer et voir les neuf points").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.input_value("#expects_text") == "Un site à nous, et quelqu’un qui répond."
    page.fill("#ends_on", "2027-12-14")
    assert is_within(page)
    page.get_by_role("button", name="Enregistrer et voir les neuf points").click()


def answer_the_nine_points(page: Page) -> None:
    """Answer three points; the others stay open, and nothing stands in the way."""
    expect(heading(page)).to_contain_text("Que dit le contrat avec Studio Exemple Web")
    points = page.locator("ol.clauses > li")
    assert points.count() == 9
    points.nth(0).get_by_text("Oui", exact=True).click()
    points.nth(3).get_by_text("Le contrat n’en dit rien", exact=True).click()
    points.nth(5).get_by_text("Je ne sais pas", exact=True).click()
    assert is_within(page)
    go_on(page)


def read_what_is_wrong(page: Page) -> None:
    """Read the points, worst first, each with its button."""
    expect(heading(page)).to_contain_text("le plus grave en tête")
    expect(page.locator("ol.findings .btn").first).to_be_visible()
    assert is_within(page)
    page.get_by_role("button", name="Continuer vers l’annexe").click()


def take_the_annex(page: Page) -> None:
    """Fill in one of the blanks and come back, produce the annex, and read it."""
    expect(heading(page)).to_contain_text("peut être produite")
    page.get_by_role("link", name="Sauvegardes à portée du cabinet").click()
    points = page.locator("ol.clauses > li")
    points.filter(has_text="Sauvegardes à portée du cabinet").get_by_text("Non", exact=True).click()
    go_on(page)
    expect(heading(page)).to_contain_text("peut être produite")
    page.get_by_role("button", name="Produire l’annexe").click()
    expect(heading(page)).to_contain_text("est prête, avec", timeout=30_000)
    assert is_within(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Annexe de réversibilité, en français").click()
    assert taken.value.suggested_filename.startswith(
        "annexe-reversibilite_selarl-cabinet-medical-exemple_studio-exemple-web_"
    )
    pages = PdfReader(io.BytesIO(Path(taken.value.path()).read_bytes())).pages
    text = " ".join(" ".join(each.extract_text() for each in pages).split())
    for said in (PRACTICE, "SIREN 123 456 782", "Studio Exemple Web", NAME, "Marc Vidal",
                 "personne", "le cabinet ne sait pas", "Un site à nous, et quelqu’un qui répond.",
                 "14 décembre 2027", "n’en dit rien", "Signature"):  # fmt: skip
        assert said in text.replace("\u00a0", " ").replace("\u202f", " "), said


def answer(where: Locator, question: str, text: str) -> None:
    """Choose an answer to a question."""
    where.get_by_label(question).select_option(label=text)


def go_on(page: Page) -> None:
    """Press the one button that goes on."""
    page.get_by_role("button", name="Enregistrer et continuer").click()


def heading(page: Page) -> Locator:
    """Return the sentence of the page."""
    return page.get_by_role("heading", level=1)
