"""Take over an emergency card that was written elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from reversibility.exits.emergency.models import EmergencyCard
from reversibility.exits.emergency.rules import kept
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class BroughtCard:
    """A card as it stood, and when it was last printed."""

    answers: Mapping[str, str]
    printed_at: datetime | None
    printed_sha256: str


def bring_card(session: Session, actor: Actor, brought: BroughtCard, *, now: datetime) -> None:
    """Enter the card of a practice file; the paper in the drawer is still the one it names."""
    actor.require(Permission.REGISTER_WRITE)
    answers = kept(brought.answers)
    row = EmergencyCard(
        id=new_id(now),
        practice_id=actor.practice_id,
        answers=answers,
        changed_by=actor.label,
        version=1,
        printed_at=brought.printed_at,
        printed_sha256=brought.printed_sha256,
    )
    session.add(row)
    subject = journal.Subject(type="practice", id=actor.practice_id)
    content = {"lines": sorted(answers)}
    journal.record(session, actor, "practice.card_changed", subject, now=now, content=content)
