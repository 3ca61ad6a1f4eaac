"""Write sheets as files: CSV for any program, XLSX for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

from reversibility.http.tables.sheets import Cell, Sheet
from reversibility.kernel.dates import Locale

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute (OWASP, CSV injection)."""
BOM = "\ufeff"
_LONGEST = 32_767  # of a cell in a workbook
_WIDEST, _NARROWEST = 48, 10


def write_csv(sheet: Sheet, locale: Locale) -> bytes:
    """Write one sheet as CSV: UTF-8 with its mark, so that a spreadsheet reads the accents.

    In French the separator is the semicolon and numbers have a comma: a spreadsheet set to French
    takes a comma for the decimal sign.
    """
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator(locale), lineterminator="\r\n")
    writer.writerows([_text(cell, locale) for cell in row] for row in (sheet.heads, *sheet.rows))
    return (BOM + file.getvalue()).encode()


def write_xlsx(sheets: Sequence[Sheet], *, now: datetime) -> bytes:
    """Write sheets as a workbook; every text stays a text, whatever it looks like."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, len(sheet.rows), max(len(sheet.heads) - 1, 0))
            for number, head in enumerate(sheet.heads):
                page.write_string(0, number, head, bold)
                page.set_column(number, number, _width(head, sheet.rows, number))
            for line, row in enumerate(sheet.rows, start=1):
                for number, cell in enumerate(row):
                    _write(page, (line, number), cell, day)
    return file.getvalue()


def separator(locale: Locale) -> str:
    """Return what stands between the cells of a CSV file in a language."""
    return ";" if locale == "fr" else ","


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    place: tuple[int, int],
    cell: Cell,
    day: xlsxwriter.format.Format,
) -> None:
    if isinstance(cell, date) and cell.year >= 1900:  # noqa: PLR2004 - a workbook knows none before
        page.write_datetime(*place, cell, day)
    elif isinstance(cell, int | float):
        page.write_number(*place, cell)
    elif cell:
        page.write_string(*place, str(cell)[:_LONGEST])


def _text(cell: Cell, locale: Locale) -> str:
    if isinstance(cell, float):
        text = repr(cell)
        return text.replace(".", ",") if locale == "fr" else text
    if isinstance(cell, int):
        return str(cell)
    text = str(cell)
    # After an apostrophe it stays a text; an import takes the apostrophe away again.
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def _width(head: str, rows: Sequence[Sequence[Cell]], number: int) -> int:
    longest = max((len(str(row[number])) for row in rows[:200]), default=0)
    return min(_WIDEST, max(_NARROWEST, len(head), longest) + 2)
