"""The list of exhibits and its bundle: the page numbers it prints are those stamped."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from exports.dossier import Language
from exports.exhibits import (
    Exhibit,
    ExhibitList,
    Line,
    Remark,
    Sheets,
    Unlaid,
    lay_out,
    render_bundle,
    render_list,
)
from tests.exports.conftest import page_texts, text_of
from tests.factories.files import pdf_of, png_of
from tests.factories.papers import MAIL

MADE = datetime(2026, 12, 1, 9, 15, tzinfo=UTC)
FILES = (
    ("Devis <b>2026</b> #underline", "application/pdf", pdf_of("one", "two", "three")),
    ("Courriel du studio", "message/rfc822", MAIL),
    ("Page en erreur", "image/png", png_of(640, 360)),
    ("Relevé protégé", "application/pdf", b"%PDF-1.7\nnothing"),
    ("Plan du site", "application/pdf", pdf_of("across", "again", width=842, height=595)),
)


def make_exhibit(number: int, title: str) -> Exhibit:
    return Exhibit(
        number=str(number),
        title=title,
        kind="Devis",
        dated_on=date(2026, 3, 1),
        file_name=f"data/exhibits/{number:03}-quote.pdf",
        sha256=f"{number:02}" * 32,
    )


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
        exhibits=tuple(make_exhibit(at, title) for at, (title, _, _) in enumerate(FILES, 1)),
        left_out=2,
        time_zone="Europe/Paris",
    )


@pytest.fixture(scope="module")
def sheets() -> Mapping[Language, Mapping[str, Sheets]]:
    return {
        language: {
            str(at): lay_out(content, media_type, language)
            for at, (_, media_type, content) in enumerate(FILES, start=1)
        }
        for language in Language
    }


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            Language.FR,
            (
                "Liste des pièces",
                "Observation du prestataire, 20 novembre 2026",
                "2 pièces restent au cabinet",
                "Devis <b>2026</b> #underline",
                "03030303",
            ),
        ),
        (Language.EN, ("List of exhibits", "Remark of the provider", "2 papers stay")),
    ],
)
def test_facts_remarks_and_exhibits_are_printed(
    sheets: Mapping[Language, Mapping[str, Sheets]], language: Language, told: tuple[str, ...]
) -> None:
    text = text_of(render_list(make_list(language), sheets[language]))
    for part in told:
        assert part in text, part


STAMPS = {Language.FR: "Pièce n° {}", Language.EN: "Exhibit {}"}
COUNTS = (3, 1, 1, 1, 2)


@pytest.mark.parametrize("language", list(Language))
def test_page_numbers_of_the_list_are_those_stamped_on_the_pages_of_the_bundle(
    sheets: Mapping[Language, Mapping[str, Sheets]], language: Language
) -> None:
    told = make_list(language)
    pages = page_texts(render_bundle(told, sheets[language]))
    front = len(pages) - sum(COUNTS)
    listed = " ".join(pages[:front])
    assert listed == text_of(render_list(told, sheets[language]))
    at = front
    for number, count in enumerate(COUNTS, start=1):
        last = r" (?:à|to) " + str(at + count)
        assert re.search(rf"{count} pages? \(p\. {at + 1}{last if count > 1 else ''}\)", listed)
        for page in pages[at : at + count]:
            at += 1
            assert STAMPS[language].format(number) in page
            assert f"{at} / {len(pages)}" in page
    assert at == len(pages)


def test_the_bundle_opens_with_its_exhibits_as_bookmarks(
    sheets: Mapping[Language, Mapping[str, Sheets]],
) -> None:
    reader = PdfReader(io.BytesIO(render_bundle(make_list(), sheets[Language.FR])))
    found = {
        str(item["/Title"]): reader.get_destination_page_number(item) for item in reader.outline
    }
    assert found["Chronologie des faits"] == 0
    first = len(reader.pages) - sum(COUNTS)
    assert found["Pièce n°\u00a02, Courriel du studio"] == first + 3
    assert found["Pièce n°\u00a05, Plan du site"] == first + 6


def test_a_long_title_is_cut_on_its_stamp_and_whole_in_the_list() -> None:
    title = "Suivi de la prestation " * 8
    told = replace(make_list(), exhibits=(make_exhibit(1, title.strip()),))
    pages = page_texts(render_bundle(told, {"1": lay_out(MAIL, "message/rfc822", Language.FR)}))
    assert title.strip() in " ".join(pages[:-1])
    assert f"{title[:83].strip()}…" in pages[-1]


def test_what_cannot_be_shown_has_a_page_that_names_it(
    sheets: Mapping[Language, Mapping[str, Sheets]],
) -> None:
    pages = page_texts(render_bundle(make_list(), sheets[Language.FR]))
    page = pages[-3]
    assert "Pièce non reproduite" in page
    assert "data/exhibits/004-quote.pdf" in page.replace(" ", "")
    assert "04" * 32 in page.replace(" ", "")


def test_a_file_that_the_pack_has_no_room_for_is_named_and_counted() -> None:
    exhibit = replace(make_exhibit(1, "Dossier complet"), file_name="")
    told = replace(make_list(), exhibits=(exhibit,))
    sheets = {"1": Sheets(reason=Unlaid.LEFT_OUT)}
    pages = page_texts(render_bundle(told, sheets))
    assert "Ce fichier ne tient plus dans le dossier" in pages[-1]
    assert "se remet à part" in pages[-1]
    assert "hors de ce dossier" in " ".join(pages[:-1])


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("reason", list(Unlaid))
def test_every_reason_is_a_sentence_in_both_languages(language: Language, reason: Unlaid) -> None:
    told = replace(make_list(language), exhibits=(make_exhibit(1, "Devis"),))
    page = page_texts(render_bundle(told, {"1": Sheets(reason=reason)}))[-1]
    title = {Language.FR: "Pièce non reproduite", Language.EN: "Exhibit not reproduced"}[language]
    assert re.search(rf"{title} [A-ZÀ-Ý][^{{}}]{{20,}}\. ", page)


def test_a_bundle_that_would_be_too_long_names_what_does_not_fit() -> None:
    laid = lay_out(pdf_of(*["x"] * 900), "application/pdf", Language.FR)
    told = replace(make_list(), exhibits=tuple(make_exhibit(at, "Long") for at in (1, 2, 3)))
    pages = page_texts(render_list(told, {str(at): laid for at in (1, 2, 3)}))
    # Two are laid, the third has the one page that names it.
    assert f"1 page (p. {len(pages) + 1801})" in " ".join(pages)
    last = PdfReader(io.BytesIO(render_bundle(told, {str(at): laid for at in (1, 2, 3)}))).pages[-1]
    assert "dépasserait 2 000 pages" in last.extract_text().replace("\u202f", " ")


def test_the_same_exhibits_give_the_same_bytes_and_an_empty_list_is_said(
    sheets: Mapping[Language, Mapping[str, Sheets]],
) -> None:
    again = {
        str(at): lay_out(content, media_type, Language.FR)
        for at, (_, media_type, content) in enumerate(FILES, start=1)
    }
    made = render_bundle(make_list(), sheets[Language.FR])
    assert made == render_bundle(make_list(), again)
    empty = replace(make_list(), lines=(), exhibits=(), left_out=0)
    assert "Aucun fait n’est noté." in text_of(render_bundle(empty, {}))
