"""The chronology and its list of exhibits as a reader finds them; pages counted or said unknown."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader, PdfWriter

from exports.dossier import Language
from exports.exhibits import Exhibit, ExhibitList, Line, Remark, count_pages, render

MADE = datetime(2026, 12, 1, 9, 15, tzinfo=UTC)


def make_list(language: Language = Language.FR) -> ExhibitList:
    return ExhibitList(
        language=language,
        practice="SELARL Cabinet médical Exemple",
        provider="Studio Exemple Web",
        contract="Site et maintenance",
        is_health=True,
        made_at=MADE,
        lines=(
            Line(
                when="3 novembre 2026",
                kind="Annonce",
                facts="Courriel : « nous arrêtons ».\nSans date.",
                author="Studio Exemple Web",
                effect="Pas de rendez-vous en ligne",
                exhibits=("1", "2"),
                corrected="heure relue",
                remarks=(Remark(text="Date donnée par téléphone.", dated_on=date(2026, 11, 20)),),
            ),
        ),
        exhibits=(
            Exhibit(
                number="1",
                title="Devis <b>2026</b> #underline",
                kind="Devis",
                dated_on=date(2026, 3, 1),
                pages=3,
                first_page=1,
                file_name="data/exhibits/001-quote.pdf",
                sha256="ab" * 32,
            ),
            Exhibit(
                number="2",
                title="Courriel",
                kind="Échange",
                dated_on=date(2026, 11, 3),
                pages=None,
                first_page=None,
                file_name="data/exhibits/002-exchange.eml",
                sha256="cd" * 32,
            ),
        ),
        left_out=2,
        time_zone="Europe/Paris",
    )


def text_of(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def pdf_of(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=100, height=100)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            Language.FR,
            (
                "Liste des pièces",
                "3 pages (p. 1 à 3)",
                "fichier, sans pages comptées",
                "Observation du prestataire, 20 novembre 2026",
                "2 pièces restent au cabinet",
                "Devis <b>2026</b> #underline",
            ),
        ),
        (
            Language.EN,
            ("List of exhibits", "3 pages (p. 1 to 3)", "Remark of the provider", "2 papers stay"),
        ),
    ],
)
def test_facts_remarks_and_exhibits_are_printed_with_their_pages(
    language: Language, told: tuple[str, ...]
) -> None:
    text = text_of(render(make_list(language)))
    for part in told:
        assert part in text, part


def test_the_same_list_gives_the_same_bytes_and_an_empty_one_is_said() -> None:
    assert render(make_list()) == render(make_list())
    empty = replace(make_list(), lines=(), exhibits=(), left_out=0)
    assert "Aucun fait n’est noté." in text_of(render(empty))


@pytest.mark.parametrize("pages", [1, 12])
def test_the_pages_of_a_pdf_are_counted(pages: int) -> None:
    assert count_pages(pdf_of(pages)) == pages


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + b"[" * 100_000])
def test_a_broken_pdf_has_pages_that_are_not_known(broken: bytes) -> None:
    assert count_pages(broken) is None
