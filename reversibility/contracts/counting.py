"""How much there is around a contract: every count of its page in one question to the database."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from reversibility.contracts.duty_models import ResponsibilityRow
from reversibility.contracts.models import ClauseAnswer
from reversibility.kernel.actor import Actor, Permission

Counter = Callable[[Actor, UUID], ScalarSelect[int]]
"""Builds one count, of a practice's own rows about one contract."""


def count_together(
    session: Session, actor: Actor, contract_id: UUID, counters: Sequence[Counter]
) -> tuple[int, ...]:
    """Return counts about a contract, in the order of their builders."""
    actor.require(Permission.CONTRACT_READ)
    if not counters:
        return ()
    row = session.execute(select(*(counter(actor, contract_id) for counter in counters))).one()
    return tuple(count or 0 for count in row)


def answers_counted(actor: Actor, contract_id: UUID) -> ScalarSelect[int]:
    """Count the clauses that somebody answered about."""
    return (
        select(func.count(ClauseAnswer.clause))
        .where(
            ClauseAnswer.contract_id == contract_id,
            ClauseAnswer.practice_id == actor.practice_id,
        )
        .scalar_subquery()
    )


def named_counted(actor: Actor, contract_id: UUID) -> ScalarSelect[int]:
    """Count the rows for which one person decides, by name."""
    return (
        select(func.count(ResponsibilityRow.row))
        .where(
            ResponsibilityRow.contract_id == contract_id,
            ResponsibilityRow.practice_id == actor.practice_id,
            ResponsibilityRow.decides.is_not(None),
            ResponsibilityRow.decides_name != "",
        )
        .scalar_subquery()
    )
