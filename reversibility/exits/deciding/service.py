"""Keep what a practice answered about how far it would go."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.queries import get_contract
from reversibility.exits.deciding.errors import WeighingChangedError
from reversibility.exits.deciding.models import Weighing
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission


def answer_weighing(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    answers: Mapping[str, str],
    *,
    version: int,
    now: datetime,
) -> None:
    """Keep the answers; raises WeighingChangedError when somebody else answered meanwhile."""
    actor.require(Permission.CONTRACT_WRITE)
    get_contract(session, actor, contract_id, today=now.date())
    row = session.scalar(
        select(Weighing)
        .where(Weighing.contract_id == contract_id, Weighing.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is not None and row.version != version:
        raise WeighingChangedError(who=row.answered_by)
    if row is None:
        row = Weighing(
            contract_id=contract_id,
            practice_id=actor.practice_id,
            answers={},
            answered_at=now,
            answered_by=actor.label,
        )
        session.add(row)
    row.answers, row.answered_at, row.answered_by = dict(answers), now, actor.label
    # The answers stay inside the practice; the journal says that there are some.
    content = {"answers": len(answers)}
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.weighed", subject, now=now, content=content)
