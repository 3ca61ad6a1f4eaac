"""Who does what between a practice and its provider, as a catalogue of rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from reversibility.catalogues.decode import Fault
from reversibility.catalogues.models import Text
from reversibility.catalogues.reading import read_catalogue, shipped

FILE = "responsibilities.toml"


class Side(StrEnum):
    """Who may decide, do, advise or be told."""

    PARTNER = "partner"
    """A partner of the practice."""
    PIVOT = "pivot"
    """Whom the practice named to deal with the provider."""
    PROVIDER = "provider"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing that somebody has to answer for."""

    id: str
    title: Text
    hint: Text
    never_provider: bool
    """The practice itself decides: nobody may do so for it."""
    does: Side
    """Who usually does it: a proposal."""

    @property
    def may_decide(self) -> tuple[Side, ...]:
        """Who may be the one that decides."""
        return tuple(side for side in Side if not (self.never_provider and side is Side.PROVIDER))


@dataclass(frozen=True, kw_only=True)
class Responsibilities:
    """All rows of the file."""

    version: date
    rows: tuple[Row, ...]

    def find(self, row_id: str) -> Row | None:
        """Return a row; None for one that the file no longer has."""
        return next((row for row in self.rows if row.id == row_id), None)


@cache
def responsibilities() -> Responsibilities:
    """Return the shipped catalogue; raises CatalogueError."""
    return load_responsibilities(shipped(FILE))


def load_responsibilities(content: bytes) -> Responsibilities:
    """Read a catalogue of rows; an error names the line and what to write."""
    return read_catalogue(Responsibilities, FILE, content, _faults)


def _faults(found: Responsibilities) -> Iterator[Fault]:
    known = [row.id for row in found.rows]
    for index, row in enumerate(found.rows):
        if known.index(row.id) != index:
            yield Fault(f"rows[{index}].id", f"{row.id!r} stands twice: write another id")
