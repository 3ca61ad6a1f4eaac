"""The tasks of an exit as the critical path needs them. Pure."""

from collections.abc import Iterable
from datetime import date

from reversibility.exits.tasks.models import OVER, ExitTask
from reversibility.recovery.critical import Job, schedule


def job_of(row: ExitTask, locale: str = "fr") -> Job:
    """Return a task's place in time; one that is tied to a date does not hold the end up."""
    return Job(
        key=row.key,
        name=row.title.get(locale, ""),
        days=row.days,
        needs=tuple(row.needs),
        not_before=row.not_before,
        done_on=row.closed_on if row.state in OVER else None,
        counts=row.not_before is None,
    )


def jobs_of(rows: Iterable[ExitTask], locale: str = "fr") -> tuple[Job, ...]:
    """Return those that are in the plan."""
    return tuple(job_of(row, locale) for row in rows if row.gone_at is None)


def refuse_circle(rows: Iterable[ExitTask]) -> None:
    """Raise TaskCycleError with the names of tasks that would wait for each other."""
    schedule(jobs_of(rows), today=_ANY_DAY)


_ANY_DAY = date(2000, 1, 1)
"""Whether tasks go in a circle does not depend on the day."""
