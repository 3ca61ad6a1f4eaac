"""Take over findings that were left as they are elsewhere: by whom, why and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.findings.models import Acceptance
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class BroughtAcceptance:
    """A choice as it was made, ended ones too."""

    rule: str
    subject_type: str
    """`asset`, `party` or `contract`."""
    subject_id: UUID
    severity: int
    reason: str
    until: date
    accepted_by: str
    accepted_at: datetime | None
    ended_at: datetime | None
    ended_by: str


def bring_acceptances(
    session: Session, actor: Actor, brought: Sequence[BroughtAcceptance], *, now: datetime
) -> None:
    """Enter the choices of a practice file, as they stood."""
    actor.require(Permission.FINDING_ACCEPT)
    for each in brought:
        session.add(
            Acceptance(
                id=new_id(now),
                practice_id=actor.practice_id,
                rule=each.rule,
                subject_id=each.subject_id,
                severity=each.severity,
                reason=each.reason,
                until=each.until,
                accepted_by=each.accepted_by or actor.label,
                accepted_at=each.accepted_at or now,
                ended_at=each.ended_at,
                ended_by=each.ended_by or None,
            )
        )
        content = {
            "policy_rule": each.rule, "reason": each.reason, "until": each.until.isoformat(),
        }  # fmt: skip
        subject = journal.Subject(type=each.subject_type, id=each.subject_id)
        journal.record(
            session, actor, "finding.accepted", subject, now=now, content={"after": content}
        )
