"""Read the tasks of an exit, and what commands its end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, aliased

from reversibility.catalogues.models import Right, Who
from reversibility.contracts.models import Contract
from reversibility.exits.errors import TaskMissingError
from reversibility.exits.models import Exit
from reversibility.exits.tasks.closing import Proving, proving
from reversibility.exits.tasks.models import OVER, ClosedBy, ExitTask, TaskOrigin, TaskState
from reversibility.kernel.actor import Actor, Permission
from reversibility.recovery.critical import Gain, Job, Schedule, Slot, gains, schedule
from reversibility.register.models import Asset, Party, Person

_SUCCESSOR = aliased(Party)
_LEAD = aliased(Person)
_OWNER = aliased(Person)
_FIRM = aliased(Party)


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who does a task."""

    name: str
    """Empty while nobody is named."""
    person_id: UUID | None = None
    party_id: UUID | None = None
    is_named: bool = False
    """Chosen for this task; else whoever its part usually is."""

    @property
    def code(self) -> str:
        """Return what tells them from others, for filters."""
        return str(self.person_id or self.party_id or "")


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One task of an exit."""

    id: UUID
    exit_id: UUID
    key: str
    version: int
    origin: TaskOrigin
    position: int
    title: Mapping[str, str]
    asset_id: UUID | None
    asset: str
    kind: str
    """Of the asset, in the catalogue; empty for none."""
    step: str
    needs: tuple[str, ...]
    days: int
    who: Who
    right: Right | None
    is_question: bool
    probe: str
    seen_before: str
    proving: Proving | None
    not_before: date | None
    owner: Owner
    due_on: date | None
    state: TaskState
    reason: str
    check_asked_at: datetime | None
    closed_on: date | None
    closed_by: str
    closed_with: ClosedBy | None
    statement: str
    proof_id: UUID | None
    piece_sha256: str
    is_gone: bool
    """No longer asked for; kept for what was done."""

    @property
    def is_over(self) -> bool:
        """Whether it is done or set aside."""
        return self.state in OVER

    def said(self, locale: str) -> str:
        """Return what is to be done, in one language."""
        return self.title.get(locale) or self.title.get("fr", "")


@dataclass(frozen=True, kw_only=True)
class TaskPlan:
    """The tasks of an exit in time."""

    lines: tuple[TaskLine, ...]
    """In the order of recovery, those that are gone last."""
    schedule: Schedule
    gains: tuple[Gain, ...]
    """What would bring the end forward, the most first."""

    @property
    def current(self) -> tuple[TaskLine, ...]:
        """Return those that are in the plan."""
        return tuple(line for line in self.lines if not line.is_gone)

    @property
    def path(self) -> tuple[TaskLine, ...]:
        """Return the tasks that command the end, one after the other."""
        by_key = {line.key: line for line in self.lines}
        return tuple(by_key[key] for key in self.schedule.path)

    def slot(self, line: TaskLine) -> Slot | None:
        """Return a task's place in time; None for one that is gone."""
        return self.schedule.slots.get(line.key)

    def waits_for(self, line: TaskLine) -> tuple[TaskLine, ...]:
        """Return what has to be done before it and is not."""
        by_key = {each.key: each for each in self.current}
        before = (by_key[key] for key in line.needs if key in by_key)
        return tuple(each for each in before if not each.is_over)


def tasks_of(session: Session, actor: Actor, exit_id: UUID) -> tuple[TaskLine, ...]:
    """List the tasks of an exit in the order of recovery; empty for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    return _lines(session, _tasks(actor).where(ExitTask.exit_id == exit_id))


def get_task(session: Session, actor: Actor, task_id: UUID) -> TaskLine:
    """Return one task; raises TaskMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    for line in _lines(session, _tasks(actor).where(ExitTask.id == task_id)):
        return line
    raise TaskMissingError


def tasks_counted(actor: Actor, contract_id: UUID) -> ScalarSelect[int]:
    """Count the tasks of the exit of a contract."""
    return _counted(actor, contract_id).scalar_subquery()


def closed_tasks_counted(actor: Actor, contract_id: UUID) -> ScalarSelect[int]:
    """Count the tasks of the exit of a contract that are over."""
    return _counted(actor, contract_id).where(ExitTask.state.in_(OVER)).scalar_subquery()


def _counted(actor: Actor, contract_id: UUID) -> Select[int]:
    return (
        select(func.count(ExitTask.id))
        .join(Exit, Exit.id == ExitTask.exit_id)
        .where(
            ExitTask.practice_id == actor.practice_id,
            Exit.contract_id == contract_id,
            ExitTask.gone_at.is_(None),
        )
    )


def critical_path_of(
    session: Session, actor: Actor, exit_id: UUID, *, today: date
) -> TaskPlan | None:
    """Place the tasks of an exit in time; None while it has none."""
    actor.require(Permission.CONTRACT_READ)
    lines = tasks_of(session, actor, exit_id)
    return task_plan(lines, today=today) if lines else None


def task_plan(lines: Collection[TaskLine], *, today: date, locale: str = "fr") -> TaskPlan:
    """Place tasks in time; raises TaskCycleError with the names of a circle."""
    jobs = [job_of_line(line, locale) for line in lines if not line.is_gone]
    found = schedule(jobs, today=today)
    ordered = sorted(lines, key=lambda line: (line.is_gone, line.position))
    return TaskPlan(lines=tuple(ordered), schedule=found, gains=gains(jobs, found, today=today))


def job_of_line(line: TaskLine, locale: str) -> Job:
    """Return a task's place in time."""
    return Job(
        key=line.key,
        name=line.said(locale),
        days=line.days,
        needs=line.needs,
        not_before=line.not_before,
        done_on=line.closed_on if line.is_over else None,
        counts=line.not_before is None,
    )


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A row with the names it points to; the fields are the columns of `_tasks`, in order."""

    task: ExitTask
    asset: str | None
    kind: str | None
    case: Exit
    owner: str | None
    firm: str | None
    lead: str | None
    successor: str | None
    provider_id: UUID
    provider: str


_COLUMNS = tuple(field.name for field in fields(_Read))


def _tasks(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ExitTask, Asset.name, Asset.kind, Exit, _OWNER.name, _FIRM.name, _LEAD.name,
            _SUCCESSOR.name, Party.id, Party.name,
        )
        .join(Exit, Exit.id == ExitTask.exit_id)
        .join(Contract, Contract.id == Exit.contract_id)
        .join(Party, Party.id == Contract.provider_id)
        .outerjoin(Asset, Asset.id == ExitTask.asset_id)
        .outerjoin(_OWNER, _OWNER.id == ExitTask.owner_person_id)
        .outerjoin(_FIRM, _FIRM.id == ExitTask.owner_party_id)
        .outerjoin(_LEAD, _LEAD.id == Exit.lead_id)
        .outerjoin(_SUCCESSOR, _SUCCESSOR.id == Exit.successor_id)
        .where(ExitTask.practice_id == actor.practice_id)
        .order_by(ExitTask.position, ExitTask.id)
    )  # fmt: skip


def _lines(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[TaskLine, ...]:
    rows = session.execute(query)
    return tuple(_line(_Read(**dict(zip(_COLUMNS, row, strict=True)))) for row in rows)


def _line(read: _Read) -> TaskLine:
    row = read.task
    return TaskLine(
        id=row.id,
        exit_id=row.exit_id,
        key=row.key,
        version=row.version,
        origin=row.origin,
        position=row.position,
        title=row.title,
        asset_id=row.asset_id,
        asset=read.asset or "",
        kind=read.kind or "",
        step=row.step,
        needs=tuple(row.needs),
        days=row.days,
        who=row.who,
        right=row.right,
        is_question=row.is_question,
        probe=row.probe,
        seen_before=row.seen_before,
        proving=proving(row.step, row.probe),
        not_before=row.not_before,
        owner=_owner(read),
        due_on=row.due_on,
        state=row.state,
        reason=row.reason,
        check_asked_at=row.check_asked_at,
        closed_on=row.closed_on,
        closed_by=row.closed_by,
        closed_with=row.closed_with,
        statement=row.statement,
        proof_id=row.proof_id,
        piece_sha256=row.piece_sha256,
        is_gone=row.gone_at is not None,
    )


def _owner(read: _Read) -> Owner:
    """Return who was named, else whose part it usually is."""
    row = read.task
    if row.owner_person_id:
        return Owner(name=read.owner or "", person_id=row.owner_person_id, is_named=True)
    if row.owner_party_id:
        return Owner(name=read.firm or "", party_id=row.owner_party_id, is_named=True)
    return _usual(read)


def _usual(read: _Read) -> Owner:
    case = read.case
    return {
        Who.PROVIDER: Owner(name=read.provider, party_id=read.provider_id),
        Who.SUCCESSOR: Owner(name=read.successor or case.successor, party_id=case.successor_id),
        Who.PRACTICE: Owner(name=read.lead or "", person_id=case.lead_id),
    }.get(read.task.who, Owner(name=""))
