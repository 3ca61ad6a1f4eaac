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
    """What somebody said: the value, who said it and when, the raw answers behind it."""

    text: str
    source: str = ""
    raw: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """One field: declared, the sign, observed; below, why, what would settle it, where to go."""

    label: str
    declared: Statement
    state: str
    """A verdict state: confirmed, contradicted, not_published, inconclusive, unreachable ..."""
    observed: Statement
    reasons: tuple[str, ...] = ()
    advice: str = ""
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
    """A raw answer or a produced file: what, when and from whom, its digest, where to get it."""

    icon: str
    title: str
    detail: str
    sha256: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentItem:
    """A document that somebody filed."""

    icon: str
    title: str
    detail: str
    """What it is, and the date it bears."""
    shows: str
    added: str
    """Who filed it, and when."""
    sha256: str
    remark: str = ""
    """Why it does not count, where it does not."""
    href: str = ""
    """Empty once it was withdrawn."""
    withdrawing: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Documents that were produced together."""

    number: int
    made: str
    documents: tuple[EvidenceItem, ...]
    renewed: tuple[str, ...] = ()
    """Recovery sheets that say something else since."""


@dataclass(frozen=True, kw_only=True)
class StepItem:
    """One recovery step."""

    title: str
    detail: str = ""
    proof: str = ""
    """How one sees that it worked."""
    trap: str = ""
    source: str = ""
    """Where the step comes from, how sure that is, how long it takes."""
    who: str = ""
    condition: str = ""
    """When it applies, where the catalogue tells it to everybody."""
    right: str = ""
    """On what right it rests, where it signs in, copies or exports."""
    ask: str = ""
    """What to ask for instead, without that right."""
    due_on: date | None = None
    done_on: date | None = None
    is_next: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something the catalogue knows: the number of its source, or to be checked on the screen."""

    text: str
    source: int
    """0 for known practice, which no page was read for."""
    to_check: bool


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A page that was read, and when."""

    number: int
    title: str
    site: str
    read_on: date


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """One kind of element in a list."""

    href: str
    icon: str
    name: str
    decisive: str


@dataclass(frozen=True, kw_only=True)
class KindGroup:
    """The kinds that are recovered in one stage."""

    title: str
    rows: tuple[KindRow, ...]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that needs attention: how much, the fact, what to do first, where."""

    severity: str
    fact: str
    action: str
    href: str = ""
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class FieldVerdict:
    """A field and its result, where the statements behind it stand elsewhere."""

    label: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Who can get in, in a few words."""

    text: str
    alone: bool = False
    """A provider alone: what the practice would lose."""


@dataclass(frozen=True, kw_only=True)
class AccessRow:
    """One person's way in: the role by its real name, the second step, the way back in."""

    person: str
    party: str
    role: str
    administers: bool
    second_factor: str
    recovery_address: str
    confirmed_on: date | None
    ends_on: date | None = None
    """The last day it is meant for."""
    ending: str = ""
    """Where its end is recorded; empty for who may not."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A label and its value."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class StandingRow:
    """One element in a list: what it is, who holds it, the result, who gets in, who pays."""

    id: str
    href: str
    icon: str
    name: str
    kind: str
    state: str
    """in_hand, to_confirm or out_of_reach."""
    holder: str
    verdict: FieldVerdict | None
    """The least settled of its results; None before anything was verified."""
    can_be_verified: bool
    entry: Entry
    payer: str
    next_date: date | None
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class ContractRow:
    """One contract in a list."""

    href: str
    title: str
    provider: str
    reference: str
    ends_on: date | None
    notice_day: date | None
    days_left: int | None
    is_missed: bool
    """Whether the last day of the present term has passed."""
    without_day: str
    """Why there is no last day to give notice."""
    asset_count: int


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
class TermDrawing:
    """The term of a contract to scale, in thousandths of its length."""

    starts_on: date
    ends_on: date
    notice_day: date
    today: date
    notice_at: int
    today_at: int
    days_left: int


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """What one party has of one element: holds it, pays for it, administers it."""

    holds: bool = False
    pays: bool = False
    administers: str = ""
    """full, limited, nobody (of the practice), unknown (nobody said who gets in), or empty."""
    until: date | None = None
    """The last day of the last access of its people that has one."""


@dataclass(frozen=True, kw_only=True)
class ProgressUnit:
    """One part of a run: what it is about, queued, running, done or failed, and what came of it."""

    label: str
    state: str
    detail: str = ""
    href: str = ""
    verdicts: tuple[FieldVerdict, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProgressPart:
    """A run as it stands; `href` is the address of this part, asked again while it runs."""

    status: str
    """How far it is, in a sentence."""
    ended_count: int
    total_count: int
    href: str
    is_finished: bool
    left: str = ""
    """How long it still takes, when there is a pace to tell from."""
    no_worker: str = ""
    """Since when nobody is there to do the work, when that is too long."""
    pauses: tuple[str, ...] = ()
    """Servers that are not asked at present, in a sentence each."""
    units: tuple[ProgressUnit, ...] = ()
    first_href: str = ""
    """The first page of the units, from a later one."""
    failed_href: str = ""
    """Those that could not be done, where they may stand on another page."""
    next_href: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """A finding, whole: the fact, why, what to do first and where, what settles it."""

    rule: str
    title: str
    severity: str
    is_unknown: bool
    """Information is missing, rather than something found."""
    fact: str
    why: str
    remedy: str
    closes: str
    source: str
    minutes: int
    is_quick: bool
    action: str
    href: str
    subject: str
    subject_href: str
    days_left: int | None = None
    accepting: str = ""
    """Where it can be left as it is; empty for who may not."""
    taking_up: str = ""
    """Where it can be taken up again."""
    accepted: str = ""
    """Until when it is left as it is, by whom and why."""


@dataclass(frozen=True, kw_only=True)
class LossLine:
    """Points that the index lost, and to what."""

    points: int
    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class ScorePart:
    """The index with its addends."""

    value: int
    word: str
    is_fragile: bool
    reason: str
    """Why it is that word, in a sentence."""
    lost: int
    losses: tuple[LossLine, ...]
    knows: str
    """How much of what is asked the register answers."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One asset in the band: wider when it is vital, filled by where it stands."""

    state: str
    weight: int


@dataclass(frozen=True, kw_only=True)
class BandPart:
    """The assets side by side, from in hand to out of reach; the score's picture."""

    blocks: tuple[Block, ...]
    in_hand: int
    to_confirm: int
    out_of_reach: int

    @property
    def total(self) -> int:
        """How many assets."""
        return self.in_hand + self.to_confirm + self.out_of_reach


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """Something that falls due on a day."""

    day: date
    days_left: int
    title: str
    detail: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ProviderLine:
    """A provider at a glance: what it holds, what needs attention, until when one is bound."""

    href: str
    name: str
    trade: str
    blocks: tuple[str, ...]
    """The state of each asset it runs or gets into, at most a dozen."""
    summary: str
    """The same in words."""
    point_count: int
    """What is known to need attention; what the register does not say is counted apart."""
    points_href: str
    unknown_count: int
    unknown_href: str
    contract: str
    """Until when, in words."""
