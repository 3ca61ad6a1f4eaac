"""The rules in force, and what each will erase within the next thirty days.

Counting asks much of the database. It is done with the daily purge, and whenever a period or a
hold changes; pages read what was counted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.accounts.models import Practice
from reversibility.kernel.actor import Actor
from reversibility.retention.due import FINDERS, Due
from reversibility.retention.models import PurgeTurn, RetentionPeriod
from reversibility.retention.periods import rules
from reversibility.retention.rules import cut, due_at

AHEAD = timedelta(days=30)
Covers = Callable[[Due], bool]
"""Says whether a hold keeps a content."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What one rule will erase next."""

    count: int = 0
    held: int = 0
    """How many would go, were they not held."""
    at: datetime | None = None
    """When the first of them goes."""

    def plain(self) -> dict[str, object]:
        """Return it as the turn keeps it."""
        return {
            "count": self.count,
            "held": self.held,
            "at": self.at.isoformat() if self.at else None,
        }

    @classmethod
    def read(cls, kept: Mapping[str, object]) -> "Outlook":
        """Read what `plain` wrote."""
        at = kept["at"]
        return cls(
            count=int(str(kept["count"])),
            held=int(str(kept["held"])),
            at=datetime.fromisoformat(str(at)) if at else None,
        )


def periods_in_force(session: Session, actor: Actor) -> dict[str, int]:
    """Return how many months each rule keeps: as chosen, else as proposed."""
    chosen = {
        row.rule: row.months
        for row in session.scalars(
            select(RetentionPeriod).where(RetentionPeriod.practice_id == actor.practice_id)
        )
    }
    return {rule.id: chosen.get(rule.id, rule.months) for rule in rules().values()}


def keep_outlook(session: Session, actor: Actor, covers: Covers, *, now: datetime) -> None:
    """Count what goes next, and keep it with the practice's turn."""
    counted = {
        name: _outlook(FINDERS[name](session, actor, cut(now + AHEAD, months)), covers, months, now)
        for name, months in periods_in_force(session, actor).items()
    }
    turn = lock_turn(session, actor)
    turn.outlook = {name: each.plain() for name, each in counted.items()}
    turn.counted_at = now


def lock_turn(session: Session, actor: Actor) -> PurgeTurn:
    """Return the practice's turn, locked until the end of the transaction."""
    # The practice's own row is the lock: its turn may not be there yet.
    session.scalar(select(Practice.id).where(Practice.id == actor.practice_id).with_for_update())
    turn = session.get(PurgeTurn, actor.practice_id)
    if turn is None:
        turn = PurgeTurn(practice_id=actor.practice_id)
        session.add(turn)
    return turn


def _outlook(found: Iterable[Due], covers: Covers, months: int, now: datetime) -> Outlook:
    held, going = 0, []
    for due in found:
        if covers(due):
            held += 1
        else:
            going.append(due.since)
    at = max(due_at(min(going), months), now) if going else None
    return Outlook(count=len(going), held=held, at=at)
