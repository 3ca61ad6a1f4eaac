"""A letter as a PDF to keep and a DOCX to edit, in both languages."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from exports.dossier import Language
from exports.letter import (
    Annex,
    Correspondent,
    Letter,
    Part,
    PartKind,
    Span,
    render,
    write_docx,
)

SIGNED = ("Dr Claire Martin", "gérante")
TEXT = (Span(text="Nous vous écrivons avant le "), Span(text="14 décembre 2026"), Span(text="."))


def letter(language: Language = Language.FR, **overrides: object) -> Letter:
    """Make a letter with each sort of part."""
    made = Letter(
        language=language,
        title="Mise en demeure",
        is_draft=False,
        sender=Correspondent(
            name=(Span(text="SELARL Cabinet Exemple"),),
            lines=((Span(text="12 rue de l’Exemple, 69000 Lyon"),),),
        ),
        recipient=Correspondent(name=(Span(text="Studio Exemple Web SARL"),)),
        dated=(Span(text="Lyon, le 1er décembre 2026"),),
        channel="Lettre recommandée avec avis de réception",
        reference="SEW-2023-014",
        subject=(Span(text="MISE EN DEMEURE : Site"),),
        parts=(
            Part(kind=PartKind.PARAGRAPH, text=(Span(text="Madame, Monsieur,"),)),
            Part(kind=PartKind.HEADING, text=(Span(text="Les faits"),)),
            Part(kind=PartKind.NUMBERED, items=(TEXT, TEXT)),
            Part(kind=PartKind.ITEMS, items=(TEXT,)),
            Part(
                kind=PartKind.TABLE,
                text=(Span(text="Accès donnés"),),
                header=("Élément", "Rôle"),
                rows=(("Site", "Administrateur"),),
            ),
            Part(kind=PartKind.PARAGRAPH, text=TEXT),
        ),
        signer=(Span(text="Dr Claire Martin"),),
        capacity=(Span(text="gérante"),),
        enclosures=((Span(text="Pièces n° 1 à 3"),),),
        annexes=(
            Annex(
                title="Calcul",
                header=("Prestation", "À demander"),
                rows=(("Site", "2\u202f160,00\u00a0€"),),
                total=("Total", "2\u202f160,00\u00a0€"),
                widths=(3, 1),
                sums_from=1,
                signatures=("Le cabinet", "Le prestataire"),
            ),
        ),
        made_at=datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
    )
    return replace(made, **overrides)  # type: ignore[arg-type]  # fields of Letter


def said(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", Language)
def test_the_pdf_is_tagged_in_its_language_and_says_everything(language: Language) -> None:
    pdf = render(letter(language))
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language.value)
    text = said(pdf)
    for each in ("MISE EN DEMEURE", "Studio Exemple Web SARL", "Dr Claire Martin", "2 160,00"):
        assert each in text.replace("\u202f", " ").replace("\u00a0", " ")
    assert ("BROUILLON" in text, "DRAFT" in text) == (False, False)


def test_the_same_letter_gives_the_same_pdf() -> None:
    assert render(letter()) == render(letter())


def test_a_gap_stands_out_in_both_files_of_a_draft() -> None:
    gap = (Span(text="Depuis le "), Span(text="date du contrat", is_gap=True))
    draft = letter(is_draft=True, parts=(Part(kind=PartKind.PARAGRAPH, text=gap),))
    text = said(render(draft))
    assert "[date du contrat]" in text
    assert "BROUILLON" in text
    document = docx.Document(io.BytesIO(write_docx(draft)))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    (marked,) = (run for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW)
    assert marked.text == "[date du contrat]"
    assert "BROUILLON" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize(("language", "tag"), [(Language.FR, "fr-FR"), (Language.EN, "en-GB")])
def test_the_docx_has_real_styles_its_language_and_a_header_row_that_repeats(
    language: Language, tag: str
) -> None:
    document = docx.Document(io.BytesIO(write_docx(letter(language))))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    for name in ("Heading 1", "Heading 2", "Numbered item", "Item", "Sender", "Recipient"):
        assert name in styles
    language_of = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    assert language_of.get(qn("w:val")) == tag
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert document.core_properties.author == "SELARL Cabinet Exemple"
    assert document.core_properties.title == "Mise en demeure"


def test_what_people_type_cannot_break_a_letter() -> None:
    odd = (Span(text='#set text(red) *gras* "\u202eévil" <w:p> {{ x }} \x07 🦷'),)
    made = letter(parts=(Part(kind=PartKind.PARAGRAPH, text=odd),))
    assert "#set text(red) *gras*" in said(render(made))
    document = docx.Document(io.BytesIO(write_docx(made)))
    assert any("<w:p> {{ x }}" in paragraph.text for paragraph in document.paragraphs)


def test_a_number_to_call_a_date_and_an_account_number_never_break_over_two_lines() -> None:
    bound = ("01 00 00 00 00", "14 décembre 2026", "FR76 0000 0000 0000 0000 0000 000", "n° 12/3")
    typed = (Span(text=" ou ".join(bound * 12)),)
    text = said(render(letter(parts=(Part(kind=PartKind.PARAGRAPH, text=typed),))))
    assert [text.count(each) for each in bound] == [12] * 4


def test_the_closing_words_of_the_docx_stay_with_the_signature_and_what_is_enclosed() -> None:
    document = docx.Document(io.BytesIO(write_docx(letter())))
    kept = [each.text.replace("\u00a0", " ") for each in document.paragraphs if is_kept(each)]
    end = kept.index("Nous vous écrivons avant le 14 décembre 2026.")
    assert kept[end : end + 4] == [
        "Nous vous écrivons avant le 14 décembre 2026.",
        *SIGNED,
        "Pièces jointes",
    ]


def is_kept(paragraph: Paragraph) -> bool:
    """Say whether what follows a paragraph stays on its page."""
    own = paragraph.paragraph_format.keep_with_next
    return paragraph.style.paragraph_format.keep_with_next if own is None else own


def test_the_lists_of_the_docx_are_real_and_each_begins_at_one() -> None:
    numbered = Part(kind=PartKind.NUMBERED, items=(TEXT, TEXT))
    dashed = Part(kind=PartKind.ITEMS, items=(TEXT,))
    made = letter(parts=(numbered, dashed, numbered))
    document = docx.Document(io.BytesIO(write_docx(made)))
    ids = [
        each._p.pPr.numPr.numId.val
        for each in document.paragraphs
        if each.style.name == "Numbered item"
    ]
    assert [ids[0] == ids[1], ids[2] == ids[3], ids[1] == ids[2]] == [True, True, False]
    starts = document.part.numbering_part.element.findall(f".//{qn('w:startOverride')}")
    assert [each.get(qn("w:val")) for each in starts] == ["1", "1"]


def test_the_address_stands_where_the_window_of_an_envelope_is() -> None:
    pages = PdfReader(io.BytesIO(render(letter()))).pages
    places: dict[str, tuple[float, float]] = {}

    def visit(text: str, page: list[float], at: list[float], *_more: object) -> None:
        across = at[4] * page[0] + at[5] * page[2] + page[4]
        down = at[4] * page[1] + at[5] * page[3] + page[5]
        for name in ("Studio Exemple Web SARL", "Lyon, le"):
            if name in text:
                places.setdefault(name, (across / 72 * 25.4, 297 - down / 72 * 25.4))

    pages[0].extract_text(visitor_text=visit)
    across, down = places["Studio Exemple Web SARL"]
    assert (100 < across < 112, 48 < down < 60) == (True, True)
    # Place and day stand below the window, whatever the address.
    assert places["Lyon, le"][1] > 85
