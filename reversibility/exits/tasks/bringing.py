"""Tasks and answers that come from a practice file, as they stood where they were."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.models import Right, Who
from reversibility.exits.tasks.jobs import refuse_circle
from reversibility.exits.tasks.models import (
    ClosedBy,
    ExitAnswer,
    ExitTask,
    HandingList,
    TaskOrigin,
    TaskState,
)
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id

CARRIED = (
    "origin", "days", "step", "who", "right", "is_question", "probe", "seen_before", "not_before",
    "due_on", "state", "reason", "check_asked_at", "closed_on", "closed_by", "closed_with",
    "statement", "piece_sha256", "gone_at",
)  # fmt: skip
"""What a file says of a task in the words of its row; the documents themselves stay behind."""


@dataclass(frozen=True, kw_only=True)
class BroughtTask:
    """A task as it stood."""

    key: str
    title: dict[str, str]
    needs: tuple[str, ...]
    asset_id: UUID | None
    owner_person_id: UUID | None
    owner_party_id: UUID | None
    origin: TaskOrigin
    days: int
    step: str
    who: Who
    right: Right | None
    is_question: bool
    probe: str
    seen_before: str
    not_before: date | None
    due_on: date | None
    state: TaskState
    reason: str
    check_asked_at: datetime | None
    closed_on: date | None
    closed_by: str
    closed_with: ClosedBy | None
    statement: str
    piece_sha256: str
    gone_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class BroughtAnswer:
    """An answer as it was given."""

    list_id: HandingList
    item: str
    answer: str
    note: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a file says of an exit beside its case."""

    tasks: Sequence[BroughtTask]
    answers: Sequence[BroughtAnswer]


def bring_tasks(
    session: Session, actor: Actor, exit_id: UUID, brought: Brought, *, now: datetime
) -> None:
    """Enter the tasks and answers of an exit; raises TaskCycleError for tasks in a circle."""
    actor.require(Permission.EXIT_PRODUCE)
    rows = [
        _task(actor, exit_id, task, number, now=now) for number, task in enumerate(brought.tasks)
    ]
    refuse_circle(rows)
    session.add_all(rows)
    session.add_all(_answer(actor, exit_id, answer, now=now) for answer in brought.answers)
    if rows:
        content = {"tasks_added": len(rows)}
        subject = journal.Subject(type="exit", id=exit_id)
        journal.record(session, actor, "exit.tasks_generated", subject, now=now, content=content)


def _task(
    actor: Actor, exit_id: UUID, task: BroughtTask, number: int, *, now: datetime
) -> ExitTask:
    values = {field.name: getattr(task, field.name) for field in fields(task)}
    return ExitTask(
        id=new_id(now),
        practice_id=actor.practice_id,
        exit_id=exit_id,
        position=number,
        created_at=now,
        **values | {"needs": list(task.needs)},
    )


def _answer(actor: Actor, exit_id: UUID, answer: BroughtAnswer, *, now: datetime) -> ExitAnswer:
    values = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return ExitAnswer(
        id=new_id(now),
        practice_id=actor.practice_id,
        exit_id=exit_id,
        **values | {"answered_at": answer.answered_at or now},
    )
