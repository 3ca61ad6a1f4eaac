"""Open an exit, change it, and keep what was produced for it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.situations import Situation
from reversibility.contracts.errors import ContractMissingError
from reversibility.contracts.models import Contract
from reversibility.exits.errors import SilenceUnprovedError, TargetTooEarlyError
from reversibility.exits.models import Exit, ExitDocument
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id
from reversibility.register.errors import PartyMissingError
from reversibility.register.models import Party, Person

MESSAGES_FOR_SILENCE = 2
"""A provider is called silent only after two dated messages (content review, section 5.3)."""


@dataclass(frozen=True, kw_only=True)
class ExitDraft:
    """How a provider is left."""

    contract_id: UUID
    situation: Situation
    begins_on: date
    lead_id: UUID | None = None
    successor: str = ""
    """The new provider by name, where the register does not have it."""
    successor_id: UUID | None = None
    target_on: date | None = None
    mission_ends_on: date | None = None
    unanswered: list[dict[str, str]] = field(default_factory=list)
    """Dated messages without an answer: `sent_on` (ISO 8601) and `channel`."""


@dataclass(frozen=True, kw_only=True)
class DocumentDraft:
    """A file produced for an exit."""

    filename: str
    media_type: str
    locale: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a set of documents was made from."""

    exit_id: UUID
    number: int
    register_sha256: str
    catalogue_version: str
    playbooks: dict[str, str]
    """Digest of each playbook that was printed, by kind; of what all share, under an empty id."""
    made_by: str


def open_exit(session: Session, actor: Actor, draft: ExitDraft, *, now: datetime) -> Exit:
    """Open the exit of a contract, or change the one that is open."""
    actor.require(Permission.EXIT_PRODUCE)
    _check(session, draft)
    row = session.scalar(select(Exit).where(Exit.contract_id == draft.contract_id))
    before, was_prepared = None, row is not None and row.is_prepared
    if row is None:
        row = Exit(id=new_id(now), practice_id=actor.practice_id, created_at=now, **asdict(draft))
        session.add(row)
    else:
        before = {name: getattr(row, name) for name in asdict(draft)}
        for name, value in asdict(draft).items():
            setattr(row, name, value)
        row.is_prepared = False
    content = {"before": _plain(before), "after": _plain(asdict(draft))}
    action = "exit.opened" if before is None or was_prepared else "exit.changed"
    subject = journal.Subject(type="exit", id=row.id)
    journal.record(session, actor, action, subject, now=now, content=content)
    return row


def keep_documents(
    session: Session,
    actor: Actor,
    edition: Edition,
    drafts: Sequence[DocumentDraft],
    *,
    now: datetime,
) -> list[ExitDocument]:
    """Keep produced files as they are; they are never changed nor removed."""
    actor.require(Permission.EXIT_PRODUCE)
    rows = [
        ExitDocument(
            id=new_id(now),
            practice_id=actor.practice_id,
            made_at=now,
            sha256=sha256(draft.content),
            **asdict(edition),
            **asdict(draft),
        )
        for draft in drafts
    ]
    session.add_all(rows)
    content = {
        "number": edition.number,
        "register_sha256": edition.register_sha256,
        "files": {row.filename: row.sha256 for row in rows},
    }
    subject = journal.Subject(type="exit", id=edition.exit_id)
    journal.record(session, actor, "exit.documents_kept", subject, now=now, content=content)
    return rows


def _check(session: Session, draft: ExitDraft) -> None:
    if session.scalar(select(Contract.id).where(Contract.id == draft.contract_id)) is None:
        raise ContractMissingError
    if draft.lead_id and not session.scalar(select(Person.id).where(Person.id == draft.lead_id)):
        raise PartyMissingError
    if draft.successor_id and not session.scalar(
        select(Party.id).where(Party.id == draft.successor_id)
    ):
        raise PartyMissingError
    if draft.target_on and draft.target_on < draft.begins_on:
        raise TargetTooEarlyError({"target_on": "before_begin"})
    silent = draft.situation is Situation.SILENT
    if silent and len(draft.unanswered) < MESSAGES_FOR_SILENCE:
        raise SilenceUnprovedError({"unanswered": "two_messages"})


def _plain(values: dict[str, object] | None) -> dict[str, object]:
    return {
        name: value if isinstance(value, str | list | None) else str(value)
        for name, value in (values or {}).items()
    }
