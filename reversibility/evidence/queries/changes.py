"""What has changed, with both answers and what people said of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from probes.changes import ChangedField, ChangeKind
from probes.interface import Source
from probes.texts import Severity
from reversibility.evidence.change_models import ChangeMark, ChangeNote, ChangeRow
from reversibility.evidence.errors import ChangeMissingError
from reversibility.evidence.models import ObservationRow
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of
from reversibility.register.models import Asset
from reversibility.store.sight import seen_assets

SHOWN = 50
WORTH_A_LOOK = tuple(each for each in Severity if each.rank >= Severity.WARNING.rank)
"""What somebody should find the reason of."""


@dataclass(frozen=True, kw_only=True)
class AnswerRef:
    """One of the two answers that are compared; its digest stays when its bytes are erased."""

    id: UUID
    source: Source
    server: str
    asked_at: datetime
    sha256: str
    is_erased: bool


@dataclass(frozen=True, kw_only=True)
class ChangeNoteLine:
    """What somebody of the practice said of a change."""

    mark: ChangeMark
    text: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One field that two checks show differently."""

    id: UUID
    asset_id: UUID
    asset_name: str
    name: str
    field: ChangedField
    kind: ChangeKind
    severity: Severity
    code: str
    who: str
    before: str
    after: str
    earlier_at: datetime
    later_at: datetime
    earlier_verdict_id: UUID | None
    later_verdict_id: UUID | None
    earlier: AnswerRef | None
    """None where two results are compared."""
    later: AnswerRef | None
    is_erased: bool
    """What it said then and now was erased."""
    notes: tuple[ChangeNoteLine, ...] = ()
    """The oldest first; outsiders are not shown them."""
    mark: ChangeMark = ChangeMark.OPEN
    """What was said last; open as long as nobody said anything."""


@dataclass(frozen=True, kw_only=True)
class WantedChanges:
    """Which changes are asked for; what is not said excludes nothing."""

    asset_id: UUID | None = None
    severities: tuple[Severity, ...] = ()
    unexplained: bool = False
    since: datetime | None = None


def list_changes(
    session: Session,
    actor: Actor,
    wanted: WantedChanges = WantedChanges(),
    *,
    below: UUID | None = None,
    limit: int = SHOWN,
) -> tuple[ChangeLine, ...]:
    """List changes, the newest first; `below` is the last one of the page before."""
    actor.require(Permission.EVIDENCE_READ)
    query = _query().where(*_conditions(actor, wanted)).order_by(ChangeRow.id.desc()).limit(limit)
    if below is not None:
        query = query.where(ChangeRow.id < below)
    return _lines(session, actor, query)


def get_change(session: Session, actor: Actor, change_id: UUID) -> ChangeLine:
    """Return one change; raises ChangeMissingError, also for another practice's."""
    actor.require(Permission.EVIDENCE_READ)
    query = _query().where(*_conditions(actor, WantedChanges()), ChangeRow.id == change_id)
    found = _lines(session, actor, query)
    if not found:
        raise ChangeMissingError
    return found[0]


def recent_changes(
    session: Session, actor: Actor, *, since: datetime | None = None, limit: int = SHOWN
) -> tuple[ChangeLine, ...]:
    """List what somebody should find the reason of, and nobody has explained; newest first."""
    actor.require(Permission.EVIDENCE_READ)
    wanted = WantedChanges(severities=WORTH_A_LOOK, unexplained=True, since=since)
    return list_changes(session, actor, wanted, limit=limit)


def count_changes(
    session: Session, actor: Actor, wanted: WantedChanges = WantedChanges()
) -> Mapping[Severity, int]:
    """Count changes by how much they matter."""
    actor.require(Permission.EVIDENCE_READ)
    rows = session.execute(
        select(ChangeRow.severity, func.count(ChangeRow.id).label("changes"))
        .where(*_conditions(actor, wanted))
        .group_by(ChangeRow.severity)
    )
    return {row.severity: row.changes for row in rows}


def _conditions(actor: Actor, wanted: WantedChanges) -> list[ColumnElement[bool]]:
    found = [ChangeRow.practice_id == actor.practice_id, seen_assets(actor, ChangeRow.asset_id)]
    if wanted.asset_id is not None:
        found.append(ChangeRow.asset_id == wanted.asset_id)
    if wanted.severities:
        found.append(ChangeRow.severity.in_(wanted.severities))
    if wanted.since is not None:
        found.append(ChangeRow.later_at >= wanted.since)
    if wanted.unexplained:
        found.append(~_is_explained())
    return found


def _is_explained() -> ColumnElement[bool]:
    later = aliased(ChangeNote)
    return exists().where(
        ChangeNote.change_id == ChangeRow.id,
        ChangeNote.mark == ChangeMark.EXPLAINED,
        ~exists().where(later.change_id == ChangeNote.change_id, later.id > ChangeNote.id),
    )


_OF_CHANGE = tuple(
    getattr(ChangeRow, name)
    for name in ChangeLine.__dataclass_fields__
    if name not in {"asset_name", "earlier", "later", "is_erased", "notes", "mark"}
)
_OF_ANSWER = tuple(
    getattr(ObservationRow, name) for name in AnswerRef.__dataclass_fields__ if name != "is_erased"
)


def _query() -> Select[Any]:
    gone = Erasure.id.is_not(None).label("is_erased")
    return (
        select(
            *_OF_CHANGE,
            ChangeRow.earlier_id,
            ChangeRow.later_id,
            Asset.name.label("asset_name"),
            gone,
        )
        .join(Asset, Asset.id == ChangeRow.asset_id)
        .outerjoin(Erasure, erasure_of(PieceKind.RESULT, ChangeRow.id))
    )


def _lines(session: Session, actor: Actor, query: Select[Any]) -> tuple[ChangeLine, ...]:
    rows = session.execute(query).mappings().all()
    answers = _answers(session, actor, {row[end] for row in rows for end in _ENDS} - {None})
    notes = _notes(session, actor, [row["id"] for row in rows])
    return tuple(_line(row, answers, notes.get(row["id"], ())) for row in rows)


_ENDS = ("earlier_id", "later_id")


def _answers(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, AnswerRef]:
    if not ids:
        return {}
    gone = Erasure.id.is_not(None).label("is_erased")
    rows = session.execute(
        select(*_OF_ANSWER, gone)
        .outerjoin(Erasure, erasure_of(PieceKind.ANSWER, ObservationRow.id))
        .where(ObservationRow.id.in_(ids), ObservationRow.practice_id == actor.practice_id)
    ).mappings()
    return {row["id"]: AnswerRef(**row) for row in rows}


def _notes(
    session: Session, actor: Actor, ids: Collection[UUID]
) -> dict[UUID, tuple[ChangeNoteLine, ...]]:
    if not ids:
        return {}
    rows = session.scalars(
        select(ChangeNote)
        .where(ChangeNote.change_id.in_(ids), ChangeNote.practice_id == actor.practice_id)
        .order_by(ChangeNote.id)
    )
    found: dict[UUID, tuple[ChangeNoteLine, ...]] = {}
    for row in rows:
        line = ChangeNoteLine(
            mark=row.mark, text=row.text, written_by=row.written_by, written_at=row.written_at
        )
        found[row.change_id] = (*found.get(row.change_id, ()), _for(actor, line))
    return found


def _for(actor: Actor, line: ChangeNoteLine) -> ChangeNoteLine:
    """Keep from outsiders who of the practice said what; that it is explained they may know."""
    return replace(line, text="", written_by="") if actor.is_outsider else line


def _line(
    row: RowMapping, answers: Mapping[UUID, AnswerRef], notes: tuple[ChangeNoteLine, ...]
) -> ChangeLine:
    values = {name: row[name] for name in row if name not in _ENDS}
    return ChangeLine(
        **values,
        earlier=answers.get(row["earlier_id"]),
        later=answers.get(row["later_id"]),
        notes=notes,
        mark=notes[-1].mark if notes else ChangeMark.OPEN,
    )
