"""The web agency no longer answers: what happens, what comes first, what happened, a letter whose
time runs out, the plan and the exhibits.

What is moved: the clock of a second process of the service, on the same data, which libfaketime
sets a month on. Everything before happens today, in a house of its own.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from libfaketime import get_reload_information
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests import universe
from tests.demo.practice_file import practice_file
from tests.factories.letters import COMMON, FILLED
from tests.journeys.conftest import House, empty_house, serving
from tests.journeys.steps import arrive, give_password

OWNER = "claire.martin@cabinet-exemple.fr.example"
TODAY = datetime.now(UTC).date()
MAIL = (
    b"From: Marc Vidal <marc@studio-exemple-web.fr.example>\r\n"
    b"To: nadia.lopez@cabinet-exemple.fr.example\r\n"
    b"Date: %s\r\n"
    b"Subject: La mise a jour arrive\r\n\r\nBonjour,\r\n"
)


@pytest.fixture
def agency_house(internet: universe.Universe, tmp_path: Path) -> Iterator[House]:
    """Start a house of its own: the others count what stands in theirs."""
    made = empty_house(tmp_path, REVERSIBILITY_PROBES_FILE=str(internet.toml))
    practice = tmp_path / "practice.json"
    practice.write_text(practice_file(TODAY), encoding="utf-8")
    made.command("db", "upgrade")
    made.command("import", str(practice))
    with serving(made):
        yield made


def test_a_web_agency_that_no_longer_answers_from_the_questions_to_the_pack(
    agency_house: House, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    house, page = agency_house, open_page()
    arrive(page, house, OWNER, "Dr Claire Martin", "owner")
    page.goto(f"{house.url}/contrats")
    page.get_by_role("link", name=re.compile("maintenance du site")).click()
    contract = page.url

    say_what_happens(page)
    do_what_comes_first(page)
    note_what_happened(page, contract)
    write_the_first_letter(page, contract)
    produce_the_plan(page, contract)
    take_the_exhibits(page, contract)
    with a_month_later(house, tmp_path) as later:
        page.goto(contract.replace(house.url, later.url) + "/courriers")
        give_password(page, OWNER)
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text("Un délai de réponse est passé")
        expect(page.get_by_role("button", name=re.compile("Préparer la suite"))).to_be_visible()
        page.wait_for_load_state("networkidle")  # the service is about to stop


def say_what_happens(page: Page) -> None:
    """Answer the questions: work is due, two dated messages have no answer."""
    page.get_by_role("link", name="Situation").first.click()
    page.get_by_role("link", name="Répondre aux questions").click()
    due = page.get_by_role("group", name=re.compile("Attendez-vous de lui"))
    due.get_by_label("Oui").check()
    for row, (days, channel) in enumerate(((40, "courriel"), (25, "lettre recommandée"))):
        page.fill(f"#unanswered-{row}-sent_on", _ago(days).isoformat())
        page.fill(f"#unanswered-{row}-channel", channel)
    page.get_by_role("button", name="Voir la situation").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Sans réponse à vos messages")
    expect(page.get_by_role("main")).to_contain_text("2 messages datés sont sans réponse")


def do_what_comes_first(page: Page) -> None:
    """Tick two lines; what is left stands on the home page."""
    page.get_by_role("link", name="Voir les premiers gestes").click()
    page.get_by_label(re.compile("Vérifier vos factures impayées")).check()
    page.get_by_label(re.compile("Déclarer le différend à votre assurance")).check()
    page.get_by_role("button", name="Enregistrer ce qui est fait").click()
    expect(page.get_by_role("main")).to_contain_text("par Dr Claire Martin")


def note_what_happened(page: Page, contract: str) -> None:
    """Put a mail and a quote into the papers; confirm what the headers of the mail say."""
    page.goto(f"{contract}/chronologie")
    page.get_by_role("link", name="Ajouter des courriels ou des fichiers").click()
    sent = datetime(*_ago(50).timetuple()[:3], 9, 12, tzinfo=UTC)
    mail = MAIL % sent.strftime("%a, %d %b %Y %H:%M:%S +0000").encode()
    page.set_input_files(
        "#files", [{"name": "a.eml", "mimeType": "message/rfc822", "buffer": mail}]
    )
    page.get_by_label(re.compile("Aucune donnée de patient")).check()
    page.get_by_role("button", name="Garder ces fichiers").click()
    expect(page.locator("#author")).to_have_value("Marc Vidal")
    page.select_option("#kind", "promise")
    page.get_by_role("button", name="Confirmer ce courriel").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("un fait noté")
    expect(page.get_by_role("main")).to_contain_text("La mise a jour arrive")


def write_the_first_letter(page: Page, contract: str) -> None:
    """Write the friendly first mail, make it final, and note that it was sent."""
    page.goto(f"{contract}/courriers")
    page.get_by_role("button", name="Écrire : Premier courriel amiable").click()
    typed = {f"x_{name}": value for name, value in FILLED["L1"].items()}
    typed |= {name: value for name, value in COMMON.items() if name != "signer_name"}
    for name, value in typed.items():
        page.fill(f"[name='{name}']", value)
    page.select_option("#signer_name", COMMON["signer_name"])
    page.get_by_role("button", name="Enregistrer et relire").click()
    for box in page.locator("input[name='read']").all():
        box.check()
    page.get_by_role("button", name="Rendre définitif").click()
    page.get_by_role("button", name="Noter l’envoi").click()
    expect(page.get_by_role("main")).to_contain_text("L’envoi est noté.")
    page.goto(f"{contract}/chronologie")
    expect(page.get_by_role("main")).to_contain_text("Courrier envoyé")


def produce_the_plan(page: Page, contract: str) -> None:
    """Produce the plan: its form is filled in from the situation."""
    page.goto(f"{contract}/plan")
    expect(page.locator("input[name='situation'][value='silent']")).to_be_checked()
    expect(page.locator("#unanswered-1-channel")).to_have_value("lettre recommandée")
    page.get_by_role("button", name="Produire le plan de sortie").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("sont prêts", timeout=60_000)


def take_the_exhibits(page: Page, contract: str) -> None:
    """Take the chronology with its exhibits: the mail first, then the letter that was sent."""
    page.goto(f"{contract}/bordereau")
    page.get_by_label(re.compile("J’ai relu")).check()
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile("Le bordereau et les pièces")).click()
    with zipfile.ZipFile(coming.value.path()) as pack:
        names = [name for name in pack.namelist() if "/data/exhibits/" in name]
        assert names[:2] == [
            "exhibit-pack/data/exhibits/001-exchange.eml",
            "exhibit-pack/data/exhibits/002-letter.pdf",
        ]
        bundle = PdfReader(io.BytesIO(pack.read("exhibit-pack/data/exhibits-fr.pdf")))
    pages = [" ".join(each.extract_text().split()) for each in bundle.pages]
    # The list says on which page the mail is, and there it is, stamped.
    text = "".join("".join(pages).split())
    listed = re.search(r"001-exchange\.eml.*?1page\(p\.(\d+)\)", text)
    assert listed
    page = pages[int(listed[1]) - 1]
    assert "La mise a jour arrive" in page
    assert "Pièce n° 1" in page
    assert f"{listed[1]} / {len(pages)}" in page


@contextmanager
def a_month_later(house: House, folder: Path) -> Iterator[House]:
    """Serve the same data from a process whose clock is a month on."""
    _, preloaded = get_reload_information()
    kept = ("REVERSIBILITY_DATA_DIR", "REVERSIBILITY_PROBES_FILE")
    data = {name: house.environ[name] for name in kept}
    later = empty_house(folder, **data, **preloaded, FAKETIME="+31d")
    with serving(later, "--without-worker"):
        yield later


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)
