"""What a letter says, as frozen values in one language; every text is ready to print."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exports.dossier import Language


class PartKind(StrEnum):
    """How a part of the body is set."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEMS = "items"
    NUMBERED = "numbered"
    TABLE = "table"


@dataclass(frozen=True, kw_only=True)
class Span:
    """A run of text; a gap names what is missing, and a draft shows it so."""

    text: str
    is_gap: bool = False


Line = tuple[Span, ...]


def spoken(line: Line) -> str:
    """Return a line as one text."""
    return "".join(span.text for span in line)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the body: a text, or lines, or a table with its title."""

    kind: PartKind
    text: Line = ()
    items: tuple[Line, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Annex:
    """A table on a page of its own, behind the signature."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    intro: str = ""
    total: tuple[str, ...] = ()
    """The last row, set apart; empty for none."""
    signatures: tuple[str, ...] = ()
    """Who signs this page; empty for nobody."""
    widths: tuple[int, ...] = ()
    """Shares of the columns; empty for equal ones."""
    sums_from: int = 0
    """The column from which on there are sums, set to the right; 0 for none."""


@dataclass(frozen=True, kw_only=True)
class Correspondent:
    """Who writes, or to whom."""

    name: Line
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter in one language."""

    language: Language
    title: str
    """What kind of letter it is; for the properties of the file, not printed."""
    is_draft: bool
    sender: Correspondent
    recipient: Correspondent | None
    """None for a text that the practice publishes."""
    dated: Line
    """Place and day."""
    channel: str
    reference: str
    subject: Line
    parts: tuple[Part, ...]
    signer: Line
    capacity: Line
    enclosures: tuple[Line, ...]
    annexes: tuple[Annex, ...]
    made_at: datetime
    """Aware, UTC."""
    countersigned: str = ""
    """Who else signs; empty for nobody."""
    courtesy: str = ""
    """What a translation for reading says of itself; empty for the letter that is sent."""
