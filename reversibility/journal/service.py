"""Add to the journal, erase what an entry tells, and check that the chain is whole."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from reversibility.journal.errors import EntryMissingError
from reversibility.journal.models import JournalEntry, JournalHead, JournalPayload
from reversibility.journal.rules import withhold
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import canonical_json, sha256
from reversibility.kernel.ids import new_id

GENESIS = "0" * 64
CHECKED = "journal.checked"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The record an entry is about."""

    type: str
    id: UUID


@dataclass(frozen=True, kw_only=True)
class ChainState:
    """Whether a practice's chain is whole; `broken_at` is the first entry that does not fit."""

    entries: int
    broken_at: int | None
    erased: int = 0
    """How many of them lost their content, with a date, an author and a reason."""
    last_erased_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether every entry fits the one before."""
        return self.broken_at is None


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What an entry tells: what was done, to which record, and the values."""

    action: str
    subject: Subject
    content: Mapping[str, object]


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: Subject,
    *,
    now: datetime,
    content: Mapping[str, object],
) -> JournalEntry:
    """Add one entry at the head of the practice's chain, in the caller's transaction.

    What stands under the name of a secret is withheld, whatever the caller gave.
    """
    happened = Happened(action=action, subject=subject, content=content)
    return bulk_record(session, actor, [happened], now=now)[0]


def bulk_record(
    session: Session, actor: Actor, events: Iterable[Happened], *, now: datetime
) -> list[JournalEntry]:
    """Add entries in the order in which they happened; the head is read and moved once."""
    told = [(each, secrets.token_bytes(16), withhold(each.content)) for each in events]
    head = _locked_head(session, actor.practice_id, now)
    entries = [_chained(actor, head, each, now=now) for each in told]
    session.add_all(entries)
    session.flush()  # the payload's foreign key needs the entry to be there first
    session.add_all(
        JournalPayload(entry_id=entry.id, practice_id=actor.practice_id, salt=salt, content=content)
        for entry, (_, salt, content) in zip(entries, told, strict=True)
    )
    return entries


def erase_payload(
    session: Session, actor: Actor, entry_id: UUID, *, reason: str, now: datetime
) -> None:
    """Erase what an entry tells; its date, author and reason stay, and the chain still verifies."""
    actor.require(Permission.MEMBER_MANAGE)
    payload = session.scalar(select(JournalPayload).where(JournalPayload.entry_id == entry_id))
    if payload is None:
        raise EntryMissingError
    payload.salt = payload.content = None
    payload.erased_at, payload.erased_by, payload.erased_reason = now, actor.label, reason
    record(
        session,
        actor,
        "journal.payload_erased",
        Subject(type="journal_entry", id=entry_id),
        now=now,
        content={"reason": reason},
    )


def erase_payloads(
    session: Session, actor: Actor, entry_ids: Sequence[UUID], *, reason: str, now: datetime
) -> None:
    """Erase what some entries tell, for a caller that asked for permission and says it once."""
    session.execute(
        update(JournalPayload)
        .where(JournalPayload.entry_id.in_(entry_ids), JournalPayload.erased_at.is_(None))
        .values(
            salt=None,
            content=null(),
            erased_at=now,
            erased_by=actor.label,
            erased_reason=reason[:400],
        )
        .execution_options(synchronize_session=False)
    )


def note_check(session: Session, actor: Actor, state: ChainState, *, now: datetime) -> None:
    """Keep what a check of the chain found, so that the next reader sees when it was checked."""
    actor.require(Permission.JOURNAL_READ)
    content = {"entries": state.entries, "broken_at": state.broken_at}
    record(session, actor, CHECKED, _journal_of(actor), now=now, content=content)


def note_export(
    session: Session, actor: Actor, what: Mapping[str, object], *, now: datetime
) -> None:
    """Keep who took entries away: which ones, how many, in which format."""
    actor.require(Permission.JOURNAL_READ)
    record(session, actor, "journal.exported", _journal_of(actor), now=now, content=what)


def check_chain(session: Session, actor: Actor) -> ChainState:
    """Recompute the practice's whole chain, payloads that were not erased included."""
    actor.require(Permission.JOURNAL_READ)
    query = (
        select(JournalEntry, JournalPayload)
        .join(JournalPayload, JournalPayload.entry_id == JournalEntry.id)
        .order_by(JournalEntry.sequence)
        .execution_options(yield_per=1_000)  # a long journal is not held in memory whole
    )
    previous, count = GENESIS, 0
    erasures: list[datetime] = []
    with session.execute(query) as rows:
        for count, (entry, payload) in enumerate(rows, start=1):
            if not _fits(entry, payload, count, previous):
                return ChainState(entries=count, broken_at=count)
            previous = entry.digest
            erasures += [payload.erased_at] if payload.erased_at else []
    head = session.scalar(select(JournalHead))
    whole = head is None or (head.sequence, head.digest) == (count, previous)
    return ChainState(
        entries=count,
        broken_at=None if whole else count + 1,
        erased=len(erasures),
        last_erased_at=max(erasures, default=None),
    )


def entry_digest(entry: JournalEntry) -> str:
    """Return the digest of an entry: SHA-256 over its fields and the digest before it."""
    fields = {
        "practice": str(entry.practice_id),
        "sequence": entry.sequence,
        "at": entry.recorded_at.isoformat(),
        "actor": [entry.actor_kind.value, str(entry.actor_id or ""), entry.actor_label],
        "action": entry.action,
        "subject": [entry.subject_type, str(entry.subject_id)],
        "payload": entry.payload_digest,
        "previous": entry.previous_digest,
    }
    return sha256(canonical_json(fields))


def _chained(
    actor: Actor,
    head: JournalHead,
    told: tuple[Happened, bytes, Mapping[str, object]],
    *,
    now: datetime,
) -> JournalEntry:
    happened, salt, content = told
    entry = JournalEntry(
        id=new_id(now),
        practice_id=actor.practice_id,
        sequence=head.sequence + 1,
        recorded_at=now,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        actor_label=actor.label,
        action=happened.action,
        subject_type=happened.subject.type,
        subject_id=happened.subject.id,
        payload_digest=_payload_digest(salt, content),
        previous_digest=head.digest,
        digest="",
    )
    entry.digest = entry_digest(entry)
    head.sequence, head.digest = entry.sequence, entry.digest
    return entry


def _journal_of(actor: Actor) -> Subject:
    return Subject(type="journal", id=actor.practice_id)


def _fits(entry: JournalEntry, payload: JournalPayload, sequence: int, previous: str) -> bool:
    told = (
        payload.erased_at is not None
        if payload.salt is None or payload.content is None
        else _payload_digest(payload.salt, payload.content) == entry.payload_digest
    )
    chained = (entry.sequence, entry.previous_digest) == (sequence, previous)
    return told and chained and entry.digest == entry_digest(entry)


def _payload_digest(salt: bytes, content: Mapping[str, object]) -> str:
    return sha256(salt + canonical_json(dict(content)))


def _locked_head(session: Session, practice_id: UUID, now: datetime) -> JournalHead:
    wanted = select(JournalHead).where(JournalHead.practice_id == practice_id)
    head = session.scalar(wanted.with_for_update())
    if head is None:
        head = JournalHead(id=new_id(now), practice_id=practice_id, sequence=0, digest=GENESIS)
        session.add(head)
    return head
