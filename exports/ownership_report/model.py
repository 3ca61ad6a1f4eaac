"""What an ownership report says, as frozen values in one language. No price, no secret."""

from dataclasses import dataclass
from datetime import date, datetime

from exports.dossier import Evidence, FieldRow, Language, Practice


@dataclass(frozen=True, kw_only=True)
class Signed:
    """The confidentiality statement under which the auditor looked."""

    name: str
    at: datetime
    version: str
    """Of the text."""
    sha256: str
    """Of the text."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """What the auditor noted."""

    text: str
    about: str
    """The result it is about; empty for the asset as a whole."""
    author: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One asset: every declared field beside what was seen, and the auditor's notes."""

    name: str
    kind: str
    fields: tuple[FieldRow, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that the report says."""

    language: Language
    practice: Practice
    auditor: str
    scope: str
    starts_on: date
    ends_on: date
    made_at: datetime
    """Aware, UTC."""
    statement: Signed
    assets: tuple[Asset, ...]
    evidence: tuple[Evidence, ...]
    time_zone: str = "UTC"
    """IANA name; local times are printed in it, evidence stays in UTC."""
