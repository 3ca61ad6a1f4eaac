"""After a check: close the tasks whose result is there, open again those it contradicts.

Called in the transaction that records the check, so that no result stands beside a task that does
not know it. A nightly check closes a task that somebody asked to watch, as a check asked for does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from probes.interface import VerdictField
from reversibility.evidence.queries import VerdictLine, latest_verdicts
from reversibility.exits.tasks.closing import Proving, Result, Said, proving, what_it_says
from reversibility.exits.tasks.models import ClosedBy, ExitTask, TaskState
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission

_LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What a check did to the tasks of an asset."""

    closed: int = 0
    reopened: int = 0


def settle_tasks(session: Session, actor: Actor, asset_id: UUID, *, now: datetime) -> Settled:
    """Compare the tasks of an asset with its present verdicts."""
    actor.require(Permission.EVIDENCE_PROBE)
    rows = session.scalars(
        select(ExitTask)
        .where(
            ExitTask.practice_id == actor.practice_id,
            ExitTask.asset_id == asset_id,
            ExitTask.probe != "",
            ExitTask.gone_at.is_(None),
        )
        .with_for_update()
    ).all()
    if not rows:
        return Settled()
    verdicts = latest_verdicts(session, actor, [asset_id])[asset_id]
    settling = _Settling(session=session, actor=actor, now=now)
    closed, reopened = 0, 0
    for row in rows:
        line = verdicts.get(VerdictField(row.probe))
        if line is None:
            continue
        if row.state is TaskState.DONE:
            reopened += settling.reopen(row, line)
        else:
            closed += settling.close(row, line)
    return Settled(closed=closed, reopened=reopened)


@dataclass(frozen=True, kw_only=True)
class _Settling:
    session: Session
    actor: Actor
    now: datetime

    def close(self, row: ExitTask, line: VerdictLine) -> bool:
        """Close a task that is watched when a look since then shows its result."""
        if row.state is TaskState.SET_ASIDE or not _is_of_since(line, row.check_asked_at):
            return False
        if not row.seen_before:
            # From now on one can tell what moves; what this look shows is where it stood.
            row.seen_before = line.observed
        if _says(row, line) is not Said.REACHED or line.judged_at is None:
            return False
        row.state, row.reason, row.check_asked_at = TaskState.DONE, "", None
        row.closed_on, row.closed_by = line.judged_at.date(), self.actor.label
        row.closed_with, row.statement = ClosedBy.CHECK, line.observed
        row.piece_sha256 = line.bases[0].sha256 if line.bases else ""
        content = {
            "task": row.title.get("fr", ""),
            "closed_on": row.closed_on.isoformat(),
            "closed_with": row.closed_with.value,
            "observed": line.observed,
            "sha256": row.piece_sha256,
        }
        self._tell(row, "exit.task_closed", content)
        return True

    def reopen(self, row: ExitTask, line: VerdictLine) -> bool:
        """Open a task again that a check closed, when a later one shows something else."""
        is_change = proving(row.step, row.probe) is Proving.CHANGE
        if row.closed_with is not ClosedBy.CHECK or not is_change:
            return False
        if _says(row, line) is not Said.NOT_YET:
            return False
        row.open_again(line.observed[:_LONGEST_REASON])
        row.check_asked_at = self.now
        content = {"task": row.title.get("fr", ""), "observed": line.observed}
        self._tell(row, "exit.task_contradicted", content)
        return True

    def _tell(self, row: ExitTask, action: str, content: Mapping[str, str]) -> None:
        subject = journal.Subject(type="exit", id=row.exit_id)
        journal.record(
            self.session, self.actor, action, subject, now=self.now, content=dict(content)
        )


def _is_of_since(line: VerdictLine, asked_at: datetime | None) -> bool:
    return asked_at is not None and line.judged_at is not None and line.judged_at >= asked_at


def _says(row: ExitTask, line: VerdictLine) -> Said:
    how = proving(row.step, row.probe)
    if how is None or how is Proving.SUPPORT:
        return Said.NOTHING
    result = Result(field=line.field, state=line.state, observed=line.observed, holder=line.holder)
    return what_it_says(how, result, seen_before=row.seen_before)
