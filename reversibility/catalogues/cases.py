"""What happens with a provider, as a catalogue: questions, cases, reasons, urgency, first steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from reversibility.catalogues.decode import Fault
from reversibility.catalogues.models import Source, Text, Who
from reversibility.catalogues.reading import read_catalogue, shipped
from reversibility.catalogues.situations import Situation

FILE = "situations.toml"


class Case(StrEnum):
    """What happens, more finely than the four situations; never a judgement."""

    PROCEEDINGS = "proceedings"
    CLOSING = "closing"
    DEATH = "death"
    SALE = "sale"
    SECURITY = "security"
    HANDOVER_REFUSED = "handover_refused"
    ANNOUNCED_STOP = "announced_stop"
    SILENCE = "silence"
    PAID_UNDELIVERED = "paid_undelivered"
    UNMAINTAINED = "unmaintained"
    PLANNED_END = "planned_end"
    OPEN = "open"
    """The answers do not settle it yet."""


class Moment(StrEnum):
    """By when a first step is done."""

    NOW = "now"
    TODAY = "today"
    WITHIN_72_HOURS = "within_72_hours"
    THIS_WEEK = "this_week"


class Flag(StrEnum):
    """What an answer raises beside the case."""

    EXPOSED = "exposed"
    CUT_OFF = "cut_off"
    STOPPED = "stopped"


class Listing(StrEnum):
    """What of the register a first step names."""

    EXPIRING = "expiring"
    ACCESSES = "accesses"


class Door(StrEnum):
    """Where a first step is begun."""

    PROBE = "probe"
    CHRONOLOGY = "chronology"
    NOTICES = "notices"
    CONTRACT = "contract"


@dataclass(frozen=True, kw_only=True)
class Choice(Text):
    """One answer to a question."""

    id: str


@dataclass(frozen=True, kw_only=True)
class CaseQuestion:
    """A plain question; "I don't know" is always an answer beside these."""

    id: str
    ask: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class CaseText:
    """A case, what it means, and which situation of the playbooks it leads to."""

    id: Case
    title: Text
    says: Text
    situation: Situation | None = None


@dataclass(frozen=True, kw_only=True)
class Reason(Text):
    """A sentence that says why, with the answer in it."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Urgency(Reason):
    """Something that makes it urgent, and by how much."""

    points: int


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """Something to do in the first hour, with its reason and source."""

    id: str
    who: Who
    when: Moment
    title: Text
    why: Text
    source: str
    cases: tuple[Case, ...] = ()
    flags: tuple[Flag, ...] = ()
    lists: Listing | None = None
    door: Door | None = None

    def applies(self, case: Case, flags: frozenset[Flag]) -> bool:
        """Say whether it is to be done in a case; without conditions it is, in all of them."""
        unconditional = not self.cases and not self.flags
        return unconditional or case in self.cases or not flags.isdisjoint(self.flags)


@dataclass(frozen=True, kw_only=True)
class CaseCatalogue:
    """The whole file."""

    version: date
    questions: tuple[CaseQuestion, ...]
    cases: tuple[CaseText, ...]
    reasons: tuple[Reason, ...]
    urgencies: tuple[Urgency, ...]
    steps: tuple[FirstStep, ...]
    sources: tuple[Source, ...]

    def case(self, case: Case) -> CaseText:
        """Return what is said of a case."""
        return next(each for each in self.cases if each.id is case)

    def reason(self, reason_id: str) -> Reason | None:
        """Return a sentence; None for one that a later version no longer has."""
        known = (*self.reasons, *self.urgencies)
        return next((each for each in known if each.id == reason_id), None)

    def points(self, urgency_id: str) -> int:
        """Return how much something adds to the urgency."""
        return next(each.points for each in self.urgencies if each.id == urgency_id)

    def source(self, source_id: str) -> Source:
        """Return a source."""
        return next(source for source in self.sources if source.id == source_id)

    def first_steps(self, case: Case, flags: frozenset[Flag]) -> tuple[FirstStep, ...]:
        """Return what comes first in a case, the most pressing first."""
        found = [step for step in self.steps if step.applies(case, flags)]
        return tuple(sorted(found, key=lambda step: list(Moment).index(step.when)))


@cache
def cases() -> CaseCatalogue:
    """Return the shipped catalogue; raises CatalogueError."""
    return load_cases(shipped(FILE))


def load_cases(content: bytes) -> CaseCatalogue:
    """Read a catalogue of cases; an error names the line and what to write."""
    return read_catalogue(CaseCatalogue, FILE, content, _faults)


def _faults(found: CaseCatalogue) -> Iterator[Fault]:
    missing = set(Case) - {each.id for each in found.cases}
    if missing:
        yield Fault("cases", f"{', '.join(sorted(missing))}: write a [[cases]] table for it")
    sources, ids = {each.id for each in found.sources}, [each.id for each in found.steps]
    for index, step in enumerate(found.steps):
        if step.source not in sources:
            yield Fault(f"steps[{index}].source", f"{step.source!r} is in no [[sources]]")
        if ids.index(step.id) != index:
            yield Fault(f"steps[{index}].id", f"{step.id!r} stands twice: write another id")
