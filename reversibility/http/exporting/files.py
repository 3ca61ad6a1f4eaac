"""The register as a file, in the format that was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reversibility.catalogues.models import Catalogue
from reversibility.http.exporting.document import practice_json
from reversibility.http.tables.sheets import register_sheets
from reversibility.http.tables.words import sheet, word
from reversibility.http.tables.writing import write_csv, write_xlsx
from reversibility.kernel.dates import Locale
from reversibility.kernel.text import slug

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
TABLES = ("assets", "accesses", "parties", "people", "contracts")
"""Each is a sheet of a workbook, or a CSV file by itself."""


@dataclass(frozen=True, kw_only=True)
class RegisterFile:
    """A register, ready to leave."""

    stem: str
    """What its file is called, without day and ending."""
    media_type: str
    content: bytes


def register_file(
    document: Mapping[str, Any],
    catalogue: Catalogue,
    kind: str,
    *,
    locale: Locale,
    now: datetime,
    table: str = TABLES[0],
) -> RegisterFile:
    """Write a practice's document as JSON (whole), XLSX (all tables) or CSV (one `table`)."""
    stem = word("file", locale)
    if kind == "json":
        return RegisterFile(stem=stem, media_type=FORMATS[kind], content=practice_json(document))
    sheets = register_sheets(document, catalogue, locale)
    if kind == "xlsx":
        content = write_xlsx(sheets, now=now)
    else:
        name = sheet(table, locale)
        content = write_csv(next(each for each in sheets if each.name == name), locale)
        stem = stem if table == TABLES[0] else f"{stem}-{slug(name)}"
    return RegisterFile(stem=stem, media_type=FORMATS[kind], content=content)
