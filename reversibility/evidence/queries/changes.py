"""What has changed, with both answers and what people said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, Subquery, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from probes.changes import ChangedField, ChangeKind
from probes.interface import Source
from probes.texts import Severity
from reversibility.evidence.change_models import ChangeMark, ChangeNote, ChangeRow
from reversibility.evidence.errors import ChangeMissingError
from reversibility.evidence.models import ObservationRow
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import PieceKind
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

    asset_ids: frozenset[UUID] | None = None
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
    ids = select(ChangeRow.id).where(*_conditions(actor, wanted))
    if below is not None:
        ids = ids.where(ChangeRow.id < below)
    return _lines(session, actor, ids.order_by(ChangeRow.id.desc()).limit(limit))


def get_change(session: Session, actor: Actor, change_id: UUID) -> ChangeLine:
    """Return one change; raises ChangeMissingError, also for another practice's."""
    actor.require(Permission.EVIDENCE_READ)
    wanted = select(ChangeRow.id).where(
        *_conditions(actor, WantedChanges()), ChangeRow.id == change_id
    )
    found = _lines(session, actor, wanted)
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
    if wanted.asset_ids is not None:
        found.append(ChangeRow.asset_id.in_(wanted.asset_ids))
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
_ANSWER = tuple(name for name in AnswerRef.__dataclass_fields__ if name != "is_erased")
_NOTE = tuple(ChangeNoteLine.__dataclass_fields__)
_EARLIER, _LATER = aliased(ObservationRow), aliased(ObservationRow)


def _lines(session: Session, actor: Actor, wanted: Select[Any]) -> tuple[ChangeLine, ...]:
    """Read changes with both answers and every note, in one question to the database."""
    lines: dict[UUID, ChangeLine] = {}
    for row in session.execute(_whole(wanted.subquery())).mappings():
        line = lines.get(row["id"]) or _line(row)
        if row["note_id"] is not None:
            note = _for(actor, ChangeNoteLine(**{name: row[f"note_{name}"] for name in _NOTE}))
            line = replace(line, notes=(*line.notes, note), mark=note.mark)
        lines[line.id] = line
    return tuple(lines.values())


def _whole(wanted: Subquery) -> Select[Any]:
    answers = [
        getattr(answer, name).label(f"{end}_answer_{name}")
        for end, answer in (("earlier", _EARLIER), ("later", _LATER))
        for name in _ANSWER
    ]
    return (
        select(
            *_OF_CHANGE,
            Asset.name.label("asset_name"),
            *answers,
            _is_gone(PieceKind.RESULT, ChangeRow.id).label("is_erased"),
            _is_gone(PieceKind.ANSWER, _EARLIER.id).label("earlier_erased"),
            _is_gone(PieceKind.ANSWER, _LATER.id).label("later_erased"),
            ChangeNote.id.label("note_id"),
            *(getattr(ChangeNote, name).label(f"note_{name}") for name in _NOTE),
        )
        .join(wanted, wanted.c.id == ChangeRow.id)
        .join(Asset, Asset.id == ChangeRow.asset_id)
        .outerjoin(_EARLIER, _EARLIER.id == ChangeRow.earlier_id)
        .outerjoin(_LATER, _LATER.id == ChangeRow.later_id)
        .outerjoin(ChangeNote, ChangeNote.change_id == ChangeRow.id)
        .order_by(ChangeRow.id.desc(), ChangeNote.id)
    )


def _is_gone(kind: PieceKind, piece_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return exists().where(erasure_of(kind, piece_id))


def _line(row: RowMapping) -> ChangeLine:
    values = {column.key: row[column.key] for column in _OF_CHANGE}
    return ChangeLine(
        **values,
        asset_name=row["asset_name"],
        is_erased=row["is_erased"],
        earlier=_answer(row, "earlier"),
        later=_answer(row, "later"),
    )


def _answer(row: RowMapping, end: str) -> AnswerRef | None:
    values = {name: row[f"{end}_answer_{name}"] for name in _ANSWER}
    return AnswerRef(**values, is_erased=row[f"{end}_erased"]) if values["id"] else None


def _for(actor: Actor, line: ChangeNoteLine) -> ChangeNoteLine:
    """Keep from outsiders who of the practice said what; that it is explained they may know."""
    return replace(line, text="", written_by="") if actor.is_outsider else line
