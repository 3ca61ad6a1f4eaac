"""What an exit plan and a handover pack are made from: frozen, complete, and free of the database.

Every text of a dossier is already in the dossier's language and fit for display; dates and times
are values, which the exporters write the local way. An empty string or tuple means "nothing to
say": the exporters then leave the line out or say so in words. No secret ever enters a dossier.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Language(StrEnum):
    """Language of the texts of a dossier and of what is made from it."""

    FR = "fr"
    EN = "en"


class SituationId(StrEnum):
    """What happens with the leaving provider."""

    COOPERATIVE = "cooperative"
    SILENT = "silent"
    CONTESTED = "contested"
    INSOLVENT = "insolvent"


class VerdictState(StrEnum):
    """Whether a declaration matches what was observed. Same values as the probes use."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    INCONCLUSIVE = "inconclusive"
    NOT_PUBLISHED = "not_published"
    UNREACHABLE = "unreachable"
    PROVED_BY_DOCUMENT = "proved_by_document"


class AssetState(StrEnum):
    """Whether the practice could carry on with an asset if the provider left today."""

    IN_HAND = "in_hand"
    """The practice is the holder and one of its administrators gets in."""
    TO_CONFIRM = "to_confirm"
    OUT_OF_REACH = "out_of_reach"
    """A provider alone holds it or gets in."""


class AccessLevel(StrEnum):
    """How far somebody gets in."""

    NONE = "none"
    LIMITED = "limited"
    ADMINISTERS = "administers"


class Grade(StrEnum):
    """How well a statement of the catalogue is known; decides how it is printed."""

    A = "A"
    """Official text or page seen: printed plain, with its source."""
    B = "B"
    """Serious secondary source: printed plain, with its source."""
    C = "C"
    """Known practice: printed with the words "to be checked on your screen"."""
    T = "T"
    """To be verified: printed only as a question to ask."""


@dataclass(frozen=True, kw_only=True)
class Practice:
    """The organisation that leaves a provider."""

    name: str
    """Usual name, as in the page header: `Cabinet médical Exemple`."""
    legal_name: str = ""
    """With the legal form, as on the cover: `SELARL Cabinet médical Exemple`; `name` when empty."""
    address: str = ""
    """One line: street, postcode, city."""
    siren: str = ""
    """Nine digits, with or without spaces."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """How the relationship stands, named by what happens and never by a judgement."""

    id: SituationId
    label: str
    """In the words of the glossary: `sans réponse`; written after "situation:" on the cover."""
    since: date | None = None
    detail: str = ""
    """One full sentence with dates and channels: which messages had no answer."""


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What binds the practice to the provider, and until when."""

    reference: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    notice_by: date | None = None
    """Last day to give notice; None when there is none or it is not known."""
    notice_text: str = ""
    """How that day was computed, or why there is none: one full sentence."""


@dataclass(frozen=True, kw_only=True)
class BandBlock:
    """One asset of the practice's whole register, as a block of the band."""

    name: str
    state: AssetState
    weight: int
    """Importance, 1 (minor) to 4 (vital): the width of the block."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One of the things to do first. Their order in the dossier is their rank."""

    title: str
    """Verb and object: `Renouveler le nom de domaine`."""
    detail: str = ""
    who: str = ""
    due_on: date | None = None
    due_text: str = ""
    """Instead of a date: `le jour même`."""


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A date that matters on the one-minute page. Listed today, to be drawn later."""

    on: date
    label: str
    hard: bool = False
    """True when missing it costs something: an expiry, a notice."""


@dataclass(frozen=True, kw_only=True)
class Uncertainty:
    """What is not certain, in one sentence, under the sign of its state."""

    state: VerdictState
    sentence: str


@dataclass(frozen=True, kw_only=True)
class MatrixParty:
    """A column of the matrix."""

    name: str
    is_practice: bool = False
    """Exactly one column, the first."""


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """What one party is and can do on one asset."""

    holder: bool = False
    pays: bool = False
    access: AccessLevel = AccessLevel.NONE
    none_of_yours: bool = False
    """In the practice's column only: nobody of the practice administers this asset."""


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One asset against every party: as many cells as there are parties, in the same order."""

    asset_id: str
    """When an asset of the dossier has this id, the row gives the page of its sheet."""
    name: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Who holds, who pays and who can get in."""

    parties: tuple[MatrixParty, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    reading: str = ""
    """The same in words: which lines the practice does not administer, on whom they depend."""
    note: str = ""
    """Where the roles come from: declared by whom and when, confirmed how."""


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """One declared field of an asset against what was observed."""

    label: str
    """`Titulaire`, `Expiration`..."""
    declared: str = ""
    """Empty: nothing is declared."""
    declared_by: str = ""
    declared_on: date | None = None
    state: VerdictState | None = None
    """None: no source was asked, the declaration stands alone."""
    observed: str = ""
    observed_at: datetime | None = None
    """Aware, UTC."""
    source: str = ""
    """`Afnic, RDAP`; for a document: its kind, date and author."""
    evidence: tuple[str, ...] = ()
    """Numbers of `Dossier.evidence`, such as `P-001`."""
    reason: str = ""
    next_step: str = ""
    """What would settle it."""


@dataclass(frozen=True, kw_only=True)
class AccessRow:
    """Somebody who gets in. Says where secrets are kept, never what they are."""

    person: str
    party: str = ""
    role: str = ""
    """Exact name on the platform."""
    level: AccessLevel = AccessLevel.LIMITED
    second_factor: str = ""
    """`application de M. Lopez`; empty: not known."""
    recovery_address: str = ""
    last_confirmed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One recovery step; the steps of an asset stand in dependency order."""

    number: int
    title: str
    detail: str = ""
    who: str = ""
    after: tuple[int, ...] = ()
    """Numbers of the steps of the same asset that come first."""
    needs: str = ""
    """What must be there before: a document, a right, another asset."""
    works_when: str = ""
    """How one sees that it worked."""
    goes_wrong: str = ""
    """What often goes wrong."""
    due_on: date | None = None
    due_text: str = ""
    """Instead of a date: `le jour même`."""
    delay: str = ""
    """How long it usually takes: `5 jours au plus`."""
    done_on: date | None = None
    grade: Grade = Grade.A
    source: str = ""
    right: str = ""
    """Of a step that signs in, copies or exports: on what right, or that none is recorded."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A prerequisite, a trap or a thing to do after recovery, with how well it is known."""

    text: str
    grade: Grade = Grade.A
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question to put to somebody, because the answer is not known."""

    question: str
    whom: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What the provider says about an asset, printed as given."""

    text: str
    author: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One sheet of the plan: what is declared, what was seen, who gets in, how to take it back."""

    id: str
    """Stable, unique in the dossier; links the sheet with the matrix."""
    number: int
    kind: str
    """Label of the kind: `Nom de domaine`."""
    name: str
    state: AssetState
    importance: str = ""
    """Label: `vital`."""
    dependents: str = ""
    """A sentence: what falls with this asset."""
    fields: tuple[FieldRow, ...] = ()
    accesses: tuple[AccessRow, ...] = ()
    recovery_title: str = ""
    """Heading of the steps: `Reprendre ce domaine sans réponse du prestataire`."""
    prerequisites: tuple[Note, ...] = ()
    steps: tuple[Step, ...] = ()
    asks: tuple[Ask, ...] = ()
    traps: tuple[Note, ...] = ()
    after_recovery: tuple[Note, ...] = ()
    notes: str = ""
    """What the practice wrote about this asset; paragraphs are kept."""
    provider_statement: Statement | None = None
    sources: tuple[str, ...] = ()
    """Sources of the playbook: title or address, with the date of reading."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One raw answer or document of the pack."""

    number: str
    """`P-001`: unique, at most 12 letters, digits and hyphens."""
    title: str
    source: str
    """`RDAP`, `WHOIS`, `DNS`, `TLS`, or the kind of document."""
    server: str = ""
    """Who answered; for a document: who filed it."""
    asked_at: datetime
    """Aware, UTC. When it was asked for, or filed."""
    sha256: str
    """Of the file, 64 lower-case hexadecimal digits."""
    size: int
    """Bytes."""
    file_name: str = ""
    """Inside the pack: `data/evidence/P-001-rdap.json`. Empty: not in the pack (withheld)."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The recovery of one asset in time, and in the order of what it waits for."""

    number: int
    """As on its sheet."""
    name: str
    starts_on: date
    done_on: date
    level: int = 1
    """1: it waits for nothing; else one more than the last it waits for."""
    after: tuple[int, ...] = ()
    """Numbers of those that come first."""
    commands: bool = False
    """Whether the end of it all moves with it."""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who does what about one row of responsibilities."""

    title: str
    decides: str = ""
    does: str = ""
    advises: str = ""
    informed: str = ""
    is_gap: bool = False
    """Nobody answers for it by name."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task of the exit."""

    title: str
    asset: str = ""
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None
    """The day on which it was done, or set aside."""
    is_set_aside: bool = False
    commands: bool = False
    """Whether the end of it all moves with it."""


@dataclass(frozen=True, kw_only=True)
class Happening:
    """A dated line of what happened, as it was noted."""

    on: date
    text: str
    who: str = ""
    papers: str = ""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A letter, an answer or a proof of sending that was filed."""

    on: date
    kind: str
    title: str
    sha256: str = ""
    """Of the file that was filed; empty: no file was."""


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything an exit plan says about leaving one provider."""

    language: Language
    practice: Practice
    provider: str
    """Usual name of the provider that is left."""
    situation: Situation
    made_at: datetime
    """Aware, UTC; also the date inside the files, so that the same dossier gives the same bytes."""
    register_sha256: str
    """Of `data/register.json` in the pack."""
    headline: str
    """The sentence of the one-minute page; provider, number of assets, the most urgent fact."""
    headline_key: str = ""
    """Its decisive second half, set in semibold; empty when the headline says it all."""
    successor: str = ""
    """Empty: nobody has been chosen yet."""
    contract: Contract | None = None
    lead: str = ""
    """Who leads the exit at the practice."""
    recovery_complete: str = ""
    """When everything could be back at the earliest: `11 décembre 2026 au plus tôt`."""
    time_zone: str = "Europe/Paris"
    """IANA name; local times are written in it."""
    time_zone_label: str = ""
    """`heure de Paris`; the IANA name when empty."""
    plan_version: int = 1
    replaces: str = ""
    """`Remplace la version du 8 octobre 2026, conservée.`"""
    register_version: str = ""
    """How the practice numbers its register: `118`."""
    band: tuple[BandBlock, ...] = ()
    """Every asset of the register, by state; the counts are counts of this."""
    actions: tuple[Action, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    uncertainties: tuple[Uncertainty, ...] = ()
    own_side: tuple[str, ...] = ()
    """What is open on the practice's own side: unpaid invoices, messages it has not answered."""
    matrix: Matrix = Matrix()
    assets: tuple[Asset, ...] = ()
    """In the order of recovery."""
    evidence: tuple[Evidence, ...] = ()
    bars: tuple[Bar, ...] = ()
    """The recovery of each asset in time; drawn with what each waits for."""
    tasks: tuple[Task, ...] = ()
    """Of the exit, once it has any; of very many, those that command the end."""
    tasks_more: int = 0
    """How many others there are, which stand in the service."""
    duties: tuple[Duty, ...] = ()
    """Who does what; empty while nobody has said so."""
    happenings: tuple[Happening, ...] = ()
    """The chronology; empty for whoever is not to have it."""
    exchanges: tuple[Exchange, ...] = ()
    """Letters that were filed; empty for whoever is not to have them."""
    legal_notice: str = ""
    """Information, not advice: one or two sentences for the last page."""
    catalogue_version: str = ""
    """Version of the playbooks the steps come from."""

    def count(self, state: AssetState) -> int:
        """How many assets of the register are in this state."""
        return sum(block.state is state for block in self.band)
