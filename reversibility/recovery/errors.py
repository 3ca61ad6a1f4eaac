"""Refusals of recovery."""

from reversibility.kernel.errors import InvalidError


class PlanCycleError(InvalidError):
    """Assets that wait for each other in a circle cannot be planned."""

    code = "recovery.cycle"


class TaskCycleError(InvalidError):
    """Tasks that wait for each other in a circle cannot be placed in time."""

    code = "recovery.task_cycle"
