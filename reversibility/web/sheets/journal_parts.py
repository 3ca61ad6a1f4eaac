"""What the page of the journal is given: days, entries, and what changed in each."""

from dataclasses import dataclass
from datetime import date, datetime

from reversibility.web.parts import Link


@dataclass(frozen=True, kw_only=True)
class Change:
    """One value that changed; empty before when it is new, empty after when it is gone."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class JournalItem:
    """One entry of the journal, in words."""

    number: int
    at: datetime
    actor: str
    sentence: tuple[Link, ...]
    """Its parts; the record is a link where it has a page."""
    subject: str
    kind: str
    """What kind of record it is about."""
    changes: tuple[Change, ...]
    digest: str
    erased_at: datetime | None = None
    """When the content was erased; who and why beside it."""
    erased_by: str = ""
    erased_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class JournalDay:
    """What was done on one day, the last first."""

    day: date
    items: tuple[JournalItem, ...]
