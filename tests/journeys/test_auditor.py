"""An auditor of one contract, from the mandate to its last day, beside the owner who reads along.

What is moved: the clock of a second process of the service, on the same data, which libfaketime
sets fifteen days on (the mandate lasts two weeks). Everything before happens today.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from libfaketime import get_reload_information
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import House, empty_house, serving
from tests.journeys.steps import arrive, choose_password, give_password

NAME = "Ines Auditrice"
EMAIL = "ines@audit.example"
OWNER = "paul.lefevre@cabinet-exemple.fr.example"
SCOPE = "Contrat\u00a0: Création, hébergement et maintenance du site"
COVERED = "cabinet-exemple.fr.example"
ELSEWHERE = "Compte Google Ads"
NOTE = "Le titulaire publié est le prestataire : acte de cession à demander."
HOLDER = "STUDIO EXEMPLE WEB"
_OF_THE_HOUSE = {"REVERSIBILITY_DATA_DIR", "REVERSIBILITY_PROBES_FILE"}


def test_an_auditor_looks_at_one_contract_for_two_weeks(
    house: House, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    owner, auditor = open_page(), open_page()
    arrive(owner, house, OWNER, "Dr Paul Lefèvre", "owner")
    covered, elsewhere = (
        house.url + address_of(owner, house, name) for name in (COVERED, ELSEWHERE)
    )
    link = grant_mandate(owner, house)
    mandate = owner.url

    accept(auditor, link, covered)
    find_nothing_else(auditor, elsewhere)
    auditor.goto(covered)
    ask_for_a_fresh_look(auditor)
    read_the_finding(auditor)
    leave_a_note(auditor)
    take_the_report(auditor, house)

    see_what_was_viewed(owner, mandate, house)
    owner.goto(covered)
    expect(owner.locator("section.sheet", has_text="Notes d’audit")).to_contain_text(NOTE)
    with two_weeks_later(house, tmp_path) as later:
        find_it_over(auditor, covered.replace(house.url, later.url))
        owner.goto(mandate.replace(house.url, later.url))
        give_password(owner, OWNER)
        over = re.compile("arrivé à son terme", re.IGNORECASE)
        expect(owner.get_by_role("main")).to_contain_text(over)
        owner.wait_for_load_state("networkidle")  # the service is about to stop


def address_of(owner: Page, house: House, name: str) -> str:
    """Return the address of an element of the register."""
    owner.goto(f"{house.url}/registre")
    link = owner.get_by_role("link", name=name, exact=True).first
    return str(link.get_attribute("href"))


def grant_mandate(owner: Page, house: House) -> str:
    """Grant a mandate over one contract, for the two weeks proposed; return the one-time link."""
    owner.goto(f"{house.url}/auditeurs")
    owner.get_by_role("link", name="Donner un mandat").click()
    owner.fill("#name", NAME)
    owner.fill("#email", EMAIL)
    owner.get_by_label(re.compile("Auditeur")).check()
    owner.select_option("#scope", label=SCOPE)
    owner.get_by_role("button", name="Donner ce mandat").click()
    expect(owner.get_by_role("main")).to_contain_text("Pas encore signé")
    return owner.get_by_label("À copier maintenant").input_value()


def accept(auditor: Page, link: str, covered: str) -> None:
    """Choose a password, sign in on the way to an element, and sign the statement first."""
    auditor.goto(link)
    choose_password(auditor)
    expect(auditor).to_have_url(re.compile("/connexion$"))
    auditor.goto(covered)
    give_password(auditor, EMAIL)
    expect(auditor).to_have_url(re.compile("/audit/engagement$"))
    expect(auditor.locator("body")).not_to_contain_text(COVERED)
    auditor.get_by_role("button", name="Signer cet engagement").click()
    expect(auditor.get_by_role("alert")).to_contain_text("ils valent signature")
    auditor.check("#agreed")
    auditor.fill("#name", NAME)
    auditor.get_by_role("button", name="Signer cet engagement").click()
    expect(auditor).to_have_url(re.compile("/audit$"))


def find_nothing_else(auditor: Page, elsewhere: str) -> None:
    """Read what is covered; the address of another element answers as if there were none."""
    expect(auditor.get_by_role("main")).to_contain_text(COVERED)
    expect(auditor.get_by_role("main")).not_to_contain_text(ELSEWHERE)
    auditor.goto(elsewhere)
    expect(auditor.get_by_role("heading", level=1)).to_contain_text("Cette page n’existe pas")
    expect(auditor.locator("body")).not_to_contain_text(ELSEWHERE)


def ask_for_a_fresh_look(auditor: Page) -> None:
    """Ask for a check, wait for its end, and go back to the element."""
    auditor.get_by_role("button", name="Vérifier maintenant").click()
    expect(auditor.get_by_role("heading", level=1)).to_contain_text(
        "La vérification est terminée", timeout=60_000
    )
    auditor.click("main .btn-primary >> text=Revenir à l’élément vérifié")


def read_the_finding(auditor: Page) -> None:
    """Read what is declared, observed and concluded of the holder, and take the raw answer."""
    finding = auditor.locator("li.field").filter(has=auditor.locator("h3", has_text="Titulaire"))
    for words in ("Cabinet médical Exemple", "Non concordant", HOLDER):
        expect(finding.first).to_contain_text(words)
    with auditor.expect_download() as answer:
        finding.first.get_by_role("link", name=re.compile("réponse brute")).first.click()
    assert HOLDER.encode() in Path(answer.value.path()).read_bytes()


def leave_a_note(auditor: Page) -> None:
    auditor.select_option("#field", label="Titulaire")
    auditor.fill("#text", NOTE)
    auditor.get_by_role("button", name="Ajouter cette note").click()
    expect(auditor.locator("#notes")).to_contain_text(NOTE)


def take_the_report(auditor: Page, house: House) -> None:
    """Take the ownership report away: it opens, and holds what is covered and the note."""
    auditor.goto(f"{house.url}/audit")
    with auditor.expect_download() as report:
        auditor.get_by_role("link", name="Rapport de titularité, en français (PDF)").click()
    pages = PdfReader(io.BytesIO(Path(report.value.path()).read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (COVERED, HOLDER, NOTE, NAME):
        assert words in text
    assert ELSEWHERE not in text


def see_what_was_viewed(owner: Page, mandate: str, house: House) -> None:
    """Read, as the owner, what was viewed: on the page of the mandate and in the journal."""
    owner.goto(mandate)
    views = owner.locator(".list-views")
    for words in ("Page d’accueil", COVERED, "Réponse brute", "Rapport de titularité"):
        expect(views).to_contain_text(words)
    expect(views).not_to_contain_text(ELSEWHERE)
    owner.goto(f"{house.url}/journal")
    for words in ("a signé l’engagement", "a consulté"):
        expect(owner.locator(".entry", has_text=NAME).filter(has_text=words)).not_to_have_count(0)


@contextmanager
def two_weeks_later(house: House, folder: Path) -> Iterator[House]:
    """Serve the same data from a process whose clock is fifteen days on."""
    _, preloaded = get_reload_information()
    data = {name: value for name, value in house.environ.items() if name in _OF_THE_HOUSE}
    later = empty_house(folder, **data, **preloaded, FAKETIME="+15d")
    with serving(later, "--without-worker"):
        yield later


def find_it_over(auditor: Page, covered: str) -> None:
    """Sign in again, as everybody has to by then, and find nothing but that the mandate ended."""
    auditor.goto(covered)
    give_password(auditor, EMAIL)
    audit = covered.partition("/registre")[0] + "/audit"
    for address in (covered, audit, f"{audit}/rapport-fr.pdf"):
        auditor.goto(address)
        expect(auditor.get_by_role("heading", level=1)).to_contain_text(
            "Votre mandat est arrivé à son terme"
        )
        expect(auditor.locator("body")).not_to_contain_text(COVERED)
