"""What such a document says, as frozen values in one language; every text is ready to print."""

from dataclasses import dataclass
from datetime import date

from exports.dossier import Language


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and what stands under it, in this order; what is empty is not printed."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document."""

    language: Language
    title: str
    subtitle: str
    intro: str
    made_on: date
    made: str
    """The same day, written out."""
    sections: tuple[Section, ...]
