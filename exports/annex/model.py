"""What a reversibility annex says, as frozen values in one language. No price, no secret.

An empty text means that the practice has not told: it is printed so, never guessed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from exports.dossier import Duty, Grade, Language


class Reply(StrEnum):
    """What the contract says of a point."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    SILENT = "silent"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    OPEN = "open"
    """Nobody has answered."""


@dataclass(frozen=True, kw_only=True)
class Party:
    """One of the two who sign."""

    name: str
    legal_name: str = ""
    legal_form: str = ""
    siren: str = ""
    vat: str = ""
    address: str = ""
    people: tuple[str, ...] = ()
    """Associates, or the contact: who may be named on it."""


@dataclass(frozen=True, kw_only=True)
class Contract:
    """The contract that the annex belongs to."""

    title: str
    reference: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    notice: str = ""
    notice_by: date | None = None
    """Last day to give notice of the present term."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """Who holds an asset, who runs it, who gets in, who pays."""

    name: str
    kind: str
    is_covered: bool
    """Whether this contract covers it."""
    holder: str = ""
    provider: str = ""
    payer: str = ""
    inside: tuple[str, ...] = ()
    """People of the practice who get in, with their roles."""
    outside: tuple[str, ...] = ()
    """Others who get in, with their roles."""
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Term:
    """Something to hand over, or to know."""

    text: str
    grade: Grade = Grade.A


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a handover."""

    who: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Return:
    """How an asset comes back to the practice when the contract ends."""

    name: str
    kind: str
    hand_over: tuple[Term, ...]
    summary: str
    steps: tuple[Step, ...]
    days: int
    """The earliest, when everybody does their part in the usual time."""
    delays: tuple[Term, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One point of the contract."""

    title: str
    reply: Reply
    place: str = ""
    silent: str = ""
    """What applies while the contract says nothing."""
    source: str = ""
    """Of that, with the day it was read."""
    negotiate: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to call."""

    name: str
    party: str
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Annex:
    """Everything that the annex says."""

    language: Language
    practice: Party
    provider: Party
    contract: Contract
    made_at: datetime
    """Aware, UTC."""
    number: int
    content_sha256: str
    """Of what is said, date and number aside: the same while nothing of it changed."""
    held: tuple[Held, ...]
    returns: tuple[Return, ...]
    clauses: tuple[Clause, ...]
    expects: tuple[str, ...]
    expects_text: str
    contacts: tuple[Contact, ...]
    duties: tuple[Duty, ...] = ()
    """Who does what; empty where nobody has said so of any row."""
    time_zone: str = "UTC"
    """IANA name; times are printed in it."""
