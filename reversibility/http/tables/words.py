"""How sheets, columns and cells are called, in one language."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

COLUMNS = (
    "id", "kind", "name", "importance", "holder", "provider", "account_holder", "payer",
    "administrative_contact", "technical_contact", "notes",
)  # fmt: skip
"""What a table of assets says of each, whatever its kind; an import reads them too."""
ONLY_WRITTEN = ("depends_on", "accesses", "declared_on", "declared_by", "archived_at")
"""What an export adds for the reader; an import leaves it alone."""


def sheet(name: str, locale: str) -> str:
    """Return how a sheet is called."""
    return str(_texts()["sheets"][name][locale])


def column(name: str, locale: str) -> str:
    """Return the heading of a column of assets."""
    return str(_texts()["columns"][name][locale])


def column_help(name: str, locale: str) -> str:
    """Return what to write in a column of assets."""
    return str(_texts()["columns"][name]["help"][locale])


def headings(name: str) -> Sequence[str]:
    """Return every heading by which a column of assets is known."""
    entry = _texts()["columns"][name]
    return [name, entry["fr"], entry["en"], *entry["also"]]


def word(name: str, locale: str) -> str:
    """Return a word that stands in a cell or over a column of another sheet."""
    return str(_texts()["words"][name][locale])


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.http.tables").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
