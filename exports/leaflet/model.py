"""What a leaflet says, as frozen values in one language; every text is ready to print."""

from dataclasses import dataclass
from datetime import date

from exports.dossier import Language


@dataclass(frozen=True, kw_only=True)
class Note:
    """A fact; `source` is the number of its reference, 0 for known practice, to be checked."""

    text: str
    source: int = 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """A term and what is said of it: a role and who normally has it, a question and for whom."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do; empty texts are not printed."""

    title: str
    detail: str
    who: str
    source: int = 0
    seen_by: str = ""
    delay: str = ""
    condition: str = ""


@dataclass(frozen=True, kw_only=True)
class Way:
    """How to get the element back in one situation."""

    title: str
    summary: str
    same_as: str = ""
    """The situation whose steps are also this one's; then no step is repeated."""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A source that facts name by its number."""

    number: int
    title: str
    site: str
    read_on: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Everything that a leaflet says about one kind of element."""

    language: Language
    title: str
    stage: str
    """The stage of recovery it belongs to."""
    edition: str
    """The day of its texts, written out."""
    edited_on: date
    owning: Note
    decisive: str
    normal: str
    alarming: str
    demand: tuple[Note, ...]
    preconditions: tuple[Note, ...]
    ways: tuple[Way, ...]
    proof: tuple[Note, ...]
    delays: tuple[Note, ...]
    fees: tuple[Note, ...]
    traps: tuple[Note, ...]
    after: tuple[Note, ...]
    roles: tuple[Line, ...]
    questions: tuple[Line, ...]
    references: tuple[Reference, ...]
