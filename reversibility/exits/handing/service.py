"""Answer the questions about what can be reused, and about taking the new provider in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.handing import handing
from reversibility.exits.errors import AnswerInvalidError, ExitMissingError
from reversibility.exits.models import Exit
from reversibility.exits.tasks.models import ExitAnswer, HandingList
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id

LONGEST_NOTE = 1_000


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """An answer to one question."""

    list_id: HandingList
    item: str
    answer: str
    note: str = ""


def answer_question(
    session: Session, actor: Actor, exit_id: UUID, draft: AnswerDraft, *, now: datetime
) -> bool:
    """Keep an answer, with who gave it and when; return whether it is another one than before."""
    actor.require(Permission.REGISTER_WRITE)
    _check(session, actor, exit_id, draft)
    row = session.scalar(
        select(ExitAnswer)
        .where(
            ExitAnswer.exit_id == exit_id,
            ExitAnswer.list_id == draft.list_id,
            ExitAnswer.item == draft.item,
        )
        .with_for_update()
    )
    if row is not None and (row.answer, row.note) == (draft.answer, draft.note):
        return False
    if row is None:
        row = ExitAnswer(
            id=new_id(now),
            practice_id=actor.practice_id,
            exit_id=exit_id,
            **vars(draft),
            answered_at=now,
            answered_by=actor.label,
        )
        session.add(row)
    row.answer, row.note = draft.answer, draft.note
    row.answered_at, row.answered_by = now, actor.label
    content = {"list": draft.list_id.value, "item": draft.item, "answer": draft.answer}
    if draft.note:
        content["note"] = draft.note
    subject = journal.Subject(type="exit", id=exit_id)
    journal.record(session, actor, "exit.answered", subject, now=now, content=content)
    return True


def _check(session: Session, actor: Actor, exit_id: UUID, draft: AnswerDraft) -> None:
    known = session.scalar(
        select(Exit.id).where(Exit.id == exit_id, Exit.practice_id == actor.practice_id)
    )
    if known is None:
        raise ExitMissingError
    questions = handing().questions(draft.list_id)
    if not questions.has(draft.item) or questions.answer(draft.answer) is None:
        raise AnswerInvalidError({draft.item: "one_of"})
    if len(draft.note) > LONGEST_NOTE:
        raise AnswerInvalidError({draft.item: "too_long"})
