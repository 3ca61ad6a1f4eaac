"""Text of people, made fit for print."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from exports.manifest import sha256
from exports.plan_pdf import render
from exports.typesetting.clean import clean, loses_a_character
from exports.typesetting.glyphs import BUILT_IN, FONTS, shown
from tests.exports.sample import sample


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Maître Élodie Œuvré, 12\u202f€", "Maître Élodie Œuvré, 12\u202f€"),
        ("E\u0301lodie", "Élodie"),
        ("Łukasz Škoda Αθήνα Москва", "Łukasz Škoda Αθήνα Москва"),
        ("a\x00b\x07c\x7f", "a□b□c□"),
        ("日本", "□□"),
        ("👩\u200d⚕️", "□□"),
        ("\ue000", "□"),
        ("\u202eabc\u202c\u2066d\u2069", "abcd"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("a\tb\u2003c", "a b c"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("\ud83d", "□"),
    ],
)
def test_a_text_is_composed_and_what_cannot_be_shown_is_replaced(
    written: str, printed: str
) -> None:
    assert clean(written) == printed


def test_a_box_that_was_written_is_not_a_loss() -> None:
    assert not loses_a_character("□ à cocher")
    assert loses_a_character("□ 日")


def test_every_character_we_let_through_can_be_set() -> None:
    """The typesetter refuses the whole document for one character that no font has."""
    letters = [chr(code) for code in sorted(shown() - set(BUILT_IN)) if clean(chr(code)).strip()]
    arabic_and_hebrew = [chr(code) for code in BUILT_IN]
    lines = [
        " ".join(group[start : start + 40])
        for group in (letters, arabic_and_hebrew)
        for start in range(0, len(group), 40)
    ]
    plan = sample()
    asset = replace(plan.assets[3], name=lines[0], kind=lines[1], notes="\n".join(lines))
    pdf = render(replace(plan, assets=(asset,), provider=lines[2]))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any(name.startswith("LibertinusSerif") for name in fonts), "Hebrew"
    assert "DejaVuSansMono" in fonts, "Arabic"


def test_the_fonts_are_the_recorded_files() -> None:
    recorded = {
        line.split("`")[1].rpartition("/")[2]: line.split("`")[-2]
        for line in (FONTS / "SOURCES.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    }
    shipped = {
        path.name: sha256(path.read_bytes()) for path in FONTS.iterdir() if path.suffix != ".md"
    }
    assert shipped == recorded
