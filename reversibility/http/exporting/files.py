"""The register as a file, in the format that was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reversibility.catalogues.models import Catalogue
from reversibility.http.exporting.document import practice_json
from reversibility.http.tables.sheets import register_sheets
from reversibility.http.tables.words import word
from reversibility.http.tables.writing import write_csv, write_xlsx
from reversibility.kernel.dates import Locale

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


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
) -> RegisterFile:
    """Write a practice's document as JSON (whole), XLSX (all tables) or CSV (the assets)."""
    if kind == "json":
        content = practice_json(document)
    else:
        sheets = register_sheets(document, catalogue, locale)
        content = write_csv(sheets[0], locale) if kind == "csv" else write_xlsx(sheets, now=now)
    return RegisterFile(stem=word("file", locale), media_type=FORMATS[kind], content=content)
