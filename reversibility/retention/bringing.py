"""Take over the periods that a practice chose elsewhere, and its holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.retention.holds import check_reason
from reversibility.retention.models import LegalHold, RetentionPeriod


@dataclass(frozen=True, kw_only=True)
class BroughtPeriod:
    """A period as it was chosen."""

    rule: str
    months: int
    changed_by: str
    changed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class BroughtHold:
    """A hold as it stood, lifted ones too."""

    asset_id: UUID | None
    exit_id: UUID | None
    """The exit whose hold was lifted; none = set by hand."""
    reason: str
    set_by: str
    set_at: datetime | None
    lifted_by: str
    lifted_at: datetime | None


def bring_periods(
    session: Session, actor: Actor, brought: Sequence[BroughtPeriod], *, now: datetime
) -> None:
    """Enter the periods of a practice file."""
    actor.require(Permission.DATA_MANAGE)
    if not brought:
        return
    session.add_all(
        RetentionPeriod(
            id=new_id(now),
            practice_id=actor.practice_id,
            rule=each.rule,
            months=each.months,
            changed_by=each.changed_by or actor.label,
            changed_at=each.changed_at or now,
        )
        for each in brought
    )
    content: Mapping[str, object] = {"before": {}, "after": {e.rule: e.months for e in brought}}
    subject = journal.Subject(type="practice", id=actor.practice_id)
    journal.record(session, actor, "retention.periods_changed", subject, now=now, content=content)


def bring_holds(
    session: Session, actor: Actor, brought: Sequence[BroughtHold], *, now: datetime
) -> None:
    """Enter the holds of a practice file; raises ReasonInvalidError for one without a reason."""
    actor.require(Permission.DATA_MANAGE)
    for each in brought:
        check_reason(each.reason)
        session.add(_hold(actor, each, now=now))
        action = "retention.hold_lifted" if each.lifted_at else "retention.hold_set"
        content = {"reason": each.reason}
        journal.record(session, actor, action, _subject(actor, each), now=now, content=content)


def _hold(actor: Actor, each: BroughtHold, *, now: datetime) -> LegalHold:
    return LegalHold(
        id=new_id(now),
        practice_id=actor.practice_id,
        asset_id=each.asset_id,
        exit_id=each.exit_id,
        reason=each.reason,
        set_by=each.set_by or actor.label,
        set_at=each.set_at or now,
        lifted_by=each.lifted_by or None,
        lifted_at=each.lifted_at,
    )


def _subject(actor: Actor, each: BroughtHold) -> journal.Subject:
    if each.exit_id is not None:
        return journal.Subject(type="exit", id=each.exit_id)
    if each.asset_id is not None:
        return journal.Subject(type="asset", id=each.asset_id)
    return journal.Subject(type="practice", id=actor.practice_id)
