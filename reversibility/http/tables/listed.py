"""Tables beside that of assets: people, accesses, contracts; told by their headings."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reversibility.http.tables.grid import Grid, fold, refuse
from reversibility.http.tables.headings import Heads
from reversibility.http.tables.words import headings, word

ACCESSES, CONTRACTS, PEOPLE = "accesses", "contracts", "people"
LISTS = (ACCESSES, CONTRACTS, PEOPLE)
"""The order in which headings are tried: a table of accesses also names people."""
_LOOKED_AT = 20


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A column of one of these tables."""

    id: str
    needed: bool
    also: Sequence[str]
    help: Mapping[str, str]

    @property
    def headings(self) -> frozenset[str]:
        """Every heading by which it is known, as headings are compared."""
        names = (self.id, word(self.id, "fr"), word(self.id, "en"), *self.also)
        return frozenset(fold(each) for each in names)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A table of one of these kinds, with its headings found."""

    which: str
    heads: Heads
    rows: Sequence[tuple[int, Sequence[str]]]


@cache
def columns(which: str) -> tuple[ListColumn, ...]:
    """Return the columns of a table, in the order in which they are read."""
    return tuple(
        ListColumn(
            id=each["id"],
            needed=each.get("needed", False),
            also=tuple(each.get("also", ())),
            help=each["help"],
        )
        for each in _texts()[which]
    )


def find_list(grid: Grid) -> Listed | None:
    """Return the table, if it is one of these and not one of assets; raises for a double heading.

    A table of assets says of what kind each is; none of these does.
    """
    kind = {fold(each) for each in headings("kind")}
    for place, (_, titles) in enumerate(grid.rows[:_LOOKED_AT]):
        folded = [fold(cell) for cell in titles]
        if kind & {*folded}:
            continue
        for which in LISTS:
            if all({*folded} & each.headings for each in columns(which) if each.needed):
                return _listed(which, grid, place)
    return None


def _listed(which: str, grid: Grid, place: int) -> Listed:
    number, titles = grid.rows[place]
    rows = list(grid.rows[place + 1 :])
    if not rows:
        raise refuse("table_no_rows")
    heads = Heads(number=number, titles=titles, above=place)
    for at in range(max(len(row) for _, row in (*rows, (0, titles)))):
        folded = fold(titles[at]) if heads.is_titled(at) else ""
        found = next((each.id for each in columns(which) if folded in each.headings), None)
        if found is None:
            heads.unknown.append(at)
        elif found in heads.own:
            raise refuse(f"table_heading_twice:{titles[at]}")
        else:
            heads.own[found] = at
    filled = {at for _, row in rows for at, cell in enumerate(row) if cell}
    heads.unknown[:] = [each for each in heads.unknown if heads.is_titled(each) or each in filled]
    return Listed(which=which, heads=heads, rows=rows)


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.http.tables").joinpath("lists.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
