"""Record what a check shows otherwise than the ones before, and what people say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from probes.changes import ChangedField, ChangeKind, Difference, compare, result_change
from probes.interface import Observation, Verdict
from probes.texts import texts
from reversibility.evidence.change_models import ChangeMark, ChangeNote, ChangeRow
from reversibility.evidence.errors import ChangeMissingError, ChangeNoteInvalidError
from reversibility.evidence.models import ObservationRow, VerdictRow
from reversibility.evidence.past import (
    KeptObservation,
    Past,
    kept_observation,
    survey_of,
    who_answered,
)
from reversibility.evidence.plain import storable
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.kernel.text import line_fault

LONGEST_NOTE = 500
_LONGEST_SPEAKER = 400
_ACTIONS = {
    ChangeMark.SEEN: "evidence.change_seen",
    ChangeMark.EXPLAINED: "evidence.change_explained",
    ChangeMark.OPEN: "evidence.change_opened",
}


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """The rows of the check that was just recorded."""

    observations: Sequence[ObservationRow]
    verdicts: Sequence[tuple[VerdictRow, Verdict]]


@dataclass(frozen=True, kw_only=True)
class NoteDraft:
    """What somebody says of a change; only an explanation, or its end, needs words."""

    mark: ChangeMark
    text: str = ""


def record_changes(
    session: Session, actor: Actor, past: Past, recorded: Recorded, *, now: datetime
) -> tuple[ChangeRow, ...]:
    """Keep each difference with both answers, and each other result with both results."""
    actor.require(Permission.EVIDENCE_PROBE)
    rows = [*_of_answers(past, recorded, now), *_of_results(past, recorded, now)]
    if not rows:
        return ()
    session.add_all(rows)
    journal.record(
        session,
        actor,
        "evidence.changes_seen",
        journal.Subject(type="asset", id=rows[0].asset_id),
        now=now,
        content={
            "changes": [
                {"id": str(row.id), "field": row.field.value, "severity": row.severity.value}
                for row in rows
            ]
        },
    )
    return tuple(rows)


def note_change(
    session: Session, actor: Actor, change_id: UUID, draft: NoteDraft, *, now: datetime
) -> UUID:
    """Say that a change is known, explained, or open again; returns the asset it is about.

    Raises ChangeNoteInvalidError for an explanation that says nothing.
    """
    actor.require(Permission.REGISTER_WRITE)
    asset_id = session.scalar(
        select(ChangeRow.asset_id).where(
            ChangeRow.id == change_id, ChangeRow.practice_id == actor.practice_id
        )
    )
    if asset_id is None or not actor.sees(asset_id):
        raise ChangeMissingError
    fault = line_fault(draft.text, LONGEST_NOTE)
    if fault and (draft.text or draft.mark is not ChangeMark.SEEN):
        raise ChangeNoteInvalidError({"text": fault})
    session.add(
        ChangeNote(
            id=new_id(now),
            practice_id=actor.practice_id,
            change_id=change_id,
            mark=draft.mark,
            text=draft.text,
            written_by=actor.label,
            written_at=now,
        )
    )
    journal.record(
        session,
        actor,
        _ACTIONS[draft.mark],
        journal.Subject(type="asset", id=asset_id),
        now=now,
        content={"change": str(change_id), "text": draft.text},
    )
    return asset_id


def _of_answers(past: Past, recorded: Recorded, now: datetime) -> Iterator[ChangeRow]:
    rows = recorded.observations
    if not rows or not past.surveys:
        return
    survey = survey_of(rows[0].name, rows[0].registry_id, map(kept_observation, rows))
    for difference in compare(past.surveys, survey):
        yield _change(rows[0], difference, now)


def _change(of: ObservationRow, difference: Difference, now: datetime) -> ChangeRow:
    earlier, later = difference.earlier, difference.later
    return ChangeRow(
        id=new_id(now),
        practice_id=of.practice_id,
        asset_id=of.asset_id,
        unit_id=of.unit_id,
        name=of.name,
        field=difference.field,
        kind=difference.kind,
        severity=texts()[difference.code].severity,
        code=difference.code,
        who=storable(difference.who, _LONGEST_SPEAKER),
        before=storable(difference.before),
        after=storable(difference.after),
        earlier_at=earlier.asked_at,
        later_at=later.asked_at,
        earlier_id=_id_of(earlier),
        later_id=_id_of(later),
        earlier_verdict_id=None,
        later_verdict_id=None,
    )


def _id_of(answer: Observation) -> UUID | None:
    return answer.id if isinstance(answer, KeptObservation) else None


def _of_results(past: Past, recorded: Recorded, now: datetime) -> Iterator[ChangeRow]:
    name = recorded.observations[0].name if recorded.observations else ""
    states = [(seen.source, seen.state) for seen in recorded.observations]
    for row, verdict in recorded.verdicts:
        heard = who_answered(states, row.field)
        alike = (each for each in past.results.get(row.field, ()) if each.answered == heard)
        before = next(alike, None) if heard else None
        told = before and result_change(before, verdict, declaration_digest=row.declaration_digest)
        if before is None or not told or not name:
            continue
        yield ChangeRow(
            id=new_id(now),
            practice_id=row.practice_id,
            asset_id=row.asset_id,
            unit_id=row.unit_id,
            name=name,
            field=ChangedField(row.field.value),
            kind=ChangeKind.RESULT,
            severity=texts()[told.code].severity,
            code=told.code,
            who="",
            before=told.before,
            after=told.after,
            earlier_at=before.judged_at,
            later_at=row.judged_at,
            earlier_id=None,
            later_id=None,
            earlier_verdict_id=before.id,
            later_verdict_id=row.id,
        )
