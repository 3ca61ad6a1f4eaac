"""Take over what was ticked of a first hour elsewhere, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.exits.first_hour.models import FirstHourStep
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class BroughtStep:
    """A step as it was ticked."""

    step: str
    done_at: datetime | None
    done_by: str


def bring_steps(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    steps: Sequence[BroughtStep],
    *,
    now: datetime,
) -> None:
    """Enter the steps that a practice file has as ticked."""
    actor.require(Permission.CONTRACT_WRITE)
    if not steps:
        return
    session.add_all(
        FirstHourStep(
            practice_id=actor.practice_id,
            contract_id=contract_id,
            step=each.step,
            done_at=each.done_at or now,
            done_by=each.done_by or actor.label,
        )
        for each in steps
    )
    content = {"ticked": sorted(each.step for each in steps), "unticked": []}
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.first_hour_ticked", subject, now=now, content=content)
