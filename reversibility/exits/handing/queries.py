"""Read what was answered about handing over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.handing import (
    HandingAnswer,
    HandingItem,
    HandingQuestions,
    handing,
)
from reversibility.exits.tasks.models import ExitAnswer, HandingList
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class AnsweredLine:
    """One question, with its answer if there is one."""

    item: HandingItem
    answer: HandingAnswer | None
    note: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True, kw_only=True)
class AnsweredList:
    """A list with its answers."""

    questions: HandingQuestions
    lines: tuple[AnsweredLine, ...]

    @property
    def answered(self) -> int:
        """Return how many questions have an answer."""
        return sum(line.answer is not None for line in self.lines)

    @property
    def settled(self) -> int:
        """Return how many have one that leaves nothing to do."""
        return sum(line.answer is not None and line.answer.is_settled for line in self.lines)


def reuse_of(session: Session, actor: Actor, exit_id: UUID) -> AnsweredList:
    """Return what can be reused and whose it is; every question, also without an answer."""
    actor.require(Permission.CONTRACT_READ)
    return _read(session, exit_id)[HandingList.REUSE]


def onboarding_of(session: Session, actor: Actor, exit_id: UUID) -> AnsweredList:
    """Return the twenty checks with the new provider."""
    actor.require(Permission.CONTRACT_READ)
    return _read(session, exit_id)[HandingList.ONBOARDING]


def lists_of(session: Session, actor: Actor, exit_id: UUID) -> Mapping[HandingList, AnsweredList]:
    """Return both."""
    actor.require(Permission.CONTRACT_READ)
    return _read(session, exit_id)


def _read(session: Session, exit_id: UUID) -> dict[HandingList, AnsweredList]:
    rows = {
        (row.list_id, row.item): row
        for row in session.scalars(select(ExitAnswer).where(ExitAnswer.exit_id == exit_id))
    }
    found = {}
    for list_id in HandingList:
        questions = handing().questions(list_id)
        lines = tuple(
            _line(questions, item, rows.get((list_id, item.id))) for item in questions.items
        )
        found[list_id] = AnsweredList(questions=questions, lines=lines)
    return found


def _line(questions: HandingQuestions, item: HandingItem, row: ExitAnswer | None) -> AnsweredLine:
    if row is None:
        return AnsweredLine(item=item, answer=None)
    return AnsweredLine(
        item=item,
        answer=questions.answer(row.answer),
        note=row.note,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )
