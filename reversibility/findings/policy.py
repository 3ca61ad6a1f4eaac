"""The rules as data: `data/rules.toml`, read strictly, each held to its predicate."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from reversibility.catalogues.decode import Fault
from reversibility.catalogues.models import AssetKind, Catalogue, Source, Text
from reversibility.catalogues.reading import read_catalogue
from reversibility.findings.answers import Predicate
from reversibility.findings.predicates import PREDICATES
from reversibility.recovery.models import Severity

FILE = "rules.toml"


class About(StrEnum):
    """What a rule is asked about, one at a time."""

    ASSET = "asset"
    PROVIDER = "provider"
    CONTRACT = "contract"


class Level(StrEnum):
    """How much a rule matters, as the file writes it."""

    CRITICAL = "critical"
    IMPORTANT = "important"
    MODERATE = "moderate"
    MINOR = "minor"

    @property
    def severity(self) -> Severity:
        """Return it as the rest of the service has it."""
        return Severity[self.name]


class Opens(StrEnum):
    """The page on which a fix begins."""

    DECLARATION = "declaration"
    ACCESS = "access"
    END_OF_ACCESS = "end_of_access"
    RECOVERY = "recovery"
    PROOF = "proof"
    CHECK = "check"
    REVIEW = "review"
    PROVIDER = "provider"
    CONTACT = "contact"
    CONTRACT = "contract"
    FIELDS = "fields"
    """Declared and seen, side by side."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """The button that starts a fix: its verb, the page it opens, and which question there."""

    button: Text
    opens: Opens
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of the policy; what makes it fire is a predicate of the same id."""

    id: str
    about: About
    severity: Level
    title: Text
    why: Text
    facts: Mapping[str, Text]
    """Sentences that say what fired it; the predicate chooses one."""
    remedy: Text
    """What to do first."""
    way: Way
    closes: Text
    """What shows that it is settled."""
    source: str
    minutes: int
    concerns: tuple[str, ...] = ()
    """Kinds and families of assets; none = all."""
    except_for: tuple[str, ...] = ()
    severity_for: Mapping[str, Level] | None = None
    """Another severity for some kinds or families."""
    quick_win: bool = False
    unknown: Mapping[str, Text] | None = None
    """Sentences for what the register does not say."""
    unknown_way: Way | None = None

    def is_about(self, kind: AssetKind) -> bool:
        """Say whether the question arises for a kind of asset."""
        names = {kind.id, kind.family}
        return not names & {*self.except_for} and (
            not self.concerns or bool(names & {*self.concerns})
        )

    def level_for(self, kind: AssetKind | None) -> Severity:
        """Return how much it matters for a kind of asset."""
        others = self.severity_for or {}
        for name in (kind.id, kind.family) if kind else ():
            if name in others:
                return others[name].severity
        return self.severity.severity


@dataclass(frozen=True, kw_only=True)
class _File:
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The rules with their predicates, and the kinds of asset they are about."""

    rules: tuple[Rule, ...]
    sources: Mapping[str, Source]
    predicates: Mapping[str, Predicate]
    catalogue: Catalogue

    def rule(self, rule_id: str) -> Rule | None:
        """Return one rule, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def load_policy(
    catalogue: Catalogue,
    text: str | None = None,
    predicates: Mapping[str, Predicate] = PREDICATES,
) -> Policy:
    """Load the rules (the shipped ones by default); raises CatalogueError."""
    given = files("reversibility.findings").joinpath("data", FILE).read_bytes()
    content = given if text is None else text.encode()
    read = read_catalogue(_File, FILE, content, lambda read: _faults(read, catalogue, predicates))
    sources = {source.id: source for source in read.sources}
    return Policy(rules=read.rules, sources=sources, predicates=predicates, catalogue=catalogue)


def _faults(
    read: _File, catalogue: Catalogue, predicates: Mapping[str, Predicate]
) -> Iterable[Fault]:
    counts = Counter(rule.id for rule in read.rules)
    sources = {source.id for source in read.sources}
    kinds = {name for kind in catalogue.kinds.values() for name in (kind.id, kind.family)}
    for index, rule in enumerate(read.rules):
        place = f"rules[{index}]"
        if counts[rule.id] > 1:
            yield Fault(f"{place}.id", f"the rule {rule.id} is written twice")
        if rule.id not in predicates:
            yield Fault(f"{place}.id", f"no predicate answers the rule {rule.id}")
        yield from _rule_faults(rule, place, kinds, sources)
    for rule_id in sorted(predicates.keys() - counts.keys()):
        fault = f"the predicate {rule_id} has no rule: write [[rules]] with id = {rule_id!r}"
        yield Fault("", fault)


def _rule_faults(
    rule: Rule, place: str, kinds: Collection[str], sources: Collection[str]
) -> Iterable[Fault]:
    for name in (*rule.concerns, *rule.except_for, *(rule.severity_for or ())):
        if name not in kinds:
            yield Fault(place, f"{rule.id}: no kind or family is called {name!r}")
    if rule.source not in sources:
        yield Fault(f"{place}.source", f"{rule.id}: no source is called {rule.source!r}")
    if rule.unknown and rule.unknown_way is None:
        yield Fault(place, f"{rule.id}: write unknown_way, the button for what is not known")
