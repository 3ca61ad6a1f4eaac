"""What both papers say, as frozen values in one language; every text is ready to print."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from exports.dossier import Language


class PaperKind(StrEnum):
    """Which of both papers it is."""

    REQUEST = "request"
    RECEIPT = "receipt"


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of both sides."""

    name: str
    lines: tuple[str, ...] = ()
    """Address, SIREN."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that is asked for, or was handed over."""

    number: str
    """`2.1`."""
    text: str
    state: str = ""
    """`asked`, `received`, `partly`, `refused` or `not_applicable`; empty on a request."""
    when: str = ""
    """The day it was settled, written out."""
    words: str = ""
    """The provider's own words, printed as given."""
    reply: str = ""
    """What the provider observed on it, printed as given."""
    proof: str = ""
    """What shows it: title and date of a paper."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """What belongs to one asset."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper."""

    language: Language
    kind: PaperKind
    practice: Side
    provider: Side
    contract: str
    """Title and reference."""
    number: int
    made_on: date
    made: str
    """The same day, written out."""
    answer_by: str = ""
    """On a request: the day by which an answer is asked for."""
    released_from: str = ""
    """On a receipt: from when on the provider answers no more; empty: a line to write on."""
    groups: tuple[Group, ...] = ()
