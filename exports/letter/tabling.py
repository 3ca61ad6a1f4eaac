"""Tables of a letter in a word processor: ruled as in the PDF, their first row repeated."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length
from docx.table import Table, _Row

from exports.letter.styling import TEXT_WIDTH
from exports.typesetting.clean import clean

_RULES = (
    f"<w:tblBorders {nsdecls('w')}>"
    '<w:top w:val="single" w:sz="6" w:space="0" w:color="15242D"/>'
    '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="15242D"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D6DEE2"/></w:tblBorders>'
)
_INSETS = (
    f'<w:tblCellMar {nsdecls("w")}><w:top w:w="70" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="70" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar>'
)


def add_table(
    document: Document,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    total: Sequence[str] = (),
    widths: Sequence[int] = (),
    sums_from: int = 0,
) -> None:
    """Add a table; `sums_from` is the column from which on sums stand to the right."""
    table: Table = document.add_table(rows=1, cols=len(header))
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no name for borders
    properties.find(qn("w:tblLayout")).addprevious(parse_xml(_RULES))
    properties.find(qn("w:tblLayout")).addnext(parse_xml(_INSETS))
    shares = widths if len(widths) == len(header) else (1,) * len(header)
    columns = [Length(TEXT_WIDTH * share // sum(shares)) for share in shares]
    for column, width in zip(table.columns, columns, strict=True):
        column.width = width
    bold = {0, len(rows) + 1 if total else 0}
    for number, cells in enumerate((header, *rows, *([total] if total else []))):
        row: _Row = table.rows[0] if not number else table.add_row()  # type: ignore[no-untyped-call]
        _fill(row, cells, columns, is_bold=number in bold, sums_from=sums_from)
    # The first row stands again on each page, and is read out as the header.
    _marked(table.rows[0], "tblHeader")


def _fill(
    row: _Row, cells: Sequence[str], widths: Sequence[Length], *, is_bold: bool, sums_from: int
) -> None:
    _marked(row, "cantSplit")
    for column, (cell, text) in enumerate(zip(row.cells, cells, strict=False)):
        cell.width = widths[column]
        paragraph = cell.paragraphs[0]
        paragraph.style = "Cell"
        paragraph.add_run(clean(text)).bold = is_bold
        if sums_from and column >= sums_from:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _marked(row: _Row, mark: str) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no name for it
    properties.append(parse_xml(f"<w:{mark} {nsdecls('w')}/>"))
