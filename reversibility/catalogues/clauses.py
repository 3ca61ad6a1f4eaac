"""The clauses of a contract that decide whether everything can come back, as a catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from reversibility.catalogues.decode import Fault
from reversibility.catalogues.models import Source, Statement, Text
from reversibility.catalogues.reading import read_catalogue, shipped

FILE = "clauses.toml"
ESSENTIAL = "essential"
"""The preset that the first steps ask."""


class ClauseSeverity(StrEnum):
    """How much hangs on a clause."""

    CRITICAL = "critical"
    MAJOR = "major"
    USEFUL = "useful"


WEIGHTS = {ClauseSeverity.CRITICAL: 5, ClauseSeverity.MAJOR: 3, ClauseSeverity.USEFUL: 1}


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One point of a contract."""

    id: str
    severity: ClauseSeverity
    title: Text
    ask: Text
    why: Text
    silent: Statement
    """What applies while the contract says nothing, with its source."""
    other_side: Text
    """What the provider needs, for a wording that both can sign."""
    negotiate: Text
    """A wording to start the talk from; never a model contract."""
    balanced: Text | None = None
    """A wording that gives each side its part, where the first one asks for much."""
    helps: bool = False
    """Whether what applies while the contract says nothing helps the practice."""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Which clauses are asked of whom, in their order."""

    id: str
    title: Text
    clauses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClauseCatalogue:
    """All clauses, presets and sources of the file."""

    version: date
    presets: tuple[Preset, ...]
    clauses: tuple[Clause, ...]
    sources: tuple[Source, ...]

    def preset(self, preset_id: str) -> tuple[Clause, ...]:
        """Return the clauses of a preset, in its order."""
        wanted = next(preset for preset in self.presets if preset.id == preset_id)
        known = {clause.id: clause for clause in self.clauses}
        return tuple(known[clause_id] for clause_id in wanted.clauses)

    def weight(self, clause: Clause) -> int:
        """Return how many points hang on a clause."""
        return WEIGHTS[clause.severity]

    def find(self, clause_id: str) -> Clause | None:
        """Return a clause; None for one that the file no longer has."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)

    def source(self, source_id: str) -> Source:
        """Return a source."""
        return next(source for source in self.sources if source.id == source_id)


@cache
def clauses() -> ClauseCatalogue:
    """Return the shipped catalogue; raises CatalogueError."""
    return load_clauses(shipped(FILE))


def load_clauses(content: bytes) -> ClauseCatalogue:
    """Read a catalogue of clauses; an error names the line and what to write."""
    return read_catalogue(ClauseCatalogue, FILE, content, _faults)


def _faults(found: ClauseCatalogue) -> Iterator[Fault]:
    known, sources = [each.id for each in found.clauses], {each.id for each in found.sources}
    for index, clause in enumerate(found.clauses):
        if known.index(clause.id) != index:
            yield Fault(f"clauses[{index}].id", f"{clause.id!r} stands twice: write another id")
        if clause.silent.source not in sources:
            wrong = clause.silent.source
            yield Fault(f"clauses[{index}].silent.source", f"{wrong!r} is in no [[sources]]")
    for index, preset in enumerate(found.presets):
        for clause_id in preset.clauses:
            if clause_id not in known:
                yield Fault(f"presets[{index}].clauses", f"{clause_id!r} is no clause of this file")
