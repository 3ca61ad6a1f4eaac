"""Write letters, make them final, and note what became of them. Nothing here sends anything."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.letters import Channel
from reversibility.exits.letters.errors import (
    LetterChangedError,
    LetterDraftError,
    LetterFinalError,
    LetterStepError,
)
from reversibility.exits.letters.locking import letter_subject, lock_letter
from reversibility.exits.letters.models import Letter, LetterDocument
from reversibility.exits.letters.writing import Writing
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.register.archiving import Edit


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How a letter went out."""

    sent_on: date
    channel: Channel
    proof_paper_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    answered_on: date
    text: str = ""
    paper_id: UUID | None = None


def start_letter(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    writing: Writing,
    *,
    now: datetime,
    follows_id: UUID | None = None,
) -> UUID:
    """Begin a letter as a draft."""
    actor.require(Permission.CONTRACT_WRITE)
    row = Letter(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        kind=writing.kind,
        locale=writing.locale,
        channel=writing.channel,
        planned_on=writing.planned_on,
        days=writing.days,
        values=dict(writing.values),
        created_at=now,
        changed_by=actor.label,
        follows_id=follows_id,
    )
    session.add(row)
    content = {"letter": writing.kind}
    journal.record(session, actor, "letter.started", letter_subject(row), now=now, content=content)
    return row.id


def change_letter(
    session: Session, actor: Actor, edit: Edit, writing: Writing, *, now: datetime
) -> None:
    """Keep what was written of a draft; raises LetterChangedError when somebody else did so."""
    actor.require(Permission.CONTRACT_WRITE)
    row = lock_letter(session, actor, edit.id)
    if row.final_at is not None:
        raise LetterFinalError
    if row.version != edit.version:
        raise LetterChangedError(who=row.changed_by)
    row.locale, row.channel = writing.locale, writing.channel
    row.planned_on, row.days = writing.planned_on, writing.days
    row.values, row.changed_by = dict(writing.values), actor.label
    # The words of a draft stay out of the journal: what is final is kept whole, with its digest.
    content = {"letter": row.kind}
    journal.record(session, actor, "letter.changed", letter_subject(row), now=now, content=content)


def discard_letter(session: Session, actor: Actor, letter_id: UUID, *, now: datetime) -> UUID:
    """Take a draft away; return its contract. A final letter stays."""
    actor.require(Permission.CONTRACT_WRITE)
    row = lock_letter(session, actor, letter_id)
    kept = select(LetterDocument.id).where(LetterDocument.letter_id == row.id).limit(1)
    if row.final_at is not None or session.scalar(kept) is not None:
        raise LetterFinalError
    session.delete(row)
    content = {"letter": row.kind}
    journal.record(
        session, actor, "letter.discarded", letter_subject(row), now=now, content=content
    )
    return row.contract_id


def mark_sent(
    session: Session, actor: Actor, letter_id: UUID, sending: Sending, *, now: datetime
) -> None:
    """Note that the practice sent a final letter, and how."""
    actor.require(Permission.CONTRACT_WRITE)
    row = lock_letter(session, actor, letter_id)
    if row.final_at is None:
        raise LetterDraftError
    _refuse_future("sent_on", sending.sent_on, now)
    if sending.sent_on < row.created_at.date():
        raise LetterStepError({"sent_on": "letter_sent_before_written"})
    if row.received_on is not None and sending.sent_on > row.received_on:
        raise LetterStepError({"sent_on": "letter_sent_after_received"})
    row.sent_on, row.sent_by = sending.sent_on, sending.channel
    row.proof_paper_id = sending.proof_paper_id or row.proof_paper_id
    row.changed_by = actor.label
    content = {
        "letter": row.kind,
        "sent_on": sending.sent_on.isoformat(),
        "channel": sending.channel.value,
        "has_proof": row.proof_paper_id is not None,
    }
    journal.record(session, actor, "letter.sent", letter_subject(row), now=now, content=content)


def mark_received(
    session: Session, actor: Actor, letter_id: UUID, received_on: date, *, now: datetime
) -> None:
    """Note the day on which a letter was received."""
    actor.require(Permission.CONTRACT_WRITE)
    row = lock_letter(session, actor, letter_id)
    if row.sent_on is None:
        raise LetterStepError({"received_on": "letter_not_sent"})
    _refuse_future("received_on", received_on, now)
    if received_on < row.sent_on:
        raise LetterStepError({"received_on": "letter_received_before_sent"})
    row.received_on, row.changed_by = received_on, actor.label
    content = {"letter": row.kind, "received_on": received_on.isoformat()}
    journal.record(session, actor, "letter.received", letter_subject(row), now=now, content=content)


def mark_answered(
    session: Session, actor: Actor, letter_id: UUID, answer: Answer, *, now: datetime
) -> None:
    """Note the answer that came; a telephone call counts, said in words."""
    actor.require(Permission.CONTRACT_WRITE)
    row = lock_letter(session, actor, letter_id)
    if row.sent_on is None:
        raise LetterStepError({"answered_on": "letter_not_sent"})
    _refuse_future("answered_on", answer.answered_on, now)
    if answer.answered_on < row.sent_on:
        raise LetterStepError({"answered_on": "letter_answered_before_sent"})
    row.answered_on, row.answer, row.changed_by = answer.answered_on, answer.text, actor.label
    row.answer_paper_id = answer.paper_id or row.answer_paper_id
    content = {"letter": row.kind, "answered_on": answer.answered_on.isoformat()}
    journal.record(session, actor, "letter.answered", letter_subject(row), now=now, content=content)


def close_letter(session: Session, actor: Actor, letter_id: UUID, *, now: datetime) -> None:
    """Wait for nothing more: no answer is expected, or another way was chosen."""
    actor.require(Permission.CONTRACT_WRITE)
    row = lock_letter(session, actor, letter_id)
    if row.sent_on is None:
        raise LetterStepError({"closed_on": "letter_not_sent"})
    row.closed_on, row.changed_by = now.date(), actor.label
    content = {"letter": row.kind, "closed_on": now.date().isoformat()}
    journal.record(session, actor, "letter.closed", letter_subject(row), now=now, content=content)


def _refuse_future(name: str, day: date, now: datetime) -> None:
    if day > now.date():
        raise LetterStepError({name: "letter_day_ahead"})
