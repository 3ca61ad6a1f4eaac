"""What the components are given: one frozen value per macro of templates/_parts.

Texts arrive rendered in the reader's language; states arrive as the codes of the domain.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Link:
    """Words and where they lead."""

    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What somebody said: the value, who said it and when, the raw answer behind it."""

    text: str
    source: str = ""
    raw: Link | None = None


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """One field: declared, the sign, observed; below, why and what to do next."""

    label: str
    declared: Statement
    state: str
    """A verdict state: confirmed, contradicted, not_published, inconclusive, unreachable ..."""
    observed: Statement
    reason: str = ""
    next_step: Link | None = None


@dataclass(frozen=True, kw_only=True)
class ChainLink:
    """One link of the chain of holding; after a broken one the line is dashed."""

    label: str
    text: str
    state: str
    is_broken: bool = False


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """A raw answer or a document: what it is, when and from whom, its digest, where to get it."""

    icon: str
    title: str
    detail: str
    sha256: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class StepItem:
    """One recovery step."""

    title: str
    detail: str = ""
    trap: str = ""
    who: str = ""
    due_on: date | None = None
    done_on: date | None = None
    is_next: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several links that look like one control: a situation, a tab."""

    text: str
    href: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class BillLine:
    """One line of a computation, with its source under it."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Bill:
    """A computation that shows its working: the addends, the result, what follows from it."""

    lines: tuple[BillLine, ...]
    result: BillLine
    after: tuple[BillLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """What one party has of one element: holds it, pays for it, administers it."""

    holds: bool = False
    pays: bool = False
    administers: str = ""
    """full, limited, nobody (of the practice), or empty."""


@dataclass(frozen=True, kw_only=True)
class ProgressUnit:
    """One part of a run: what is checked, queued, running, done or failed, and the outcome."""

    label: str
    state: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgressPart:
    """A run as it stands; `href` is the address of this part, asked again while it runs."""

    done_count: int
    total_count: int
    href: str
    is_finished: bool
    no_worker_minutes: int = 0
    """Minutes since a worker last showed itself, when that is too long; else 0."""
    units: tuple[ProgressUnit, ...] = ()
