"""Read XLSX within limits: what a file unpacks to is bounded before anything of it is parsed."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from reversibility.http.tables.grid import MOST_COLUMNS, MOST_ROWS, Grid, fold, kept, refuse
from reversibility.http.tables.words import sheet as sheet_name

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How a workbook begins; and an older or an encrypted one."""
_MOST_PARTS = 2_000
_LARGEST_UNPACKED = 60_000_000
_LONGEST_SHEET = 200_000
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, EOFError,
    AttributeError, IndexError, OSError, NotImplementedError, OverflowError,
)  # fmt: skip
"""What openpyxl raises on files that are no workbooks: it checks little. Entities are a ValueError
of defusedxml, which openpyxl uses wherever it is installed; no spreadsheet writes any."""


def read_xlsx(content: bytes) -> Grid:
    """Return the rows of the sheet of assets, else of the first one; raises what is no workbook."""
    try:
        _check_size(content)
        # Of a formula, what the spreadsheet had computed; nothing is computed here.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
        if not sheets:
            raise refuse("table_empty")
        wanted = {fold(sheet_name("assets", locale)) for locale in ("fr", "en")}
        sheet = next((each for each in sheets if fold(each.title) in wanted), sheets[0])
        rows = kept(_rows(sheet))
    except _BROKEN as error:
        raise refuse("table_broken_workbook") from error
    return Grid(rows=rows, form="xlsx", sheet=sheet.title)


def _check_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise refuse("table_other_program")
        # zipfile never reads more of a part than it declares, so what is declared is the bound.
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
            raise refuse(f"table_unpacked:{_LARGEST_UNPACKED // 1_000_000}")


def _rows(sheet: object) -> Iterator[Sequence[str]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # files lie about their size
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1)  # type: ignore[attr-defined]
    for number, row in enumerate(rows, start=1):
        if number > _LONGEST_SHEET:
            raise refuse(f"table_rows:{MOST_ROWS}")
        yield [_text(cell.value) for cell in row]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact
        return str(int(value))
    return "" if value is None else str(value)
