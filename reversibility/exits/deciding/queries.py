"""Read what was answered about how far to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.exits.deciding.models import Weighing
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class WeighingSheet:
    """The answers about one contract."""

    answers: Mapping[str, str]
    version: int
    answered_at: datetime
    answered_by: str


def find_weighing(session: Session, actor: Actor, contract_id: UUID) -> WeighingSheet | None:
    """Return the answers about a contract, if there are any.

    They stay inside the practice: who may not see what needs attention does not see them.
    """
    actor.require(Permission.FINDING_READ)
    row = session.scalar(select(Weighing).where(Weighing.contract_id == contract_id))
    if row is None:
        return None
    return WeighingSheet(
        answers=row.answers,
        version=row.version,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )
