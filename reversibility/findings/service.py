"""Leave a finding as it is for a while, and take it up again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.findings.errors import AcceptanceInvalidError
from reversibility.findings.models import Acceptance, Finding
from reversibility.findings.policy import Policy
from reversibility.findings.queries import get_finding
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id

LONGEST = timedelta(days=731)
"""Two years: a choice that nobody looks at again is no choice."""
_LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class AcceptanceDraft:
    """Which finding is left as it is, why, and until when."""

    rule: str
    subject_id: UUID
    reason: str
    until: date


def accept_finding(
    session: Session, actor: Actor, policy: Policy, draft: AcceptanceDraft, *, now: datetime
) -> Finding:
    """Leave a finding as it is; it comes back after that day, and at once if it becomes graver.

    Raises FindingMissingError once it is settled, AcceptanceInvalidError without a reason or with a
    day that is past or too far.
    """
    actor.require(Permission.FINDING_ACCEPT)
    finding = get_finding(session, actor, policy, (draft.rule, draft.subject_id), now=now)
    faults = _faults(draft, now.date())
    if faults:
        raise AcceptanceInvalidError(faults)
    _end(session, actor, finding, now=now)
    session.add(
        Acceptance(
            id=new_id(now),
            practice_id=actor.practice_id,
            rule=draft.rule,
            subject_id=draft.subject_id,
            severity=finding.severity,
            reason=draft.reason,
            until=draft.until,
            accepted_by=actor.label,
            accepted_at=now,
        )
    )
    content = {"policy_rule": draft.rule, "reason": draft.reason, "until": draft.until.isoformat()}
    journal.record(
        session, actor, "finding.accepted", _subject(finding), now=now, content={"after": content}
    )
    return finding


def take_up_finding(
    session: Session, actor: Actor, policy: Policy, key: tuple[str, UUID], *, now: datetime
) -> Finding:
    """Take a finding up again that was left as it is; nothing happens to one that was not."""
    actor.require(Permission.FINDING_ACCEPT)
    finding = get_finding(session, actor, policy, key, now=now)
    if _end(session, actor, finding, now=now):
        content = {"policy_rule": finding.rule.id}
        journal.record(
            session, actor, "finding.taken_up", _subject(finding), now=now, content=content
        )
    return finding


def _end(session: Session, actor: Actor, finding: Finding, *, now: datetime) -> bool:
    """End what holds; return whether anything did."""
    rows = session.scalars(
        select(Acceptance).where(
            Acceptance.practice_id == actor.practice_id,
            Acceptance.rule == finding.rule.id,
            Acceptance.subject_id == finding.subject_id,
            Acceptance.ended_at.is_(None),
        )
    ).all()
    for row in rows:
        row.ended_at, row.ended_by = now, actor.label
    return bool(rows)


def _subject(finding: Finding) -> journal.Subject:
    kinds = {"asset": "asset", "provider": "party", "contract": "contract"}
    return journal.Subject(type=kinds[finding.rule.about], id=finding.subject_id)


def _faults(draft: AcceptanceDraft, today: date) -> dict[str, str]:
    faults = {}
    if not draft.reason.strip():
        faults["reason"] = "reason_required"
    elif len(draft.reason) > _LONGEST_REASON:
        faults["reason"] = "too_long"
    if draft.until <= today:
        faults["until"] = "day_past"
    elif draft.until > today + LONGEST:
        faults["until"] = "day_too_far"
    return faults
