"""Generate the tasks of an exit, give them to somebody, close them and open them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.models import Catalogue, Who
from reversibility.evidence.models import ProofRow
from reversibility.exits.errors import (
    TaskChangedError,
    TaskInvalidError,
    TaskMissingError,
    TaskNotCheckableError,
)
from reversibility.exits.models import Exit
from reversibility.exits.tasks.difference import Difference, follow, plain_title
from reversibility.exits.tasks.generating import Wanted
from reversibility.exits.tasks.jobs import refuse_circle
from reversibility.exits.tasks.models import (
    OVER,
    OWN,
    ClosedBy,
    ExitTask,
    TaskOrigin,
    TaskState,
)
from reversibility.exits.tasks.planning import compare_tasks
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.register.archiving import Edit

LONGEST_DAYS = 730


@dataclass(frozen=True, kw_only=True)
class OwnTask:
    """A task that somebody of the practice adds."""

    title: str
    days: int = 1
    asset_id: UUID | None = None
    needs: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()
    """Keys of the tasks that are to wait for it."""
    due_on: date | None = None
    owner_person_id: UUID | None = None
    owner_party_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Who does a task, until when, and whether it has begun."""

    owner_person_id: UUID | None
    owner_party_id: UUID | None
    due_on: date | None
    has_begun: bool


@dataclass(frozen=True, kw_only=True)
class Closing:
    """With what somebody closes a task: a filed document, or what they state."""

    closed_on: date
    statement: str = ""
    proof_id: UUID | None = None


def generate_tasks(
    session: Session, actor: Actor, exit_id: UUID, catalogue: Catalogue, *, now: datetime
) -> Difference:
    """Bring the tasks to what the playbooks ask today; what was done stays."""
    actor.require(Permission.EXIT_PRODUCE)
    compared = compare_tasks(session, actor, exit_id, catalogue, today=now.date())
    found = compared.difference
    for wanted in found.added:
        session.add(_row(actor, exit_id, wanted, seen=compared.seen, now=now))
    for row, wanted in found.changed:
        follow(row, wanted)
    for row in found.leaving:
        session.delete(row)
    for row in found.set_apart:
        row.gone_at = now
    for row in found.back:
        row.gone_at = None
    session.flush()
    _place(session, exit_id, [wanted.key for wanted in compared.wanted])
    content = {
        "tasks_added": len(found.added),
        "tasks_changed": len(found.changed),
        "tasks_gone": len(found.leaving) + len(found.set_apart),
    }
    journal.record(
        session, actor, "exit.tasks_generated", _subject(exit_id), now=now, content=content
    )
    return found


def add_task(
    session: Session, actor: Actor, exit_id: UUID, draft: OwnTask, *, now: datetime
) -> ExitTask:
    """Add a task of one's own; refused when it would wait for itself."""
    actor.require(Permission.EXIT_PRODUCE)
    _check_own(draft)
    rows = {row.key: row for row in _rows(session, actor, exit_id)}
    if not {*draft.needs, *draft.needed_by} <= rows.keys():
        raise TaskMissingError
    task_id = new_id(now)
    row = ExitTask(
        id=task_id,
        practice_id=actor.practice_id,
        exit_id=exit_id,
        key=f"{OWN}/{task_id}",
        origin=TaskOrigin.OWN,
        position=max((each.position for each in rows.values()), default=0) + 1,
        title={"fr": draft.title, "en": draft.title},
        days=draft.days,
        created_at=now,
        asset_id=draft.asset_id,
        needs=list(draft.needs),
        who=Who.PRACTICE,
        owner_person_id=draft.owner_person_id,
        owner_party_id=draft.owner_party_id,
        due_on=draft.due_on,
    )
    for key in draft.needed_by:
        rows[key].needs = [*rows[key].needs, row.key]
    refuse_circle([*rows.values(), row])
    session.add(row)
    content = {"after": {"task": draft.title, "days": str(draft.days)}}
    journal.record(session, actor, "exit.task_added", _subject(exit_id), now=now, content=content)
    return row


def assign_task(
    session: Session, actor: Actor, edit: Edit, assignment: Assignment, *, now: datetime
) -> None:
    """Say who does a task, until when, and whether it has begun."""
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor, edit)
    before = _assigned(row)
    row.owner_person_id = assignment.owner_person_id
    row.owner_party_id = assignment.owner_party_id
    row.due_on = assignment.due_on
    if row.state not in OVER:
        row.state = TaskState.DOING if assignment.has_begun else TaskState.TODO
    after = _assigned(row)
    content = {"task": _name(row), "before": before, "after": after}
    journal.record(
        session, actor, "exit.task_changed", _subject(row.exit_id), now=now, content=content
    )


def close_task(
    session: Session, actor: Actor, edit: Edit, closing: Closing, *, now: datetime
) -> None:
    """Close a task with a filed document or with what somebody states, dated."""
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor, edit)
    _check_closing(closing, row, today=now.date())
    digest = _proof_digest(session, actor, closing.proof_id)
    row.state, row.reason, row.check_asked_at = TaskState.DONE, "", None
    row.closed_on, row.closed_by = closing.closed_on, actor.label
    row.closed_with = ClosedBy.DOCUMENT if closing.proof_id else ClosedBy.STATEMENT
    row.statement, row.proof_id, row.piece_sha256 = closing.statement, closing.proof_id, digest
    content = {
        "task": _name(row),
        "closed_on": closing.closed_on.isoformat(),
        "closed_with": row.closed_with.value,
        "statement": closing.statement,
        "sha256": digest,
    }
    journal.record(
        session, actor, "exit.task_closed", _subject(row.exit_id), now=now, content=content
    )


def set_task_aside(
    session: Session, actor: Actor, edit: Edit, reason: str, *, now: datetime
) -> None:
    """Say that a task does not apply here, and why."""
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor, edit)
    if not reason.strip():
        raise TaskInvalidError({"reason": "reason_required"})
    row.state, row.reason, row.check_asked_at = TaskState.SET_ASIDE, reason, None
    row.closed_on, row.closed_by, row.closed_with = now.date(), actor.label, None
    content = {"task": _name(row), "reason": reason}
    journal.record(
        session, actor, "exit.task_set_aside", _subject(row.exit_id), now=now, content=content
    )


def reopen_task(session: Session, actor: Actor, edit: Edit, *, now: datetime) -> None:
    """Open a task again that was done or set aside."""
    actor.require(Permission.REGISTER_WRITE)
    row = _locked(session, actor, edit)
    row.open_again("")
    content = {"task": _name(row)}
    journal.record(
        session, actor, "exit.task_reopened", _subject(row.exit_id), now=now, content=content
    )


def watch_task(session: Session, actor: Actor, edit: Edit, *, now: datetime) -> UUID:
    """Let checks close a task from now on; return the asset that they are about."""
    actor.require(Permission.REGISTER_WRITE)
    actor.require(Permission.EVIDENCE_PROBE)
    row = _locked(session, actor, edit)
    if not row.probe or row.asset_id is None:
        raise TaskNotCheckableError(task=_name(row))
    row.check_asked_at = now
    content = {"task": _name(row)}
    journal.record(
        session, actor, "exit.task_watched", _subject(row.exit_id), now=now, content=content
    )
    return row.asset_id


def _row(
    actor: Actor,
    exit_id: UUID,
    wanted: Wanted,
    *,
    seen: Mapping[tuple[UUID, str], str],
    now: datetime,
) -> ExitTask:
    row = ExitTask(
        id=new_id(now),
        practice_id=actor.practice_id,
        exit_id=exit_id,
        key=wanted.key,
        origin=wanted.origin,
        position=0,
        title=plain_title(wanted),
        days=wanted.days,
        created_at=now,
        asset_id=wanted.asset_id,
        seen_before=seen.get((wanted.asset_id, wanted.probe), ""),
    )
    follow(row, wanted)
    return row


def _place(session: Session, exit_id: UUID, order: list[str]) -> None:
    """Put the tasks in the order of recovery; the others stand after them."""
    places = {key: number for number, key in enumerate(order)}
    rows = session.scalars(
        select(ExitTask).where(ExitTask.exit_id == exit_id).order_by(ExitTask.position)
    ).all()
    others = (number for number, _ in enumerate(rows, start=len(places)))
    for row in rows:
        place = places.get(row.key)
        position = next(others) if place is None else place
        if row.position != position:
            row.position = position


def _check_own(draft: OwnTask) -> None:
    faults = {}
    if not draft.title.strip():
        faults["title"] = "required"
    if not 0 <= draft.days <= LONGEST_DAYS:
        faults["days"] = f"days_range:{LONGEST_DAYS}"
    if faults:
        raise TaskInvalidError(faults)


def _check_closing(closing: Closing, row: ExitTask, *, today: date) -> None:
    faults = {}
    if not closing.statement.strip() and closing.proof_id is None:
        faults["statement"] = "statement_required"
    if closing.closed_on > today:
        faults["closed_on"] = "day_to_come"
    if closing.closed_on.year < row.created_at.year - 5:
        faults["closed_on"] = "day_too_far"
    if faults:
        raise TaskInvalidError(faults)


def _proof_digest(session: Session, actor: Actor, proof_id: UUID | None) -> str:
    if proof_id is None:
        return ""
    digest = session.scalar(
        select(ProofRow.sha256).where(
            ProofRow.id == proof_id, ProofRow.practice_id == actor.practice_id
        )
    )
    if digest is None:
        raise TaskInvalidError({"proof_id": "document_missing"})
    return digest


def _rows(session: Session, actor: Actor, exit_id: UUID) -> list[ExitTask]:
    known = session.scalar(
        select(Exit.id).where(Exit.id == exit_id, Exit.practice_id == actor.practice_id)
    )
    if known is None:
        raise TaskMissingError
    return list(session.scalars(select(ExitTask).where(ExitTask.exit_id == exit_id)))


def _locked(session: Session, actor: Actor, edit: Edit) -> ExitTask:
    row = session.scalar(
        select(ExitTask)
        .where(ExitTask.id == edit.id, ExitTask.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise TaskMissingError
    if row.version != edit.version:
        raise TaskChangedError(task=_name(row))
    return row


def _name(row: ExitTask) -> str:
    return row.title.get("fr", "")


def _assigned(row: ExitTask) -> dict[str, str]:
    return {
        "owner_person": str(row.owner_person_id or ""),
        "owner_party": str(row.owner_party_id or ""),
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "state": row.state.value,
    }


def _subject(exit_id: UUID) -> journal.Subject:
    return journal.Subject(type="exit", id=exit_id)
