"""Note what happened with a provider, correct it by a later line, add the provider's remarks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.errors import (
    ContractMissingError,
    EventCorrectedError,
    EventInvalidError,
    EventMissingError,
)
from reversibility.contracts.event_models import ContractEvent, EventKind, EventPaper, EventRemark
from reversibility.contracts.models import Contract
from reversibility.contracts.paper_models import PaperRow
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import paper_day_fault
from reversibility.kernel.ids import new_id
from reversibility.kernel.text import has_hidden, line_fault

LONGEST_FACTS, LONGEST_EFFECT, LONGEST_AUTHOR, LONGEST_REASON = 2_000, 500, 200, 500


@dataclass(frozen=True, kw_only=True)
class EventDraft:
    """A fact as it is noted."""

    kind: EventKind
    happened_on: date | None
    facts: str
    happened_at: datetime | None = None
    author: str = ""
    effect: str = ""
    papers: tuple[UUID, ...] = ()
    because: str = ""
    """Why it takes the place of another line."""


@dataclass(frozen=True, kw_only=True)
class RemarkDraft:
    """What the provider observes about a fact."""

    text: str
    dated_on: date | None
    paper_id: UUID | None = None


def add_event(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    draft: EventDraft,
    *,
    today: date,
    now: datetime,
) -> ContractEvent:
    """Note a fact; raises EventInvalidError with everything that cannot be kept."""
    actor.require(Permission.CONTRACT_WRITE)
    _find_contract(session, actor, contract_id)
    row = _row(session, actor, contract_id, draft, today=today, now=now)
    _keep(session, actor, row, draft.papers)
    _tell(session, actor, row, "contract.event_noted", now=now)
    return row


def correct_event(
    session: Session,
    actor: Actor,
    event_id: UUID,
    draft: EventDraft,
    *,
    today: date,
    now: datetime,
) -> ContractEvent:
    """Note a line that takes the place of another, which stays beside it with the reason."""
    actor.require(Permission.CONTRACT_WRITE)
    event = _locked(session, actor, event_id)
    row = _row(session, actor, event.contract_id, draft, today=today, now=now)
    fault = line_fault(draft.because, LONGEST_REASON)
    if fault:
        raise EventInvalidError({"because": fault})
    row.corrects_id, row.because = event.id, draft.because
    _keep(session, actor, row, draft.papers)
    _tell(session, actor, row, "contract.event_corrected", now=now)
    return row


def add_remark(
    session: Session,
    actor: Actor,
    event_id: UUID,
    draft: RemarkDraft,
    *,
    today: date,
    now: datetime,
) -> EventRemark:
    """Keep what the provider observes about a fact; it is printed beside it, never edited."""
    actor.require(Permission.CONTRACT_WRITE)
    event = _find(session, actor, event_id)
    faults = {
        "text": _text_fault(draft.text, LONGEST_FACTS, required=True),
        "dated_on": paper_day_fault(draft.dated_on, today=today),
    }
    faults = {name: code for name, code in faults.items() if code}
    if faults or draft.dated_on is None:
        raise EventInvalidError(faults)
    if draft.paper_id is not None:
        _refuse_strange_papers(session, actor, event.contract_id, [draft.paper_id])
    row = EventRemark(
        id=new_id(now),
        practice_id=actor.practice_id,
        event_id=event.id,
        text=draft.text,
        dated_on=draft.dated_on,
        paper_id=draft.paper_id,
        recorded_at=now,
        recorded_by=actor.label,
    )
    session.add(row)
    journal.record(
        session,
        actor,
        "contract.remark_noted",
        journal.Subject(type="contract", id=event.contract_id),
        now=now,
        content={"event": str(event.id), "dated_on": draft.dated_on.isoformat()},
    )
    return row


def _row(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    draft: EventDraft,
    *,
    today: date,
    now: datetime,
) -> ContractEvent:
    faults = {name: code for name, code in _faults(draft, today) if code}
    if faults or draft.happened_on is None:
        raise EventInvalidError(faults)
    _refuse_strange_papers(session, actor, contract_id, draft.papers)
    return ContractEvent(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        kind=draft.kind,
        happened_on=draft.happened_on,
        happened_at=draft.happened_at,
        facts=draft.facts,
        author=draft.author,
        effect=draft.effect,
        corrects_id=None,
        because="",
        recorded_at=now,
        recorded_by=actor.label,
    )


def _faults(draft: EventDraft, today: date) -> Iterator[tuple[str, str]]:
    yield "happened_on", paper_day_fault(draft.happened_on, today=today)
    yield "facts", _text_fault(draft.facts, LONGEST_FACTS, required=True)
    yield "author", _text_fault(draft.author, LONGEST_AUTHOR)
    yield "effect", _text_fault(draft.effect, LONGEST_EFFECT)


def _text_fault(text: str, limit: int, *, required: bool = False) -> str:
    if required and not text.strip():
        return "required"
    if len(text) > limit:
        return f"too_long:{limit}"
    return "control_character" if has_hidden(text, lines=True) else ""


def _refuse_strange_papers(
    session: Session, actor: Actor, contract_id: UUID, papers: Sequence[UUID]
) -> None:
    """Refuse a paper of another contract."""
    known = session.scalars(
        select(PaperRow.id).where(
            PaperRow.id.in_(papers),
            PaperRow.contract_id == contract_id,
            PaperRow.practice_id == actor.practice_id,
        )
    ).all()
    if set(known) != set(papers):
        raise EventInvalidError({"papers": "paper_elsewhere"})


def _keep(session: Session, actor: Actor, row: ContractEvent, papers: Sequence[UUID]) -> None:
    session.add(row)
    session.flush()  # papers point to it
    session.add_all(
        EventPaper(practice_id=actor.practice_id, event_id=row.id, paper_id=paper_id)
        for paper_id in dict.fromkeys(papers)
    )


def _tell(
    session: Session, actor: Actor, row: ContractEvent, action: str, *, now: datetime
) -> None:
    subject = journal.Subject(type="contract", id=row.contract_id)
    told = {
        "event": str(row.id),
        "event_kind": row.kind.value,
        "happened_on": row.happened_on.isoformat(),
        "facts": row.facts,
        "reason": row.because,
    }
    journal.record(session, actor, action, subject, now=now, content=told)


def _find(session: Session, actor: Actor, event_id: UUID) -> ContractEvent:
    row = session.scalar(
        select(ContractEvent).where(
            ContractEvent.id == event_id, ContractEvent.practice_id == actor.practice_id
        )
    )
    if row is None:
        raise EventMissingError
    return row


def _locked(session: Session, actor: Actor, event_id: UUID) -> ContractEvent:
    """Return a line that nobody has corrected, so that two people who do it at once are told."""
    row = _find(session, actor, event_id)
    # The contract, since a row of an append-only table is never locked for change.
    session.execute(select(Contract.id).where(Contract.id == row.contract_id).with_for_update())
    wanted = select(ContractEvent.id).where(ContractEvent.corrects_id == event_id)
    if session.scalar(wanted) is not None:
        raise EventCorrectedError
    return row


def _find_contract(session: Session, actor: Actor, contract_id: UUID) -> None:
    wanted = select(Contract.id).where(
        Contract.id == contract_id, Contract.practice_id == actor.practice_id
    )
    if session.scalar(wanted) is None:
        raise ContractMissingError
