"""What generating the tasks anew would change, before it is done. Pure.

Nothing that somebody did is lost: a task that was touched and is no longer asked for stays, set
apart; one that nobody touched goes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reversibility.exits.tasks.generating import Wanted
from reversibility.exits.tasks.models import ExitTask, TaskOrigin, TaskState

_FOLLOWED = ("days", "who", "right", "is_question", "probe", "not_before", "step", "origin")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What the playbooks ask for today against the rows there are."""

    added: tuple[Wanted, ...]
    changed: tuple[tuple[ExitTask, Wanted], ...]
    leaving: tuple[ExitTask, ...]
    """Not asked for any more, and nobody touched them: they go."""
    set_apart: tuple[ExitTask, ...]
    """Not asked for any more, but somebody did something with them: they stay, out of the plan."""
    back: tuple[ExitTask, ...]
    """Set apart before, and asked for again."""

    @property
    def is_nothing(self) -> bool:
        """Whether the rows are as the playbooks ask."""
        return not any((self.added, self.changed, self.leaving, self.set_apart, self.back))


def compare(rows: Collection[ExitTask], wanted: Collection[Wanted]) -> Difference:
    """Compare the tasks there are with those that are asked for; own tasks stand outside."""
    ours = {row.key: row for row in rows if row.origin is not TaskOrigin.OWN}
    asked: Mapping[str, Wanted] = {task.key: task for task in wanted}
    missing = [row for key, row in ours.items() if key not in asked and row.gone_at is None]
    return Difference(
        added=tuple(task for key, task in asked.items() if key not in ours),
        changed=tuple(
            (ours[key], task)
            for key, task in asked.items()
            if key in ours and _differs(ours[key], task)
        ),
        leaving=tuple(row for row in missing if not is_touched(row)),
        set_apart=tuple(row for row in missing if is_touched(row)),
        back=tuple(row for key, row in ours.items() if key in asked and row.gone_at is not None),
    )


def follow(row: ExitTask, wanted: Wanted) -> None:
    """Bring a task to what the playbooks ask; what people entered stays."""
    for name in _FOLLOWED:
        setattr(row, name, getattr(wanted, name))
    row.title = plain_title(wanted)
    row.needs = list(wanted.needs)


def plain_title(wanted: Wanted) -> dict[str, str]:
    """Return a title as it is kept."""
    return {"fr": wanted.title.fr, "en": wanted.title.en}


def is_touched(row: ExitTask) -> bool:
    """Say whether somebody did something with a task."""
    return row.state is not TaskState.TODO or any(
        (row.owner_person_id, row.owner_party_id, row.due_on, row.check_asked_at, row.reason)
    )


def _differs(row: ExitTask, wanted: Wanted) -> bool:
    if any(getattr(row, name) != getattr(wanted, name) for name in _FOLLOWED):
        return True
    return row.title != plain_title(wanted) or row.needs != list(wanted.needs)
