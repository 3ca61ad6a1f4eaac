"""From facts to findings, and their order. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from reversibility.catalogues.models import AssetKind, Catalogue
from reversibility.findings.answers import Fine, Fires, Unknown
from reversibility.findings.facts import Agreement, AssetFacts, ProviderFacts, RegisterFacts
from reversibility.findings.models import AcceptanceLine, Finding, weight
from reversibility.findings.policy import About, Policy, Rule
from reversibility.recovery.models import Severity


@dataclass(frozen=True, kw_only=True)
class Question:
    """A rule that arose for something, and what came of it."""

    most: int
    """What it would weigh if it fired."""
    finding: Finding | None
    """None: nothing needs attention."""


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """Something that rules are asked about, as findings name it."""

    given: AssetFacts | ProviderFacts | Agreement
    id: UUID
    name: str
    importance: int
    kind: AssetKind | None = None
    phase: int
    party_ids: frozenset[UUID]
    asset_id: UUID | None = None
    contract_id: UUID | None = None
    provider_id: UUID | None = None


def ask(
    policy: Policy, register: RegisterFacts, about: Collection[About] = tuple(About)
) -> tuple[Question, ...]:
    """Put every rule to everything that it is about."""
    subjects = {
        About.ASSET: list(_assets(register, policy.catalogue)),
        About.PROVIDER: list(_providers(register, policy.catalogue)),
        About.CONTRACT: list(_agreements(register, policy.catalogue)),
    }
    return tuple(
        question
        for rule in policy.rules
        if rule.about in about
        for subject in subjects[rule.about]
        if (question := _ask(policy, rule, subject, register))
    )


def _ask(policy: Policy, rule: Rule, subject: _Subject, register: RegisterFacts) -> Question | None:
    if subject.kind is not None and not rule.is_about(subject.kind):
        return None
    answer = policy.predicates[rule.id](subject.given, register)
    if answer is None:
        return None
    level = rule.level_for(subject.kind)
    finding = None if isinstance(answer, Fine) else _finding(rule, subject, level, answer)
    graver = min(level, finding.severity) if finding else level
    return Question(most=weight(graver) * subject.importance, finding=finding)


def _finding(rule: Rule, subject: _Subject, level: Severity, answer: Fires | Unknown) -> Finding:
    is_unknown = isinstance(answer, Unknown)
    severity = _one_lower(level) if isinstance(answer, Unknown) else answer.severity or level
    return Finding(
        rule=rule,
        subject_id=subject.id,
        subject_name=subject.name,
        severity=severity,
        is_unknown=is_unknown,
        fact=answer.fact,
        values={"name": subject.name, **answer.values},
        importance=subject.importance,
        phase=subject.phase,
        due_on=None if isinstance(answer, Unknown) else answer.due_on,
        asset_id=subject.asset_id,
        contract_id=subject.contract_id,
        provider_id=subject.provider_id,
        party_ids=subject.party_ids | ({answer.party_id} if answer.party_id else frozenset()),
        grant_id=answer.grant_id,
    )


def _one_lower(severity: Severity) -> Severity:
    return Severity(min(severity + 1, Severity.MINOR))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put the worst first: severity, importance, nearest date, what others need, least effort.

    What the register does not say comes after what it does, where both weigh the same.
    """
    return tuple(sorted(findings, key=_rank))


def _rank(finding: Finding) -> tuple[int, bool, int, date, int, int, str]:
    return (
        finding.severity,
        finding.is_unknown,
        -finding.importance,
        finding.due_on or date.max,
        finding.phase,
        finding.rule.minutes,
        finding.subject_name,
    )


def with_acceptances(
    findings: Iterable[Finding],
    accepted: Mapping[tuple[str, UUID], tuple[Severity, AcceptanceLine]],
) -> Iterator[Finding]:
    """Say of each finding whether it is left as it is; a graver one than that day's is not."""
    for finding in findings:
        severity, line = accepted.get(finding.key, (None, None))
        holds = severity is not None and severity <= finding.severity
        yield replace(finding, acceptance=line) if holds else finding


def _assets(register: RegisterFacts, catalogue: Catalogue) -> Iterator[_Subject]:
    phases = [phase.id for phase in catalogue.common.phases]
    for asset in register.assets:
        yield _Subject(
            given=asset,
            id=asset.id,
            name=asset.name,
            importance=asset.importance,
            kind=asset.kind,
            phase=phases.index(catalogue.phase_of(asset.kind).id),
            party_ids=frozenset({asset.provider.id} if asset.provider else ()),
            asset_id=asset.id,
        )


def _providers(register: RegisterFacts, catalogue: Catalogue) -> Iterator[_Subject]:
    last = len(catalogue.common.phases)
    for provider in register.providers:
        yield _Subject(
            given=provider,
            id=provider.party.id,
            name=provider.party.name,
            importance=provider.importance,
            phase=last,
            party_ids=frozenset({provider.party.id}),
            provider_id=provider.party.id,
        )


def _agreements(register: RegisterFacts, catalogue: Catalogue) -> Iterator[_Subject]:
    last = len(catalogue.common.phases)
    for provider in register.providers:
        for agreement in provider.agreements:
            yield _Subject(
                given=agreement,
                id=agreement.id,
                name=agreement.title,
                importance=provider.importance,
                phase=last,
                party_ids=frozenset({provider.party.id}),
                contract_id=agreement.id,
                provider_id=provider.party.id,
            )
