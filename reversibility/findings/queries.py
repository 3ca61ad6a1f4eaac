"""Read what needs attention in a practice, and how it stands as a whole."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.queries import ContractSheet
from reversibility.evidence.standing import Standing
from reversibility.findings.errors import FindingMissingError
from reversibility.findings.facts import RegisterFacts
from reversibility.findings.gathering import Gathered, gather, register_facts
from reversibility.findings.models import Acceptance, AcceptanceLine, Finding
from reversibility.findings.policy import About, Policy
from reversibility.findings.rules import Question, ask, in_order, with_acceptances
from reversibility.findings.score import Score, compute_score
from reversibility.kernel.actor import Actor, Permission
from reversibility.recovery.models import Severity
from reversibility.register.queries import AssetSheet, PartySheet


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Everything that needs attention, the index, and what both were taken from."""

    findings: tuple[Finding, ...]
    """Worst first, those that are left as they are among them."""
    score: Score | None
    """None while the register is empty."""
    gathered: Gathered

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody chose to leave as they are."""
        return tuple(finding for finding in self.findings if finding.acceptance is None)


@dataclass(frozen=True, kw_only=True)
class AssetRead:
    """What the page of an asset has read of it, and of the register around it."""

    standing: Standing
    assets: Collection[AssetSheet]
    parties: Collection[PartySheet]
    """Every party, archived ones too."""
    contracts: Collection[ContractSheet]
    """Those that cover it."""


def get_overview(session: Session, actor: Actor, policy: Policy, *, now: datetime) -> Overview:
    """Say what needs attention in the whole practice."""
    actor.require(Permission.FINDING_READ)
    gathered = gather(session, actor, policy.catalogue, today=now.date())
    questions = ask(policy, gathered.facts)
    return Overview(
        findings=_findings(questions, _accepted(session, actor, today=now.date())),
        score=compute_score(questions),
        gathered=gathered,
    )


def list_findings(
    session: Session, actor: Actor, policy: Policy, *, now: datetime
) -> tuple[Finding, ...]:
    """List what needs attention, worst first; what is left as it is carries its `acceptance`."""
    actor.require(Permission.FINDING_READ)
    return get_overview(session, actor, policy, now=now).findings


def list_asset_findings(
    session: Session, actor: Actor, policy: Policy, read: AssetRead, *, now: datetime
) -> tuple[Finding, ...]:
    """List what needs attention about one asset, whose page has read it already."""
    actor.require(Permission.FINDING_READ)
    facts = register_facts(
        [read.standing], read.parties, read.contracts, today=now.date(), others=read.assets
    )
    return find_about_assets(session, actor, policy, facts)


def find_about_assets(
    session: Session, actor: Actor, policy: Policy, facts: RegisterFacts
) -> tuple[Finding, ...]:
    """List what needs attention about assets that were read already, worst first."""
    actor.require(Permission.FINDING_READ)
    questions = ask(policy, facts, [About.ASSET])
    return _findings(questions, _accepted(session, actor, today=facts.today))


def get_finding(
    session: Session, actor: Actor, policy: Policy, key: tuple[str, UUID], *, now: datetime
) -> Finding:
    """Return one finding by its rule and subject; raises FindingMissingError once it is settled."""
    actor.require(Permission.FINDING_READ)
    for finding in list_findings(session, actor, policy, now=now):
        if finding.key == key:
            return finding
    raise FindingMissingError


def _findings(
    questions: tuple[Question, ...],
    accepted: Mapping[tuple[str, UUID], tuple[Severity, AcceptanceLine]],
) -> tuple[Finding, ...]:
    found = [question.finding for question in questions if question.finding]
    return in_order(with_acceptances(found, accepted))


def _accepted(
    session: Session, actor: Actor, *, today: date
) -> dict[tuple[str, UUID], tuple[Severity, AcceptanceLine]]:
    rows = session.scalars(
        select(Acceptance)
        .where(
            Acceptance.practice_id == actor.practice_id,
            Acceptance.ended_at.is_(None),
            Acceptance.until >= today,
        )
        .order_by(Acceptance.accepted_at, Acceptance.id)
    )
    return {
        (row.rule, row.subject_id): (
            Severity(row.severity),
            AcceptanceLine(
                reason=row.reason,
                until=row.until,
                accepted_by=row.accepted_by,
                accepted_at=row.accepted_at,
            ),
        )
        for row in rows
    }
