"""The tasks of an exit as cards and rows: what, who, until when, what they wait for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from reversibility.exits.tasks.models import ClosedBy, TaskState
from reversibility.exits.tasks.queries import TaskLine, TaskPlan
from reversibility.web.filters import date_long
from reversibility.web.languages import current_language, gettext, lazy_gettext, ngettext
from reversibility.web.words import words

WAITING = "waiting"
"""A task that cannot begin yet stands in a column of its own."""
COLUMNS: Mapping[str, str] = {
    TaskState.TODO: lazy_gettext("À faire"),
    TaskState.DOING: lazy_gettext("En cours"),
    WAITING: lazy_gettext("En attente d’une autre"),
    TaskState.DONE: lazy_gettext("Faites"),
    TaskState.SET_ASIDE: lazy_gettext("Sans objet"),
}
_CLOSED: Mapping[ClosedBy, str] = {
    ClosedBy.CHECK: lazy_gettext("vu par une vérification"),
    ClosedBy.DOCUMENT: lazy_gettext("justifié par un document"),
    ClosedBy.STATEMENT: lazy_gettext("sur déclaration"),
}


@dataclass(frozen=True, kw_only=True)
class TaskCard:
    """One task in a list."""

    id: UUID
    href: str
    title: str
    asset: str
    who: str
    column: str
    state: str
    due_on: date | None
    """The last day: as agreed, else the last one that does not move the end."""
    days_left: int
    when: str
    """When it can begin and end at the earliest, or when it was closed."""
    margin: str
    waits_for: str
    is_critical: bool
    is_over: bool
    is_question: bool
    is_gone: bool


def task_cards(
    plan: TaskPlan, contract_id: UUID, *, today: date, chosen: Collection[TaskLine] | None = None
) -> tuple[TaskCard, ...]:
    """Write tasks, all or those that were chosen, in the order of recovery."""
    keys = {line.key for line in plan.lines if not line.is_over and not line.is_gone}
    names = {line.key: line.said(current_language()) for line in plan.lines}
    lines = plan.lines if chosen is None else chosen
    writer = _Writer(plan=plan, contract_id=contract_id, today=today, open_keys=keys, names=names)
    return tuple(writer.card(line) for line in lines)


def title_of(line: TaskLine) -> str:
    """Say what is to be done; a task without its right is a question."""
    title = line.said(current_language())
    if line.is_question:
        return words().say("question_title", title=title[:1].lower() + title[1:])
    return title


def task_href(contract_id: UUID, task_id: UUID) -> str:
    """Return the page of a task."""
    return url_for("exits.show_task", contract_id=contract_id, task_id=task_id)


def closed_text(line: TaskLine) -> str:
    """Say when a task was closed, and with what."""
    day = date_long(line.closed_on) if line.closed_on else ""
    if line.state is TaskState.SET_ASIDE:
        return gettext("Sans objet depuis le %(day)s", day=day)
    how = str(_CLOSED[line.closed_with]) if line.closed_with else ""
    return gettext("Fait le %(day)s, %(how)s", day=day, how=how)


def last_day(plan: TaskPlan, line: TaskLine) -> date | None:
    """Return the last day of a task: as agreed, else the last that does not move the end."""
    slot = plan.slot(line)
    return line.due_on or (slot.latest_end if slot else None)


@dataclass(frozen=True, kw_only=True)
class _Writer:
    plan: TaskPlan
    contract_id: UUID
    today: date
    open_keys: Collection[str]
    names: Mapping[str, str]

    def card(self, line: TaskLine) -> TaskCard:
        """Write one task."""
        slot = self.plan.slot(line)
        waits = [self.names[key] for key in line.needs if key in self.open_keys]
        due_on = last_day(self.plan, line)
        column = _column(line, waits)
        return TaskCard(
            id=line.id,
            href=task_href(self.contract_id, line.id),
            title=title_of(line),
            asset=line.asset,
            who=line.owner.name or words().label("who", line.who),
            column=column,
            state=str(COLUMNS[column]),
            due_on=due_on,
            days_left=(due_on - self.today).days if due_on else 0,
            when=self._when(line),
            margin=self._margin(line),
            waits_for=_and_more(waits),
            is_critical=slot is not None and slot.is_critical,
            is_over=line.is_over,
            is_question=line.is_question,
            is_gone=line.is_gone,
        )

    def _when(self, line: TaskLine) -> str:
        slot = self.plan.slot(line)
        if line.is_over:
            return closed_text(line)
        if slot is None:
            return ""
        return gettext(
            "Du %(start)s au %(end)s au plus tôt",
            start=date_long(slot.starts_on),
            end=date_long(slot.ends_on),
        )

    def _margin(self, line: TaskLine) -> str:
        slot = self.plan.slot(line)
        if slot is None or line.is_over:
            return ""
        if slot.is_critical:
            return gettext("commande la date")
        if line.not_before is not None:
            return gettext("attend la fin de la mission")
        return ngettext("peut attendre %(num)s jour", "peut attendre %(num)s jours", slot.slack)


def _column(line: TaskLine, waits: Collection[str]) -> str:
    return WAITING if waits and line.state is TaskState.TODO else line.state.value


def _and_more(names: list[str]) -> str:
    if len(names) <= 1:
        return "".join(names)
    return ngettext(
        "%(first)s, et une autre", "%(first)s, et %(num)s autres", len(names) - 1, first=names[0]
    )
