"""Files of strangers on our sheets: what they show is there, what they do is not."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject

from exports.dossier import Language
from exports.exhibits import Sheets, Unlaid, lay_out
from exports.exhibits.pdf_sheets import lay_pdf
from tests.exports.conftest import page_texts
from tests.factories.files import action, add_note, bytes_of, pdf_of, png_of, write_page

A4 = (595, 842)


def lay(content: bytes, media_type: str = "application/pdf") -> Sheets:
    return lay_out(content, media_type, Language.FR)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (200, 300), (3000, 2000)])
def test_a_page_of_any_size_and_turn_lies_whole_between_what_is_stamped(
    rotation: int, size: tuple[float, float]
) -> None:
    width, height = size
    laid = lay_pdf(pdf_of("Bonjour", width=width, height=height, rotation=rotation))
    (page,) = PdfReader(io.BytesIO(laid)).pages
    seen_across = (width > height) != bool(rotation % 180)
    sheet = (float(page.mediabox.width), float(page.mediabox.height))
    assert sheet == pytest.approx(A4[::-1] if seen_across else A4, abs=1)
    assert "Bonjour" in page.extract_text()
    # The page's corners, by the matrix that places it: "q a b c d e f cm".
    a, b, c, d, e, f = map(float, page.get_contents().get_data().split()[1:7])
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (0, width) for y in (0, height)]
    assert all(19 < x < sheet[0] - 19 and 39 < y < sheet[1] - 45 for x, y in corners)
    # Its lower left corner goes round with it, clockwise.
    left, bottom = min(corners), min(corners, key=lambda each: each[1])
    assert (corners[0][0] == pytest.approx(left[0])) == (rotation in {0, 90})
    assert (corners[0][1] == pytest.approx(bottom[1])) == (rotation in {0, 270})


def hostile() -> bytes:
    writer = PdfWriter()
    page = write_page(writer, "Facture 12")
    add_note(writer, page, "Bon pour accord")
    add_note(writer, page, "Cachée", flags=2)
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("app.alert('page')")})
    resources = page["/Resources"]
    # What leads from the resources of a page back to everything else.
    resources[NameObject("/Properties")] = DictionaryObject(
        {NameObject("/M"): writer.root_object.indirect_reference or writer.root_object}
    )
    resources[NameObject("/ExtGState")] = DictionaryObject(
        {NameObject("/G"): writer._add_object(action("app.alert('state')"))}
    )
    writer.root_object[NameObject("/OpenAction")] = action("app.alert('open')")
    writer.add_attachment("virus.exe", b"MZ-attached-program")
    writer.add_metadata({"/Author": "Somebody", "/Keywords": "Keyword12"})
    return bytes_of(writer)


def test_scripts_attachments_and_metadata_stay_behind_and_notes_that_show_are_ink() -> None:
    given = hostile()
    laid = lay(given)
    for word in (b"JavaScript", b"/JS", b"alert", b"MZ-attached", b"OpenAction", b"/AA", b"/Annot",
                 b"Keyword12", b"EmbeddedFile", b"Somebody"):  # fmt: skip
        assert word in given, word
        assert word not in laid.pdf, word
    (text,) = page_texts(laid.pdf)
    assert "Facture 12" in text
    assert "Bon pour accord" in text
    assert "Cach" not in text


def test_a_page_whose_content_comes_in_pieces_is_shown_whole() -> None:
    writer = PdfWriter()
    page = write_page(writer, "Premier")
    other = write_page(writer, "Second")
    page[NameObject("/Contents")] = ArrayObject(
        [page.raw_get("/Contents"), other.raw_get("/Contents")]
    )
    assert "Premier" in page_texts(lay(bytes_of(writer)).pdf)[0]
    assert "Second" in page_texts(lay(bytes_of(writer)).pdf)[0]


def encrypted(password: str) -> bytes:
    writer = PdfWriter()
    write_page(writer, "Relevé")
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    return bytes_of(writer)


def with_layers_off() -> bytes:
    writer = PdfWriter()
    write_page(writer, "Plan")
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    usual = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): usual}
    )
    return bytes_of(writer)


def drawn_by_its_program() -> bytes:
    writer = PdfWriter()
    write_page(writer, "Please wait")
    writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(True)
    return bytes_of(writer)


def without_pages() -> bytes:
    return bytes_of(PdfWriter())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Unlaid.UNREADABLE),
        (b"%PDF-1.7\nnothing", Unlaid.UNREADABLE),
        (b"%PDF-1.7\n" + b"[" * 100_000, Unlaid.UNREADABLE),
        (pdf_of("cut short")[:300], Unlaid.UNREADABLE),
        (pdf_of("no room", width=0, height=0), Unlaid.UNREADABLE),
        (without_pages(), Unlaid.UNREADABLE),
        (with_layers_off(), Unlaid.UNREADABLE),
        (drawn_by_its_program(), Unlaid.UNREADABLE),
        (encrypted("secret"), Unlaid.PASSWORD),
        (pdf_of(*["x"] * 10_000), Unlaid.TOO_MANY_PAGES),
    ],
    ids=["empty", "broken", "nested", "cut", "sizeless", "pageless", "layers", "drawn", "password",
         "10000"],
)  # fmt: skip
def test_a_pdf_that_cannot_be_shown_as_it_is_says_why(content: bytes, reason: Unlaid) -> None:
    assert lay(content) == Sheets(reason=reason)


def test_a_pdf_that_opens_without_a_password_is_shown_whatever_its_owner_locked() -> None:
    assert "Relev" in page_texts(lay(encrypted("")).pdf)[0]


def test_an_image_lies_across_where_it_is_wide_and_a_broken_one_is_said() -> None:
    (wide,) = PdfReader(io.BytesIO(lay(png_of(640, 360), "image/png").pdf)).pages
    assert wide.mediabox.width > wide.mediabox.height
    (high,) = PdfReader(io.BytesIO(lay(png_of(360, 640), "image/png").pdf)).pages
    assert high.mediabox.width < high.mediabox.height
    for content, media_type in (
        (png_of(640, 360)[:60], "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
    ):
        assert lay(content, media_type).reason is Unlaid.UNREADABLE


def test_another_type_of_file_is_said() -> None:
    assert lay(b"PK\x03\x04", "application/zip").reason is Unlaid.OTHER_TYPE
