"""Read CSV, whatever stands between its cells."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from reversibility.http.tables.encodings import decode
from reversibility.http.tables.grid import LONGEST_CELL, Grid, kept, refuse

_SEPARATORS = (";", ",", "\t", "|")
_LOOKED_AT = 60
_HINT = "sep="
"""A first line by which some programs tell Excel the separator."""

csv.field_size_limit(10 * LONGEST_CELL)


def read_csv(content: bytes) -> Grid:
    """Return the rows of a CSV file; raises what cannot be read."""
    text, encoding = decode(content)
    hinted = text.startswith(_HINT) and text[len(_HINT) : len(_HINT) + 1] in _SEPARATORS
    separator = text[len(_HINT)] if hinted else _separator(text)
    rows = _rows(text, separator)
    if hinted:
        rows[0] = []
    return Grid(rows=kept(rows), form=encoding, separator=separator)


def _separator(text: str) -> str:
    """Return what cuts the first lines into most cells, as many in each."""
    start = "\n".join(text.splitlines()[:_LOOKED_AT])

    def score(separator: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in _rows(start, separator) if any(row))
        if not widths:
            return 0, 0
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        return (count / widths.total() if width > 1 else 0), width

    return max(_SEPARATORS, key=score)


def _rows(text: str, separator: str) -> list[Sequence[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise refuse("table_quotes") from error
