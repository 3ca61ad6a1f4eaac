"""Documents about personal data: filled in, whole in both languages, printed as PDF/A."""

import io
import tomllib
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.dossier import Language
from exports.legal_docs import Document, Known, Paper, fill, render
from exports.legal_docs.filling import HERE
from exports.legal_docs.markdown import page

VALUES = {
    "practice": "SELARL Cabinet Exemple",
    "same_answers": "12 mois",
    "drafts": "6 mois",
    "security_journal": "12 mois",
    "activity_journal": "60 mois",
    "after_contract": "60 mois",
    "withdrawn_proofs": "1 mois",
}


def paper(document: Document, language: Language = Language.FR, **values: str) -> Paper:
    """Fill in a document for a practice."""
    return fill(
        document,
        language,
        Known(
            values={**VALUES, **values},
            periods=[("Journal de sécurité", "12 mois", "CNIL")],
            health_hosted=False,
            made_on=date(2026, 11, 30),
            made="30 novembre 2026",
        ),
    )


@pytest.mark.parametrize("document", Document)
@pytest.mark.parametrize("language", Language)
def test_it_prints_with_nothing_left_in_braces(document: Document, language: Language) -> None:
    pdf = render(paper(document, language))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "SELARL Cabinet Exemple" in text
    assert "{" not in text


def test_what_is_not_known_is_a_gap_that_says_what_belongs_there() -> None:
    rows = paper(Document.AGREEMENT, operator="Hébergeur Exemple SAS").sections[0].rows
    assert rows[1][1].startswith("Hébergeur Exemple SAS, [à compléter")


def test_the_record_shows_the_periods_in_force() -> None:
    sections = paper(Document.RECORD).sections
    assert ("Journal de sécurité", "12 mois", "CNIL") in sections[6].rows


@pytest.mark.parametrize("document", Document)
def test_both_languages_say_as_much(document: Document) -> None:
    texts = tomllib.loads((HERE / f"{document.value}.toml").read_text(encoding="utf-8"))
    shapes = [
        [
            (len(each.get("paragraphs", ())), len(each.get("items", ())), len(each.get("rows", ())))
            for each in texts[language]["sections"]
        ]
        for language in ("fr", "en")
    ]
    assert shapes[0] == shapes[1]


def test_the_page_of_documentation_says_the_same() -> None:
    assert Path("docs/donnees-personnelles.md").read_text(encoding="utf-8") == page()
