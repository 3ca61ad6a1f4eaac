"""What a list of exhibits says, as frozen values in one language."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from exports.dossier import Language

MOST_PAGES = 1_000
"""Of one exhibit."""
MOST_BUNDLE_PAGES = 2_000


class Unlaid(StrEnum):
    """Why an exhibit is named on a page instead of being shown; sentences stand in labels.toml."""

    PASSWORD = "password"  # noqa: S105 - a reason
    TOO_MANY_PAGES = "too_many_pages"
    UNREADABLE = "unreadable"
    """Broken, or more than time and memory allow, or not to be shown as its file shows it."""
    OTHER_TYPE = "other_type"
    NO_ROOM = "no_room"
    """The bundle has its most pages without it."""
    LEFT_OUT = "left_out"
    """The pack has no room for the file."""


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """The pages of an exhibit, not yet stamped; or why there are none."""

    pdf: bytes = b""
    reason: Unlaid | None = None


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What the provider observes, printed beside the fact and never edited."""

    text: str
    dated_on: date
    exhibit: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact."""

    when: str
    kind: str
    facts: str
    author: str = ""
    effect: str = ""
    exhibits: tuple[str, ...] = ()
    """Numbers."""
    corrected: str = ""
    """Why it took the place of an earlier line."""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One exhibit, as it stands in the pack."""

    number: str
    title: str
    kind: str
    dated_on: date
    file_name: str
    """In the pack; empty for one that the pack has no room for."""
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ExhibitList:
    """Everything that is printed."""

    language: Language
    practice: str
    provider: str
    contract: str
    is_health: bool
    """A practice of health says "liste des pièces", not "bordereau"."""
    made_at: datetime
    lines: tuple[Line, ...]
    exhibits: tuple[Exhibit, ...]
    left_out: int
    """Papers that stay within the practice."""
    time_zone: str = "UTC"
