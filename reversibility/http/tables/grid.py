"""A table as it came: cells as texts, row by row, and how it was read."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reversibility.http.tables.errors import TableUnreadableError

MOST_ROWS = 10_000
MOST_COLUMNS = 300
LONGEST_CELL = 32_767


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The rows of a table, numbered as a spreadsheet numbers them; empty ones are left out."""

    rows: Sequence[tuple[int, Sequence[str]]]
    form: str
    """How it was read: `xlsx`, or the encoding of a CSV file."""
    separator: str = ""
    sheet: str = ""


def refuse(code: str) -> TableUnreadableError:
    """Return the refusal of a file, with the code of what is wrong."""
    return TableUnreadableError({"file": code})


def kept(rows: Iterable[Sequence[str]]) -> list[tuple[int, Sequence[str]]]:
    """Return the rows with their numbers, without empty ones; raises for too many, or none."""
    found: list[tuple[int, Sequence[str]]] = []
    for number, row in enumerate(rows, start=1):
        cells = [cell[: LONGEST_CELL + 1].strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise refuse(f"table_columns:{MOST_COLUMNS}")
        found.append((number, cells))
        if len(found) > MOST_ROWS + _ABOVE:
            raise refuse(f"table_rows:{MOST_ROWS}")
    if not found:
        raise refuse("table_empty")
    return found


_ABOVE = 20
"""Headings, and lines that may stand above them."""


def fold(text: str) -> str:
    """Return a text as it is compared: no case, no accent, no mark, one space between words."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = " ".join(re.sub(r"[^\w]+|_+", " ", plain).split())
    # A name that is all signs, such as an emoji, is compared as it is.
    return words or " ".join(text.casefold().split())
