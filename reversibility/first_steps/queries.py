"""Read how far the first steps are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.first_steps.models import FirstSteps, Step
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a practice has come; all empty before its first step."""

    done: frozenset[Step] = frozenset()
    has_no_domain: bool = False
    run_id: UUID | None = None
    set_aside: frozenset[str] = frozenset()
    answers: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    """By asset: question -> what was answered without leaving anything in the register."""
    contract_id: UUID | None = None


def get_progress(session: Session, actor: Actor) -> Progress:
    """Return how far the practice has come."""
    actor.require(Permission.REGISTER_READ)
    return progress_of(
        session.scalar(select(FirstSteps).where(FirstSteps.practice_id == actor.practice_id))
    )


def progress_of(row: FirstSteps | None) -> Progress:
    """Return how far a practice has come, as it is read."""
    if row is None:
        return Progress()
    return Progress(
        done=frozenset(step for step in Step if step in row.done),
        has_no_domain=row.has_no_domain,
        run_id=row.run_id,
        set_aside=frozenset(row.set_aside),
        answers={
            UUID(asset_id): dict(given)
            for asset_id, given in row.answers.items()
            if _is_id(asset_id)
        },
        contract_id=row.contract_id,
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
