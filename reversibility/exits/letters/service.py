"""Write letters, make them final, and note what became of them. Nothing here sends anything."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.letters import Channel
from reversibility.catalogues.models import Catalogue
from reversibility.exits.letters.errors import (
    LetterChangedError,
    LetterDraftError,
    LetterFinalError,
    LetterGuardedError,
    LetterIncompleteError,
    LetterMissingError,
    LetterStepError,
)
from reversibility.exits.letters.gathering import Writing, gather_letter, writing_of
from reversibility.exits.letters.guards import Level, check_guards
from reversibility.exits.letters.known import printed_deadline
from reversibility.exits.letters.models import Letter, LetterDocument
from reversibility.exits.letters.printing import build_letter, missing, said_digest
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id
from reversibility.register.archiving import Edit


@dataclass(frozen=True, kw_only=True)
class FileDraft:
    """A file of a final letter, not yet kept."""

    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class FinalDraft:
    """The final version of a letter, as it was printed."""

    letter_id: UUID
    subject: str
    said_sha256: str
    """Of what was printed: it is refused when the letter says something else by now."""
    files: tuple[FileDraft, ...]
    read: Collection[str]
    """Codes of the warnings that were read."""


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
    journal.record(session, actor, "letter.started", _subject(row), now=now, content=content)
    return row.id


def change_letter(
    session: Session, actor: Actor, edit: Edit, writing: Writing, *, now: datetime
) -> None:
    """Keep what was written of a draft; raises LetterChangedError when somebody else did so."""
    actor.require(Permission.CONTRACT_WRITE)
    row = _locked(session, actor, edit.id)
    if row.final_at is not None:
        raise LetterFinalError
    if row.version != edit.version:
        raise LetterChangedError(who=row.changed_by)
    row.locale, row.channel = writing.locale, writing.channel
    row.planned_on, row.days = writing.planned_on, writing.days
    row.values, row.changed_by = dict(writing.values), actor.label
    # The words of a draft stay out of the journal: what is final is kept whole, with its digest.
    content = {"letter": row.kind}
    journal.record(session, actor, "letter.changed", _subject(row), now=now, content=content)


def discard_letter(session: Session, actor: Actor, letter_id: UUID, *, now: datetime) -> UUID:
    """Take a draft away; return its contract. A final letter stays."""
    actor.require(Permission.CONTRACT_WRITE)
    row = _locked(session, actor, letter_id)
    kept = select(LetterDocument.id).where(LetterDocument.letter_id == row.id).limit(1)
    if row.final_at is not None or session.scalar(kept) is not None:
        raise LetterFinalError
    session.delete(row)
    content = {"letter": row.kind}
    journal.record(session, actor, "letter.discarded", _subject(row), now=now, content=content)
    return row.contract_id


def make_final(
    session: Session,
    actor: Actor,
    final: FinalDraft,
    catalogue: Catalogue,
    *,
    now: datetime,
) -> None:
    """Fix the words of a letter and keep its files.

    What it must say, its guards and its words are looked at once more, in this transaction.
    """
    actor.require(Permission.EXIT_PRODUCE)
    row = _locked(session, actor, final.letter_id)
    if row.final_at is not None:
        raise LetterFinalError
    writing = writing_of(row)
    material = gather_letter(session, actor, row.contract_id, catalogue, now=now)
    lacking = missing(material, writing)
    if lacking:
        raise LetterIncompleteError(dict.fromkeys(lacking, "letter_field"))
    guards = check_guards(material, writing, writing.locale)
    open_warnings = {each.code for each in guards if each.level is Level.WARN} - set(final.read)
    if open_warnings or any(each.level is Level.BLOCK for each in guards):
        raise LetterGuardedError
    if said_digest(build_letter(material, writing, is_draft=False)) != final.said_sha256:
        raise LetterChangedError(who=row.changed_by)
    row.final_at, row.subject, row.changed_by = now, final.subject, actor.label
    row.deadline_on, row.accepted = printed_deadline(writing), sorted(final.read)
    documents = [_document(row, each, actor, now=now) for each in final.files]
    session.add_all(documents)
    content = {"letter": row.kind, "files": {each.filename: each.sha256 for each in documents}}
    journal.record(session, actor, "letter.finalised", _subject(row), now=now, content=content)


def mark_sent(
    session: Session, actor: Actor, letter_id: UUID, sending: Sending, *, now: datetime
) -> None:
    """Note that the practice sent a final letter, and how."""
    actor.require(Permission.CONTRACT_WRITE)
    row = _locked(session, actor, letter_id)
    if row.final_at is None:
        raise LetterDraftError
    _refuse_future("sent_on", sending.sent_on, now)
    if sending.sent_on < row.created_at.date():
        raise LetterStepError({"sent_on": "letter_sent_before_written"})
    row.sent_on, row.sent_by = sending.sent_on, sending.channel
    row.proof_paper_id = sending.proof_paper_id or row.proof_paper_id
    row.changed_by = actor.label
    content = {
        "letter": row.kind,
        "sent_on": sending.sent_on.isoformat(),
        "channel": sending.channel.value,
        "has_proof": row.proof_paper_id is not None,
    }
    journal.record(session, actor, "letter.sent", _subject(row), now=now, content=content)


def mark_received(
    session: Session, actor: Actor, letter_id: UUID, received_on: date, *, now: datetime
) -> None:
    """Note the day on which a letter was received."""
    actor.require(Permission.CONTRACT_WRITE)
    row = _locked(session, actor, letter_id)
    if row.sent_on is None:
        raise LetterStepError({"received_on": "letter_not_sent"})
    _refuse_future("received_on", received_on, now)
    if received_on < row.sent_on:
        raise LetterStepError({"received_on": "letter_received_before_sent"})
    row.received_on, row.changed_by = received_on, actor.label
    content = {"letter": row.kind, "received_on": received_on.isoformat()}
    journal.record(session, actor, "letter.received", _subject(row), now=now, content=content)


def mark_answered(
    session: Session, actor: Actor, letter_id: UUID, answer: Answer, *, now: datetime
) -> None:
    """Note the answer that came; a telephone call counts, said in words."""
    actor.require(Permission.CONTRACT_WRITE)
    row = _locked(session, actor, letter_id)
    if row.sent_on is None:
        raise LetterStepError({"answered_on": "letter_not_sent"})
    _refuse_future("answered_on", answer.answered_on, now)
    if answer.answered_on < row.sent_on:
        raise LetterStepError({"answered_on": "letter_answered_before_sent"})
    row.answered_on, row.answer, row.changed_by = answer.answered_on, answer.text, actor.label
    row.answer_paper_id = answer.paper_id or row.answer_paper_id
    content = {"letter": row.kind, "answered_on": answer.answered_on.isoformat()}
    journal.record(session, actor, "letter.answered", _subject(row), now=now, content=content)


def close_letter(session: Session, actor: Actor, letter_id: UUID, *, now: datetime) -> None:
    """Wait for nothing more: no answer is expected, or another way was chosen."""
    actor.require(Permission.CONTRACT_WRITE)
    row = _locked(session, actor, letter_id)
    if row.sent_on is None:
        raise LetterStepError({"closed_on": "letter_not_sent"})
    row.closed_on, row.changed_by = now.date(), actor.label
    content = {"letter": row.kind, "closed_on": now.date().isoformat()}
    journal.record(session, actor, "letter.closed", _subject(row), now=now, content=content)


def _document(row: Letter, file: FileDraft, actor: Actor, *, now: datetime) -> LetterDocument:
    return LetterDocument(
        id=new_id(now),
        practice_id=row.practice_id,
        letter_id=row.id,
        filename=file.filename,
        media_type=file.media_type,
        made_at=now,
        made_by=actor.label,
        sha256=sha256(file.content),
        content=file.content,
    )


def _locked(session: Session, actor: Actor, letter_id: UUID) -> Letter:
    row = session.scalar(
        select(Letter)
        .where(Letter.id == letter_id, Letter.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise LetterMissingError
    return row


def _refuse_future(name: str, day: date, now: datetime) -> None:
    if day > now.date():
        raise LetterStepError({name: "letter_day_ahead"})


def _subject(row: Letter) -> journal.Subject:
    return journal.Subject(type="contract", id=row.contract_id)
