"""What a list of exhibits says, as frozen values in one language."""

from dataclasses import dataclass
from datetime import date, datetime

from exports.dossier import Language


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
    pages: int | None
    """None: a mail, or a PDF whose pages could not be counted."""
    first_page: int | None
    """When the exhibits are laid one after the other; None without pages."""
    file_name: str
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
