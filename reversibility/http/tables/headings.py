"""Find the row of headings, and what each column is about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reversibility.catalogues.models import Attribute, Catalogue
from reversibility.http.tables.grid import Grid, fold, refuse
from reversibility.http.tables.words import COLUMNS, ONLY_WRITTEN, headings

_LOOKED_AT = 20
_LEAST = 2
NEEDED = ("kind", "name")

Attributes = Mapping[str, Mapping[str, Attribute]]
"""By folded heading, then by kind."""


@dataclass(frozen=True, kw_only=True)
class Heads:
    """The columns of a table, by their place."""

    number: int
    """The row of headings."""
    titles: Sequence[str]
    above: int
    """How many rows stand above the headings, and say nothing of assets."""
    own: dict[str, int] = field(default_factory=dict)
    """Columns that every asset has."""
    attributes: dict[int, Mapping[str, Attribute]] = field(default_factory=dict)
    """Columns of attributes: what each is for each kind."""
    unknown: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    """Columns that an export writes and an import leaves alone."""

    def is_titled(self, place: int) -> bool:
        """Say whether a column has a heading."""
        return place < len(self.titles) and bool(self.titles[place])

    def title(self, place: int) -> str:
        """Return how a column is called in the file; its letter where it is not."""
        return self.titles[place][:80] if self.is_titled(place) else letter(place)


def find_heads(grid: Grid, catalogue: Catalogue) -> tuple[Heads, list[tuple[int, Sequence[str]]]]:
    """Return the headings of a table and the rows under them; raises what cannot be read."""
    attributes = _attribute_heads(catalogue)
    own = {fold(text): name for name in (*COLUMNS, *ONLY_WRITTEN) for text in headings(name)}
    scored = [
        sum(bool(cell) and (fold(cell) in own or fold(cell) in attributes) for cell in row)
        for _, row in grid.rows[:_LOOKED_AT]
    ]
    best = max(range(len(scored)), key=scored.__getitem__)
    if scored[best] < _LEAST:
        raise refuse("table_headings")
    number, titles = grid.rows[best]
    rows = list(grid.rows[best + 1 :])
    if not rows:
        raise refuse("table_no_rows")
    width = max(len(row) for _, row in (*rows, (0, titles)))
    heads = Heads(number=number, titles=titles, above=best)
    for place in range(width):
        _sort(heads, place, own, attributes)
    for needed in NEEDED:
        if needed not in heads.own:
            raise refuse(f"table_heading_missing:{headings(needed)[1]}")
    filled = {place for _, row in rows for place, cell in enumerate(row) if cell}
    heads.unknown[:] = [each for each in heads.unknown if heads.is_titled(each) or each in filled]
    return heads, rows


def letter(place: int) -> str:
    """Return the letter by which a spreadsheet calls a column: A, B ... Z, AA."""
    text, rest = "", place + 1
    while rest:
        rest, step = divmod(rest - 1, 26)
        text = chr(ord("A") + step) + text
    return text


def _sort(heads: Heads, place: int, own: Mapping[str, str], attributes: Attributes) -> None:
    folded = fold(heads.titles[place]) if heads.is_titled(place) else ""
    name = own.get(folded)
    if name in ONLY_WRITTEN:
        heads.left.append(place)
    elif name is not None and name in heads.own:
        raise refuse(f"table_heading_twice:{heads.titles[place]}")
    elif name is not None:
        heads.own[name] = place
    elif folded in attributes:
        heads.attributes[place] = attributes[folded]
    else:
        heads.unknown.append(place)


def _attribute_heads(catalogue: Catalogue) -> dict[str, dict[str, Attribute]]:
    found: dict[str, dict[str, Attribute]] = defaultdict(dict)
    for kind in catalogue.kinds.values():
        for attribute in kind.attributes:
            for label in (attribute.label.fr, attribute.label.en):
                for text in (label, f"{label} ({attribute.id})", attribute.id):
                    found[fold(text)].setdefault(kind.id, attribute)
    return found
