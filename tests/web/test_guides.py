"""The recovery sheets: found by a question, read without signing in."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.situations import Situation
from tests.web.pages import read


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("comment récupérer un compte Google Ads ?", "/fiches/google_ads"),
        ("gogle adss", "/fiches/google_ads"),
        ("mon site Wordpress", "/fiches/website_cms"),
        ("FICHE D’ETABLISSEMENT", "/fiches/gbp"),
        ("portabilité du numéro de téléphone", "/fiches/telephony"),
    ],
)
def test_a_question_finds_its_sheet_without_signing_in(
    client: FlaskClient, question: str, first: str
) -> None:
    page = read(client.get("/fiches", query_string={"q": question, "lang": "fr"}))
    links = [link["href"] for link in page.all("a") if link["href"].startswith("/fiches/")]
    assert links[0] == first


def test_a_question_in_english_finds_its_sheet(client: FlaskClient) -> None:
    asked = {"q": "how do I get back a Google Ads account?", "lang": "en"}
    page = read(client.get("/fiches", query_string=asked))
    assert "Google Ads account" in page.text


@pytest.mark.parametrize("question", ["zzzqqq", '"; --', "NEAR( OR *", "é" * 5_000])
def test_a_question_that_nothing_answers_says_so_and_shows_the_list(
    client: FlaskClient, question: str
) -> None:
    answer = client.get("/fiches", query_string={"q": question, "lang": "fr"})
    assert answer.status_code == 200
    assert "/fiches/domain_fr" in answer.get_data(as_text=True)


def test_every_sheet_can_be_read_in_every_situation_and_language(client: FlaskClient) -> None:
    for kind in load_catalogue().kinds.values():
        for situation in Situation:
            for locale in ("fr", "en"):
                asked = {"situation": situation, "lang": locale}
                page = read(client.get(f"/fiches/{kind.id}", query_string=asked))
                for step in kind.playbook(situation).steps:
                    title = " ".join(step.title.in_(locale).split())
                    assert title in page.text


def test_known_practice_is_marked_and_what_was_read_names_its_source(client: FlaskClient) -> None:
    page = read(client.get("/fiches/google_ads", query_string={"lang": "fr"}))
    assert "à vérifier" in page.text
    assert "Pratique connue, à vérifier sur votre écran." in page.text
    assert "support.google.com, lu le 23 novembre 2026" in page.text


def test_what_nobody_could_verify_is_a_question_and_says_whom_to_ask(client: FlaskClient) -> None:
    page = read(client.get("/fiches/google_ads", query_string={"lang": "fr"}))
    asked = page.text[page.text.index("Ce qui reste à demander") :]
    assert "L’assistance Google Ads" in asked


def test_a_kind_that_is_in_no_catalogue_is_refused_with_a_way_on(client: FlaskClient) -> None:
    answer = client.get("/fiches/nope", query_string={"lang": "fr"})
    assert answer.status_code == 404
    assert "Cherchez-la dans la liste des fiches" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("locale", "name", "said"),
    [
        ("fr", "fiche-de-reprise-google-ads.pdf", "Ce qu’il faut demander"),
        ("en", "recovery-sheet-google-ads.pdf", "What to ask for"),
    ],
)
def test_a_sheet_is_printed_without_signing_in(
    client: FlaskClient, locale: str, name: str, said: str
) -> None:
    page = read(client.get("/fiches/google_ads", query_string={"lang": locale}))
    links = [link["href"] for link in page.all("a") if link["href"].endswith("/imprimer")]
    answer = client.get(links[0], query_string={"lang": locale})
    assert answer.mimetype == "application/pdf"
    assert name in answer.headers["Content-Disposition"]
    reader = PdfReader(BytesIO(answer.data))
    assert len(reader.pages) == 2
    assert said in reader.pages[0].extract_text()


def test_a_kind_that_is_in_no_catalogue_has_no_leaflet(client: FlaskClient) -> None:
    assert client.get("/fiches/nope/imprimer").status_code == 404


def test_the_sign_in_page_leads_to_the_sheets(client: FlaskClient) -> None:
    page = read(client.get("/connexion", query_string={"lang": "fr"}))
    assert "/fiches" in [link["href"] for link in page.all("a")]
