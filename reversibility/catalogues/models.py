"""What a catalogue says, as frozen values; the files under `data/` have exactly this shape.

A fact never stands without its source; its grade is its source's:
A official text or page seen, B serious secondary source seen, C known practice not re-read,
T to be verified: only ever a question to ask, never a step, a delay or a fee.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reversibility.catalogues.errors import KindMissingError
from reversibility.catalogues.situations import Situation
from reversibility.kernel.digest import sha256


class Grade(StrEnum):
    """How well a source is known."""

    A = "A"
    B = "B"
    C = "C"
    T = "T"


class AttributeType(StrEnum):
    """What an attribute of an asset holds."""

    TEXT = "text"
    DATE = "date"
    DOMAIN = "domain"
    HOST = "host"
    HOSTS = "hosts"
    EMAIL = "email"
    NUMBER = "number"
    URL = "url"
    CHOICE = "choice"
    YES_NO = "yes_no"


class RoleLevel(StrEnum):
    """How far a role of a platform reaches."""

    ADMIN = "admin"
    """Can remove others and hand the asset over."""
    MANAGE = "manage"
    LIMITED = "limited"


class NormalFor(StrEnum):
    """Who normally has a role."""

    PRACTICE = "practice"
    PROVIDER = "provider"
    BOTH = "both"


class Who(StrEnum):
    """Who acts."""

    PRACTICE = "practice"
    PROVIDER = "provider"
    """The leaving provider."""
    SUCCESSOR = "successor"
    LAWYER = "lawyer"
    PLATFORM = "platform"


class Right(StrEnum):
    """On what right a step that signs in, copies or exports rests (review of the content, 27)."""

    OWN_ACCOUNT = "own_account"
    WRITTEN_CONSENT = "written_consent"
    PLATFORM_PROCEDURE = "platform_procedure"


class Condition(StrEnum):
    """When a step applies."""

    HOLDER_IS_PRACTICE = "holder_is_practice"
    HOLDER_IS_NOT_PRACTICE = "holder_is_not_practice"
    PRACTICE_ADMINISTERS = "practice_administers"
    PRACTICE_DOES_NOT_ADMINISTER = "practice_does_not_administer"


@dataclass(frozen=True, kw_only=True)
class Text:
    """The same thing said in French and in English."""

    fr: str
    en: str

    def in_(self, locale: str) -> str:
        """Return it in one language."""
        return self.en if locale == "en" else self.fr


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact comes from, read on a day."""

    id: str
    title: str
    site: str
    read_on: date
    grade: Grade
    title_en: str = ""
    """How it is called in English, where that is not its French title."""

    def called(self, locale: str) -> str:
        """Return its title in a language; a text of law without an English one keeps its own."""
        return self.title_en if locale == "en" and self.title_en else self.title


@dataclass(frozen=True, kw_only=True)
class Statement(Text):
    """A fact with its source."""

    source: str


@dataclass(frozen=True, kw_only=True)
class CommonStatement(Statement):
    """A fact that several kinds share, by id."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """What nobody could verify: a question to ask, and whom."""

    ask: Text
    whom: Text


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a choice."""

    id: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """What the register asks about an asset of a kind."""

    id: str
    type: AttributeType
    label: Text
    help: Text
    required: bool = False
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role of the platform, by its exact name there."""

    id: str
    name: Text
    level: RoleLevel
    normal_for: NormalFor


FULL_ACCESS = Role(
    id="full_access",
    name=Text(fr="accès complet, rôle exact à préciser", en="full access, exact role to be named"),
    level=RoleLevel.ADMIN,
    normal_for=NormalFor.BOTH,
)
"""Somebody who can change everything, where nobody has read yet what the platform calls that."""


@dataclass(frozen=True, kw_only=True)
class Days:
    """How long something takes, in calendar days; None where it is not known."""

    least: int | None = None
    usual: int | None = None
    most: int | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One recovery step."""

    id: str
    who: Who
    title: Text
    """Verb and object."""
    detail: Text
    source: str
    needs: tuple[str, ...] = ()
    """Steps of the same situation that come first; none = the one before it."""
    needs_right: Right | None = None
    """For a step that signs in, copies or exports; without that right, `ask` replaces the step."""
    ask: Text | None = None
    seen_by: Text
    """How one sees that it worked."""
    probe: str | None = None
    """Verdict field that tells, where a probe can."""
    days: Days | None = None
    goes_wrong: Text | None = None
    when: Condition | None = None
    at_once: bool = False
    """True when it need not wait until what the asset depends on is back: evidence, deadlines."""


@dataclass(frozen=True, kw_only=True)
class Playbook:
    """How to get an asset back in one situation; or the situation it is the same as."""

    same_as: Situation | None = None
    summary: Text | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssetKind:
    """One kind of asset: what owning it means, and the way back in four situations."""

    id: str
    version: date
    family: str
    importance: int
    title: Text
    short: Text
    owning: Statement
    decisive: Text
    """The decisive field, role or account, in a few words."""
    normal: Text
    alarming: Text
    attributes: tuple[Attribute, ...]
    roles: tuple[Role, ...]
    demand: tuple[Statement, ...]
    preconditions: tuple[Statement, ...]
    situations: Mapping[Situation, Playbook]
    proof: tuple[Statement, ...]
    delays: tuple[Statement, ...]
    fees: tuple[Statement, ...]
    traps: tuple[Statement, ...]
    after: tuple[Statement, ...]
    after_common: tuple[str, ...]
    """Ids of `common.toml`, in order, before the kind's own."""
    sources: tuple[Source, ...]
    questions: tuple[Question, ...] = ()
    also_called: tuple[str, ...] = ()
    """Brands and other words that people search it by, in any language."""
    depends_on: tuple[str, ...] = ()
    """Families it needs."""

    def playbook(self, situation: Situation) -> Playbook:
        """Return the playbook of a situation, following `same_as`."""
        found = self.situations[situation]
        return self.playbook(found.same_as) if found.same_as else found

    def role(self, role_id: str) -> Role | None:
        """Return one of its roles, or full access without its name, or None."""
        return next((role for role in (*self.roles, FULL_ACCESS) if role.id == role_id), None)

    @property
    def role_ids(self) -> tuple[str, ...]:
        """What an access may be declared with."""
        return tuple(role.id for role in (*self.roles, FULL_ACCESS))

    def source(self, source_id: str) -> Source:
        """Return one of its sources."""
        return next(source for source in self.sources if source.id == source_id)


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A stage of the golden order: what is recovered before what."""

    id: str
    title: Text
    families: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Common:
    """What every recovery shares."""

    phases: tuple[Phase, ...]
    first_hour: tuple[CommonStatement, ...]
    proof_kit: tuple[CommonStatement, ...]
    after: tuple[CommonStatement, ...]
    never: tuple[CommonStatement, ...]
    sources: tuple[Source, ...]
    steps: tuple[Step, ...] = ()
    """Steps that kinds take over with `use`."""
    small_words: tuple[str, ...] = ()
    """Words that say nothing about which kind a question is about."""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Every kind, what all share, and digests that say which texts these are."""

    kinds: Mapping[str, AssetKind]
    common: Common
    digests: Mapping[str, str]
    """Of each kind's file, by id; of the common blocks under an empty id."""

    @property
    def version(self) -> str:
        """One digest that says which texts these are."""
        return sha256("".join(self.digests.values()).encode())

    def changed_since(self, digests: Mapping[str, str]) -> tuple[str, ...]:
        """Return the ids of `digests` whose texts are others now, or gone."""
        return tuple(name for name, digest in digests.items() if self.digests.get(name) != digest)

    def kind(self, kind_id: str) -> AssetKind:
        """Return one kind; raises KindMissingError."""
        if kind_id not in self.kinds:
            raise KindMissingError
        return self.kinds[kind_id]

    def phase_of(self, kind: AssetKind) -> Phase:
        """Return the stage in which a kind is recovered."""
        return next(phase for phase in self.common.phases if kind.family in phase.families)

    def sources_of(self, kind: AssetKind) -> dict[str, Source]:
        """Return every source that a page about a kind can name, by id."""
        return {source.id: source for source in (*self.common.sources, *kind.sources)}

    def after_recovery(self, kind: AssetKind) -> tuple[Statement, ...]:
        """Return what to do right after recovery: the common items it names, then its own."""
        shared = {item.id: item for item in self.common.after}
        return (*(shared[name] for name in kind.after_common), *kind.after)
