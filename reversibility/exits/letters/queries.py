"""Read the letters of a contract, with where each stands today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, defer

from reversibility.catalogues.letters import Channel, letters
from reversibility.exits.letters.deadlines import DeadlineComputation, compute_deadline
from reversibility.exits.letters.errors import LetterMissingError
from reversibility.exits.letters.models import Letter, LetterDocument
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of, find_erasure, not_erased


class LetterState(StrEnum):
    """Where a letter stands."""

    DRAFT = "draft"
    FINAL = "final"
    SENT = "sent"
    RECEIVED = "received"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    """The time to answer has passed, and no answer is noted."""
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """A letter of a contract."""

    id: UUID
    version: int
    contract_id: UUID
    kind: str
    locale: str
    channel: Channel
    planned_on: date
    days: int
    values: Mapping[str, str]
    subject: str
    deadline_on: date | None
    accepted: tuple[str, ...]
    created_at: datetime
    changed_by: str
    follows_id: UUID | None
    final_at: datetime | None
    sent_on: date | None
    sent_by: Channel | None
    proof_paper_id: UUID | None
    received_on: date | None
    answered_on: date | None
    answer: str
    answer_paper_id: UUID | None
    closed_on: date | None
    state: LetterState
    computation: DeadlineComputation | None
    """Until when an answer is waited for; None before it is sent, and where none is asked."""
    next_kind: str
    """The letter that may come next, once the time to answer has passed; empty for none."""


@dataclass(frozen=True, kw_only=True)
class LetterFile:
    """A file of a final letter."""

    id: UUID
    filename: str
    media_type: str
    made_at: datetime
    made_by: str
    sha256: str
    size: int
    locale: str
    """Language of a translation for reading; empty for the letter itself."""
    erased_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class LetterShelf:
    """Every letter of a contract, the first one first, with its files."""

    lines: tuple[LetterLine, ...] = ()
    files: Mapping[UUID, tuple[LetterFile, ...]] = field(default_factory=dict)
    """By letter, the PDF first, a translation last; no bytes."""

    @property
    def prints(self) -> Mapping[UUID, LetterFile]:
        """The PDF of each final letter, by letter."""
        return {
            letter_id: file
            for letter_id, files in self.files.items()
            for file in files
            if (file.media_type, file.locale) == ("application/pdf", "")
        }

    def find(self, letter_id: UUID) -> LetterLine:
        """Return one letter; raises LetterMissingError."""
        found = next((line for line in self.lines if line.id == letter_id), None)
        if found is None:
            raise LetterMissingError
        return found


@dataclass(frozen=True, kw_only=True)
class LetterContent:
    """A file of a final letter, to be handed over."""

    letter_id: UUID
    filename: str
    media_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class AwaitedAnswer:
    """A letter that was sent and has no answer, for what falls due."""

    letter_id: UUID
    contract_id: UUID
    kind: str
    contract: str
    provider: str
    computation: DeadlineComputation


def letters_of(
    session: Session, actor: Actor, contract_id: UUID, *, today: date
) -> tuple[LetterLine, ...]:
    """List the letters of a contract, the first one first; drafts too."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.scalars(
        select(Letter)
        .where(Letter.contract_id == contract_id)
        .order_by(Letter.created_at, Letter.id)
    )
    return tuple(letter_line(row, today=today) for row in rows)


def awaited_of(
    session: Session, actor: Actor, contract_id: UUID, *, today: date
) -> tuple[LetterLine, ...]:
    """List the letters of a contract whose answer is waited for."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.scalars(select(Letter).where(Letter.contract_id == contract_id, is_awaited()))
    lines = (letter_line(row, today=today) for row in rows)
    return tuple(line for line in lines if line.computation is not None)


def get_letter(session: Session, actor: Actor, letter_id: UUID, *, today: date) -> LetterLine:
    """Return one letter; raises LetterMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    row = session.scalar(select(Letter).where(Letter.id == letter_id))
    if row is None:
        raise LetterMissingError
    return letter_line(row, today=today)


def is_awaited() -> ColumnElement[bool]:
    """Return the condition that an answer to a letter is waited for."""
    return and_(
        Letter.sent_on.is_not(None), Letter.answered_on.is_(None), Letter.closed_on.is_(None)
    )


def awaited_answer(
    row: Letter, contract: str, provider: str, *, today: date
) -> AwaitedAnswer | None:
    """Return a letter whose answer is waited for; None where its catalogue asks for none."""
    line = letter_line(row, today=today)
    if line.computation is None:
        return None
    return AwaitedAnswer(
        letter_id=line.id,
        contract_id=line.contract_id,
        kind=line.kind,
        contract=contract,
        provider=provider,
        computation=line.computation,
    )


def get_shelf(session: Session, actor: Actor, contract_id: UUID, *, today: date) -> LetterShelf:
    """Return the letters of a contract with their files; drafts too."""
    actor.require(Permission.CONTRACT_READ)
    return _shelf(session, actor, Letter.contract_id == contract_id, today=today)


def get_shelf_of(session: Session, actor: Actor, letter_id: UUID, *, today: date) -> LetterShelf:
    """Return the letters of the contract that one letter is about; none for an unknown letter."""
    actor.require(Permission.CONTRACT_READ)
    contract_id = select(Letter.contract_id).where(
        Letter.id == letter_id, Letter.practice_id == actor.practice_id
    )
    is_beside = Letter.contract_id == contract_id.scalar_subquery()
    return _shelf(session, actor, is_beside, today=today)


def _shelf(
    session: Session, actor: Actor, wanted: ColumnElement[bool], *, today: date
) -> LetterShelf:
    rows = session.execute(
        select(Letter, LetterDocument, func.length(LetterDocument.content), Erasure.erased_at)
        .outerjoin(LetterDocument, LetterDocument.letter_id == Letter.id)
        .outerjoin(Erasure, erasure_of(PieceKind.LETTER, LetterDocument.id))
        .options(defer(LetterDocument.content))
        .where(wanted, Letter.practice_id == actor.practice_id)
        .order_by(Letter.created_at, Letter.id, LetterDocument.locale, LetterDocument.media_type)
    )
    lines: dict[UUID, LetterLine] = {}
    files: dict[UUID, tuple[LetterFile, ...]] = {}
    for row, document, size, erased_at in rows:
        if row.id not in lines:
            lines[row.id] = letter_line(row, today=today)
        if document is not None:
            file = _file(document, size, erased_at)
            files[row.id] = (*files.get(row.id, ()), file)
    return LetterShelf(lines=tuple(lines.values()), files=files)


def read_prints(
    session: Session, actor: Actor, letter_ids: Collection[UUID]
) -> Mapping[UUID, bytes]:
    """Return the bytes of the PDF of final letters, by letter; none of those that were erased."""
    actor.require(Permission.CONTRACT_READ)
    rows = session.execute(
        select(LetterDocument.letter_id, LetterDocument.content).where(
            LetterDocument.letter_id.in_(letter_ids),
            not_erased(actor, PieceKind.LETTER, LetterDocument.id),
            *_PRINT,
        )
    )
    return {row.letter_id: row.content for row in rows}


_PRINT = (LetterDocument.media_type == "application/pdf", LetterDocument.locale == "")
"""The letter itself, as it went out."""


def _file(row: LetterDocument, size: int, erased_at: datetime | None) -> LetterFile:
    return LetterFile(
        id=row.id,
        filename=row.filename,
        media_type=row.media_type,
        made_at=row.made_at,
        made_by=row.made_by,
        sha256=row.sha256,
        size=size,
        locale=row.locale,
        erased_at=erased_at,
    )


def get_file(session: Session, actor: Actor, file_id: UUID) -> LetterContent:
    """Return one file of a letter; raises LetterMissingError, also for another practice's."""
    actor.require(Permission.CONTRACT_READ)
    row = session.scalar(select(LetterDocument).where(LetterDocument.id == file_id))
    if row is None:
        raise LetterMissingError
    if find_erasure(session, actor, PieceKind.LETTER, file_id):
        raise ContentErasedError
    return LetterContent(
        letter_id=row.letter_id,
        filename=row.filename,
        media_type=row.media_type,
        sha256=row.sha256,
        content=row.content,
    )


_COLUMNS = tuple(
    name
    for name in LetterLine.__dataclass_fields__
    if name not in {"state", "computation", "next_kind", "accepted"}
)


def letter_line(row: Letter, *, today: date) -> LetterLine:
    """Return a letter as it is read."""
    rule = letters().letters[row.kind].deadline
    computation = None
    if rule is not None and row.sent_on is not None:
        computation = compute_deadline(
            rule,
            row.days,
            sent_on=row.sent_on,
            received_on=row.received_on,
            today=today,
            printed_on=row.deadline_on,
        )
    state = _state(row, computation)
    following = letters().letters[row.kind].following
    return LetterLine(
        **{name: getattr(row, name) for name in _COLUMNS},
        accepted=tuple(row.accepted),
        state=state,
        computation=computation,
        next_kind=following[0] if following and state is LetterState.OVERDUE else "",
    )


def _state(row: Letter, computation: DeadlineComputation | None) -> LetterState:
    is_overdue = computation is not None and computation.is_past
    told = (
        (row.answered_on, LetterState.ANSWERED),
        (row.closed_on, LetterState.CLOSED),
        (is_overdue or None, LetterState.OVERDUE),
        (row.received_on, LetterState.RECEIVED),
        (row.sent_on, LetterState.SENT),
        (row.final_at, LetterState.FINAL),
    )
    return next((state for what, state in told if what is not None), LetterState.DRAFT)
