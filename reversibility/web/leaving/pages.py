"""The blueprint of an exit, and what each of its pages reads first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint

from reversibility.contracts.queries import ContractSheet, get_contract
from reversibility.exits.errors import ExitMissingError, TaskMissingError
from reversibility.exits.queries import ExitSheet, find_exit
from reversibility.exits.tasks.queries import TaskLine, TaskPlan, task_plan, tasks_of
from reversibility.http.seat import Desk
from reversibility.kernel.actor import Permission
from reversibility.web.languages import current_language
from reversibility.web.members import members_only

pages = members_only(Blueprint("exits", __name__))

PATH = "/contrats/<uuid:contract_id>/sortie"


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """One exit: its contract, its case, its tasks in time."""

    contract: ContractSheet
    case: ExitSheet | None
    plan: TaskPlan | None
    """None while there are no tasks."""
    today: date
    may_work: bool
    """Whether the reader may do tasks."""
    may_plan: bool
    """Whether the reader may change the case and its tasks."""

    @property
    def opened(self) -> ExitSheet:
        """Return the case; raises ExitMissingError while none is open."""
        if self.case is None:
            raise ExitMissingError
        return self.case

    @property
    def planned(self) -> TaskPlan:
        """Return the tasks; raises TaskMissingError while there are none."""
        if self.plan is None:
            raise TaskMissingError
        return self.plan

    def find(self, task_id: UUID) -> TaskLine:
        """Return one of its tasks; raises TaskMissingError."""
        for line in self.planned.lines:
            if line.id == task_id:
                return line
        raise TaskMissingError


def read_leaving(desk: Desk, contract_id: UUID) -> Leaving:
    """Read the exit of a contract, whether it is open yet or not."""
    desk.actor.require(Permission.CONTRACT_READ)
    today = desk.now.date()
    contract = get_contract(desk.session, desk.actor, contract_id, today=today)
    found = find_exit(desk.session, desk.actor, contract_id)
    # A plan made ahead by the service is no exit that anybody opened.
    case = None if found is not None and found.is_prepared else found
    lines = tasks_of(desk.session, desk.actor, case.id) if case else ()
    return Leaving(
        contract=contract,
        case=case,
        plan=task_plan(lines, today=today, locale=current_language()) if lines else None,
        today=today,
        may_work=desk.actor.may(Permission.REGISTER_WRITE),
        may_plan=desk.actor.may(Permission.EXIT_PRODUCE),
    )
