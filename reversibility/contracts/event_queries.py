"""Read what happened with a provider, the oldest first, corrections beside what they correct."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from reversibility.contracts.errors import EventMissingError
from reversibility.contracts.event_models import ContractEvent, EventKind, EventPaper, EventRemark
from reversibility.kernel.actor import Actor, Permission


@dataclass(frozen=True, kw_only=True)
class RemarkLine:
    """What the provider observes, in its own words."""

    text: str
    dated_on: date
    paper_id: UUID | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """A fact as it stands, with the lines it took the place of."""

    id: UUID
    contract_id: UUID
    kind: EventKind
    happened_on: date
    happened_at: datetime | None
    facts: str
    author: str
    effect: str
    because: str
    """Why it took the place of the line before; empty where there is none."""
    recorded_at: datetime
    recorded_by: str
    papers: tuple[UUID, ...] = ()
    remarks: tuple[RemarkLine, ...] = ()
    """Also those about the lines it took the place of."""
    earlier: tuple["EventLine", ...] = ()
    """The lines it took the place of, the latest first."""


def list_events(session: Session, actor: Actor, contract_id: UUID) -> tuple[EventLine, ...]:
    """List the facts of a contract as they stand, the oldest first."""
    actor.require(Permission.CONTRACT_READ)
    rows: dict[UUID, ContractEvent] = {}
    papers: dict[UUID, dict[UUID, None]] = {}
    remarks: dict[UUID, dict[UUID, EventRemark]] = {}
    for row, paper_id, remark in session.execute(
        select(ContractEvent, EventPaper.paper_id, EventRemark)
        .outerjoin(EventPaper, EventPaper.event_id == ContractEvent.id)
        .outerjoin(EventRemark, EventRemark.event_id == ContractEvent.id)
        .where(
            ContractEvent.contract_id == contract_id,
            ContractEvent.practice_id == actor.practice_id,
        )
        .order_by(ContractEvent.recorded_at, ContractEvent.id, EventRemark.dated_on)
    ):
        rows[row.id] = row
        papers.setdefault(row.id, {}).update(dict.fromkeys(filter(None, [paper_id])))
        remarks.setdefault(row.id, {}).update({each.id: each for each in filter(None, [remark])})
    lines = {
        event_id: _line(row, papers[event_id], remarks[event_id].values())
        for event_id, row in rows.items()
    }
    corrected = {row.corrects_id for row in rows.values()}
    standing = [_with_earlier(row, rows, lines) for row in rows.values() if row.id not in corrected]
    return tuple(sorted(standing, key=_moment))


def get_event(session: Session, actor: Actor, contract_id: UUID, event_id: UUID) -> EventLine:
    """Return a fact as it stands; raises EventMissingError, also for a line that was corrected."""
    actor.require(Permission.CONTRACT_READ)
    for line in list_events(session, actor, contract_id):
        if line.id == event_id:
            return line
    raise EventMissingError


def events_counted(actor: Actor, contract_id: UUID) -> ScalarSelect[int]:
    """Count the facts of a contract that stand."""
    later = aliased(ContractEvent)
    return (
        select(func.count(ContractEvent.id))
        .outerjoin(later, later.corrects_id == ContractEvent.id)
        .where(
            ContractEvent.contract_id == contract_id,
            ContractEvent.practice_id == actor.practice_id,
            later.id.is_(None),
        )
        .scalar_subquery()
    )


def _with_earlier(
    row: ContractEvent, rows: dict[UUID, ContractEvent], lines: dict[UUID, EventLine]
) -> EventLine:
    earlier = []
    before = row.corrects_id
    while before is not None:
        earlier.append(lines[before])
        before = rows[before].corrects_id
    remarks = [remark for line in (lines[row.id], *earlier) for remark in line.remarks]
    ordered = sorted(remarks, key=lambda each: each.recorded_at)
    return replace(lines[row.id], earlier=tuple(earlier), remarks=tuple(ordered))


def _moment(line: EventLine) -> tuple[date, bool, datetime, datetime]:
    """Put what is known by its day alone before what has an hour."""
    return (
        line.happened_on,
        line.happened_at is not None,
        line.happened_at or line.recorded_at,
        line.recorded_at,
    )


def _line(row: ContractEvent, papers: Iterable[UUID], remarks: Iterable[EventRemark]) -> EventLine:
    return EventLine(
        id=row.id,
        contract_id=row.contract_id,
        kind=row.kind,
        happened_on=row.happened_on,
        happened_at=row.happened_at,
        facts=row.facts,
        author=row.author,
        effect=row.effect,
        because=row.because,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        papers=tuple(papers),
        remarks=tuple(
            RemarkLine(
                text=each.text,
                dated_on=each.dated_on,
                paper_id=each.paper_id,
                recorded_at=each.recorded_at,
                recorded_by=each.recorded_by,
            )
            for each in remarks
        ),
    )
