"""What to ask when a provider leaves and another one comes, as a catalogue: `data/handing.toml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from reversibility.catalogues.decode import Fault
from reversibility.catalogues.models import Source, Statement, Text
from reversibility.catalogues.reading import read_catalogue, shipped

FILE = "handing.toml"


@dataclass(frozen=True, kw_only=True)
class HandingAnswer:
    """One answer to the questions of a list, and what follows from it."""

    id: str
    label: Text
    means: Text
    """What the new provider may do, or what is still to be done."""
    is_settled: bool


@dataclass(frozen=True, kw_only=True)
class HandingItem:
    """One question, and why it is asked, with its source."""

    id: str
    ask: Text
    why: Statement


@dataclass(frozen=True, kw_only=True)
class HandingQuestions:
    """A list of questions that all have the same answers."""

    id: str
    title: Text
    lead: Text
    answers: tuple[HandingAnswer, ...]
    items: tuple[HandingItem, ...]

    def answer(self, answer_id: str) -> HandingAnswer | None:
        """Return an answer; None for one that the list does not have."""
        return next((each for each in self.answers if each.id == answer_id), None)

    def has(self, item_id: str) -> bool:
        """Say whether the list asks this."""
        return any(each.id == item_id for each in self.items)


@dataclass(frozen=True, kw_only=True)
class HandingCatalogue:
    """Every list, and the sources of the file."""

    version: date
    lists: tuple[HandingQuestions, ...]
    sources: tuple[Source, ...]

    def questions(self, list_id: str) -> HandingQuestions:
        """Return one list."""
        return next(each for each in self.lists if each.id == list_id)

    def source(self, source_id: str) -> Source:
        """Return a source."""
        return next(source for source in self.sources if source.id == source_id)


@cache
def handing() -> HandingCatalogue:
    """Return the shipped lists; raises CatalogueError."""
    return load_handing(shipped(FILE))


def load_handing(content: bytes) -> HandingCatalogue:
    """Read the lists; an error names the line and what to write."""
    return read_catalogue(HandingCatalogue, FILE, content, _faults)


def _faults(found: HandingCatalogue) -> Iterator[Fault]:
    sources = {source.id for source in found.sources}
    for number, questions in enumerate(found.lists):
        known = [item.id for item in questions.items]
        for index, item in enumerate(questions.items):
            place = f"lists[{number}].items[{index}]"
            if known.index(item.id) != index:
                yield Fault(f"{place}.id", f"{item.id!r} stands twice: write another id")
            if item.why.source not in sources:
                yield Fault(f"{place}.why.source", f"{item.why.source!r} is in no [[sources]]")
