"""The words of discovery: traces in the catalogue, what was seen, and what is proposed from it.

A trace shows that something is used, never who holds it: every proposal ends in a question.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from probes.interface import Message


class TraceSource(StrEnum):
    """Where a trace is found."""

    NS = "ns"
    MX = "mx"
    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"
    TXT = "txt"
    CNAME = "cname"
    A = "a"
    PTR = "ptr"
    HEADER = "header"
    META = "meta"
    HTML = "html"
    RDAP = "rdap"
    CERT = "cert"


class Grade(StrEnum):
    """How well a trace is known: the grades of facts, as everywhere in the product."""

    B = "B"
    """Seen in a public source."""
    C = "C"
    """Known practice, not read again: check on your screen."""
    T = "T"
    """To be verified: only ever a question, never an asset."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A literal that must be there, and the expression that then decides."""

    literal: str
    """In lower case; looked for first."""
    text: re.Pattern[str]
    octets: re.Pattern[bytes]
    """The same expression, for the octets of a page."""


@dataclass(frozen=True, kw_only=True, eq=False)  # one object each: compared and hashed as such
class Fingerprint:
    """One kind of trace, and what it speaks of."""

    id: str
    source: TraceSource
    provider: str
    """Empty where the trace itself names the operator, or nothing does."""
    kind: str
    """An id of `kinds.toml`; `domain` for the family whose member the registry decides."""
    grade: Grade
    ask: str
    """The question it makes one ask: an id of `questions.toml`."""
    basis: str
    """Where it is known from."""
    suffixes: tuple[str, ...] = ()
    """Host names, each counting from a label on."""
    patterns: tuple[Pattern, ...] = ()
    at: tuple[str, ...] = ()
    """The labels or names it is found at; the name itself when empty."""
    at_match: re.Pattern[str] | None = None
    hosts: tuple[str, ...] = ()
    """Pages only: hosts that the page loads from or links to, each counting from a label on."""
    host_words: tuple[str, ...] = ()
    """Pages only: parts of such a host's name."""
    beside: str = ""
    """Pages only: looked for where this other trace was found."""
    needs_match: bool = False
    """Pages only: the host alone says nothing yet."""
    in_scripts: bool = False
    """Pages only: matched within script elements alone."""
    secret: bool = False
    """What follows the literal identifies an account, and is not kept."""
    only_asks: bool = False

    @property
    def proposes(self) -> bool:
        """Whether it may propose an asset, rather than only raise a question."""
        return self.grade is not Grade.T and not self.only_asks


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One text that a source gave: a record, a header, a named meta element."""

    source: TraceSource
    place: str
    """Where it was read, for people: `MX cabinet.example`."""
    text: str
    at: str = ""
    """The label below the name (`www`, a selector), or the name of the meta element."""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What was found, and where."""

    fingerprint: str
    source: TraceSource
    place: str
    text: str
    """As found, bounded; what identifies an account is left out."""
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A trace of the catalogue that was found, and what it says by itself."""

    fingerprint: Fingerprint
    trace: Trace
    identifier: str = ""
    provider: str = ""
    """The operator, where the fingerprint does not name it."""
    held_by: Message | None = None
    expires_on: date | None = None

    @property
    def operator(self) -> str:
        """Who operates it, as far as anything tells."""
        return self.fingerprint.provider or self.provider


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One thing that the practice seems to have, or one that can only be asked about."""

    kind: str
    provider: str
    identifier: str
    """A number or name that the operator knows it by, such as GTM-ABC123; may be empty."""
    grade: Grade
    """The best of its traces."""
    held_by: Message
    """Who probably holds it: mostly that a trace does not tell."""
    traces: tuple[Trace, ...]
    asks: tuple[str, ...]
    """Ids of `questions.toml`, the first being the most important."""
    expires_on: date | None = None
    """As published; what has no end has none."""


@dataclass(frozen=True, kw_only=True)
class RelatedName:
    """Another name that seems to belong with this one."""

    name: str
    trace: Trace


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft register: nothing of it counts before somebody says yes."""

    name: str
    proposals: tuple[Proposal, ...]
    questions: tuple[Proposal, ...]
    """What no trace proves: to be asked, never proposed."""
    related: tuple[RelatedName, ...]
    notes: tuple[Message, ...]
    asked: tuple[str, ...]
    """Everything that was asked of the network, in the order of asking."""
    started_at: datetime
    finished_at: datetime
    is_heard: bool = True
    """False when nobody answered anything: that says more of our own network than of the name."""


@dataclass(frozen=True, kw_only=True)
class SeenPage:
    """A page that was read."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = field(default=())
    is_whole: bool = True
