"""Tables as people really save them are read; what is no table is refused with a way out."""

import contextlib
import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from reversibility.catalogues.loader import load_catalogue
from reversibility.http.refusals import texts
from reversibility.http.tables.cells import CellError, attribute_value, day, importance, plain
from reversibility.http.tables.errors import TableUnreadableError
from reversibility.http.tables.grid import MOST_ROWS, fold
from reversibility.http.tables.headings import find_heads, letter
from reversibility.http.tables.reading import LARGEST_MB, read_table
from reversibility.http.tables.sheets import attribute_heads

TEXT = "Nature;Nom;Notes\r\nNom de domaine .fr;Société « Œuvre » à Orléans;« payé » 12 €\r\n"
CATALOGUE = load_catalogue()


def cells(content: bytes) -> list[list[str]]:
    """Return the cells of a table."""
    return [list(row) for _, row in read_table(content).rows]


def refused(content: bytes) -> str:
    """Return the code for which a table is refused; it has a sentence in both languages."""
    with pytest.raises(TableUnreadableError) as caught:
        find_heads(read_table(content), CATALOGUE)
    code = caught.value.fields["file"]
    assert code.partition(":")[0] in texts()["faults"]
    return code


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Write a workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book)
    return file.getvalue()


@pytest.mark.parametrize(
    ("encoding", "form"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_every_usual_encoding_is_recognised(encoding: str, form: str) -> None:
    grid = read_table(TEXT.encode(encoding))
    assert grid.form == form
    assert grid.rows[1][1] == [
        "Nom de domaine .fr", "Société « Œuvre » à Orléans", "« payé » 12 €",
    ]  # fmt: skip


def test_an_old_dos_table_is_recognised() -> None:
    text = "Nature;Nom\r\nHébergement;Société à Orléans, côté forêt\r\n"
    grid = read_table(text.encode("cp850"))
    assert (grid.form, grid.rows[1][1][1]) == ("cp850", "Société à Orléans, côté forêt")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_usual_separator_is_recognised_although_texts_hold_the_others(separator: str) -> None:
    rows = ["Nature|Nom|Notes", '"a|b"|"Martin; fils, et cie"|x', "c|d|e"]
    text = "\n".join(row.replace("|", separator) for row in rows)
    grid = read_table(text.encode())
    assert (grid.separator, [len(row) for _, row in grid.rows]) == (separator, [3, 3, 3])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system_and_quoted_cells_have_several(end: str) -> None:
    text = f'Nature;Nom{end}a;"deux{end}lignes"{end}{end};;;{end}b;c'
    grid = read_table(text.encode())
    assert [number for number, _ in grid.rows] == [1, 2, 5]
    assert grid.rows[1][1][1].splitlines() == ["deux", "lignes"]


def test_a_line_that_names_the_separator_is_obeyed_and_left_out() -> None:
    assert cells(b"sep=;\r\nNature;Nom\r\na;b,c,d\r\n") == [["Nature", "Nom"], ["a", "b,c,d"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table_empty"),
        (b" \r\n;;;\r\n", "table_empty"),
        (b"%PDF-1.7 ...", "table_no_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "table_old_workbook"),
        (b"PK\x03\x04 no archive", "table_broken_workbook"),
        (b"x" * (LARGEST_MB * 1024 * 1024 + 1), f"file_too_large:{LARGEST_MB}"),
        (b"bonjour\r\nmonde\r\n", "table_headings"),
        (b"Nom;Notes\r\na;b\r\n", "table_heading_missing:Nature"),
        (b"Nature;Nom;Name\r\na;b;c\r\n", "table_heading_twice:Name"),
        (b"Nature;Nom\r\n", "table_no_rows"),
        (b"Nature;Nom\r\n" + b"a;b\r\n" * (MOST_ROWS + 30), f"table_rows:{MOST_ROWS}"),
        (b";".join([b"x"] * 400), "table_columns:300"),
        (b"\xff\xfe\x00\xd8", "table_no_text"),
        ("Nature;Nom\n".encode("utf-16-le") + b"\0", "table_no_text"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_of_a_workbook_days_are_days_and_a_formula_is_what_it_showed() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Lisez-moi").write(0, 0, "rien")
        page = book.add_worksheet("éléments")
        page.merge_range(0, 0, 0, 3, "Inventaire 2026, ne pas modifier")
        page.write_row(2, 0, ["Nature", "Nom", "Date", "Nombre"])
        page.write_row(3, 0, ["a", "b"])
        page.write_datetime(3, 2, date(2026, 12, 31), book.add_format({"num_format": "dd/mm/yy"}))
        page.write_formula(3, 3, "=1+1", None, 2)
        page.write_number(4, 3, 12.5)
        book.add_worksheet("cachée").hide()

    grid = read_table(workbook(fill))
    assert (grid.form, grid.sheet) == ("xlsx", "éléments")
    assert [list(row) for _, row in grid.rows[2:]] == [
        ["a", "b", "2026-12-31", "2"],
        [""] * 3 + ["12.5"],
    ]
    assert [number for number, _ in grid.rows] == [1, 3, 4, 5]


def test_a_workbook_that_unpacks_to_a_mountain_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    assert len(file.getvalue()) < 100_000
    assert refused(file.getvalue()) == "table_unpacked:60"


def test_entities_in_a_workbook_are_never_expanded() -> None:
    content = workbook(
        lambda book: book.add_worksheet().write_row(0, 0, ["Nature", "Nom"]) and None
    )
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "'
        + b"&a;" * 50
        + b'">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>&b;</t></si><si><t>Nom</t></si></sst>"
    )
    assert refused(_with_part(content, "xl/sharedStrings.xml", bomb)) == "table_broken_workbook"
    assert refused(_with_part(content, "xl/workbook.xml", bomb)) == "table_broken_workbook"
    sheet = bomb.replace(b"sst", b"worksheet")
    assert (
        refused(_with_part(content, "xl/worksheets/sheet1.xml", sheet)) == "table_broken_workbook"
    )


def test_a_file_of_another_office_suite_is_told_what_to_do() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(file.getvalue()) == "table_other_program"


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"Nature;Nom\n", b"\xef\xbb\xbf"])
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    with contextlib.suppress(TableUnreadableError):
        find_heads(read_table(start + content), CATALOGUE)


def test_headings_are_found_below_a_title_in_either_language_and_without_accents() -> None:
    text = (
        "Inventaire du cabinet\n\n"
        "TYPE;Élément;proprietaire;FOURNISSEUR;payé par ;Criticité;Remarques;"
        "Date d’expiration *;Prix;Peuvent entrer;\n"
        "a;b;c;d;e;f;g;h;i;j;perdu\n"
    )
    heads, rows = find_heads(read_table(text.encode()), CATALOGUE)
    assert heads.own == {
        "kind": 0, "name": 1, "holder": 2, "provider": 3, "payer": 4, "importance": 5, "notes": 6,
    }  # fmt: skip
    assert heads.attributes[7]["domain_fr"].id == "expires_on"
    assert [heads.title(place) for place in (*heads.unknown, *heads.left)] == [
        "Prix", "K", "Peuvent entrer",
    ]  # fmt: skip
    assert (heads.number, heads.above, len(rows)) == (3, 1, 1)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_heading_of_an_export_is_known_to_an_import(locale: str) -> None:
    heads = attribute_heads(CATALOGUE.kinds.values(), locale)
    titles = list(dict.fromkeys(heads.values()))
    text = "\t".join(["kind", "name", *titles]) + "\nx\ty\n"
    grid = read_table(text.encode())
    found, _ = find_heads(grid, CATALOGUE)
    assert found.unknown == []
    for (kind_id, attribute_id), title in heads.items():
        place = titles.index(title) + 2
        assert found.attributes[place][kind_id].id == attribute_id, (kind_id, title)


@pytest.mark.parametrize(
    "text",
    [
        "31/12/2026", "31-12-2026", "31.12.26", "2026-12-31", "2026/12/31", "2026-12-31 00:00:00",
        "46387", "31 décembre 2026", "31 déc. 2026", "31 December 2026", "décembre 31, 2026",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_and_spreadsheets_write_it(text: str) -> None:
    assert day(text) == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["31/13/2026", "demain", "12/2026", "30/02/2026", "3", "0/0/0"])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(CellError, match="day:"):
        day(text)


def _attribute(kind: str, name: str) -> object:
    return next(each for each in CATALOGUE.kinds[kind].attributes if each.id == name)


@pytest.mark.parametrize(
    ("text", "value"),
    [("Oui", True), ("x", True), ("VRAI", True), ("1", True), ("✓", True), ("non", False),
     ("No", False), ("FAUX", False), ("0", False)],
)  # fmt: skip
def test_yes_and_no_are_read_as_people_write_them(text: str, value: bool) -> None:  # noqa: FBT001
    assert attribute_value(_attribute("domain_fr", "lock"), text, "fr") is value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("1 234,5", 1234.5), ("1\u202f234", 1234), ("1.234,50", 1234.5),
     ("1,234,567", 1234567), ("-3", -3), ("12.0", 12)],
)  # fmt: skip
def test_numbers_are_read_however_they_are_formatted(text: str, value: float) -> None:
    assert attribute_value(_attribute("email_m365", "mailboxes"), text, "fr") == value  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["douze", "1e9", "12 €", "∞", "NaN", "1" * 40])
def test_what_is_no_number_is_said(text: str) -> None:
    with pytest.raises(CellError, match="a_number:"):
        attribute_value(_attribute("email_m365", "mailboxes"), text, "fr")  # type: ignore[arg-type]


def test_importance_is_a_number_or_a_word() -> None:
    assert [importance(text) for text in ("4", "Vital", "3 - important", "useful")] == [4, 4, 3, 2]
    with pytest.raises(CellError):
        importance("5")


def test_an_apostrophe_that_hid_a_formula_goes_and_another_stays() -> None:
    assert [plain(text) for text in ("'=A1", "'+33 4", "'été", "=A1")] == [
        "=A1", "+33 4", "'été", "=A1",
    ]  # fmt: skip


def test_names_are_compared_without_case_accents_and_marks() -> None:
    assert fold(" Société  «Œuvre» n°1 ") == fold("SOCIETE Œuvre N°1")
    assert fold("🦷") != fold("🏥")
    assert [letter(place) for place in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return file.getvalue()
