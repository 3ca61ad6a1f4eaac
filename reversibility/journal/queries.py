"""Read the journal: entries that answer some criteria, newest first, and who acted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.journal.models import JournalEntry, JournalHead, JournalPayload
from reversibility.journal.texts import actions_of, actions_saying
from reversibility.kernel.actor import Actor, ActorKind, Permission

_MOST_WORDS = 4


@dataclass(frozen=True, kw_only=True)
class Words:
    """Free text, as words that must all be found."""

    words: tuple[str, ...] = ()
    named: tuple[frozenset[UUID], ...] = ()
    """For each word, the records whose present name holds it."""
    locale: str = "fr"
    """The language in which the sentences of actions are searched."""

    @classmethod
    def of(cls, text: str, locale: str) -> "Words":
        """Cut a text into its first words."""
        return cls(words=tuple(text.split()[:_MOST_WORDS]), locale=locale)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries are asked for; what is not said excludes nothing."""

    actor: str = ""
    """The id of a user, or the kind of an actor that is none: operator, worker."""
    subject_type: str = ""
    family: str = ""
    since: datetime | None = None
    before: datetime | None = None
    """Recorded earlier than this."""
    subjects: frozenset[UUID] = frozenset()
    """Only about these records."""
    text: Words = Words()

    @property
    def is_everything(self) -> bool:
        """Say whether no entry is left out."""
        return self == Wanted(text=Words(locale=self.text.locale))


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """One entry, whole: what was recorded, what it tells, and the digests that hold it."""

    practice_id: UUID
    id: UUID
    sequence: int
    recorded_at: datetime
    actor_kind: ActorKind
    actor_id: UUID | None
    actor_label: str
    action: str
    subject_type: str
    subject_id: UUID
    payload_digest: str
    previous_digest: str
    digest: str
    salt: bytes | None
    content: dict[str, Any] | None
    """None once it was erased."""
    erased_at: datetime | None
    erased_by: str | None
    erased_reason: str | None


@dataclass(frozen=True, kw_only=True)
class ActorLine:
    """Somebody who acted, by the name they last had here."""

    key: str
    """What `Wanted.actor` takes."""
    kind: ActorKind
    label: str


@dataclass(frozen=True, kw_only=True)
class HeadLine:
    """The last link of the chain."""

    sequence: int
    digest: str


def list_entries(
    session: Session, actor: Actor, wanted: Wanted, *, below: int | None, limit: int
) -> tuple[EntryLine, ...]:
    """List entries, the newest first; `below` is the number under which a page begins."""
    actor.require(Permission.JOURNAL_READ)
    query = _entries(session, actor, wanted).order_by(JournalEntry.sequence.desc()).limit(limit)
    if below is not None:
        query = query.where(JournalEntry.sequence < below)
    return _lines(session, query)


def list_in_order(
    session: Session, actor: Actor, wanted: Wanted, *, above: int, up_to: int, limit: int
) -> tuple[EntryLine, ...]:
    """List entries in the order of the chain, for what leaves the house."""
    actor.require(Permission.JOURNAL_READ)
    within = JournalEntry.sequence > above, JournalEntry.sequence <= up_to
    query = _entries(session, actor, wanted).where(*within).order_by(JournalEntry.sequence)
    return _lines(session, query.limit(limit))


def count_entries(session: Session, actor: Actor, wanted: Wanted, *, most: int) -> int:
    """Count the entries that answer the criteria, up to one more than `most`."""
    actor.require(Permission.JOURNAL_READ)
    if wanted.is_everything:
        return get_head(session, actor).sequence
    # In the order of the chain, as a page is read: without it SQLite goes through all payloads.
    found = (
        select(JournalEntry.sequence)
        .where(*_criteria(session, actor, wanted))
        .order_by(JournalEntry.sequence.desc())
        .limit(most + 1)
    )
    if wanted.text.words:
        found = found.join(JournalPayload, JournalPayload.entry_id == JournalEntry.id)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def get_head(session: Session, actor: Actor) -> HeadLine:
    """Return the last link; number 0 for a practice without an entry."""
    actor.require(Permission.JOURNAL_READ)
    row = session.scalar(select(JournalHead).where(JournalHead.practice_id == actor.practice_id))
    return HeadLine(sequence=row.sequence, digest=row.digest) if row else HeadLine(
        sequence=0, digest=""
    )  # fmt: skip


def list_actors(session: Session, actor: Actor) -> tuple[ActorLine, ...]:
    """List who ever acted here, by name; the operator and the service come last."""
    actor.require(Permission.JOURNAL_READ)
    last = (
        select(func.max(JournalEntry.sequence))
        .where(JournalEntry.practice_id == actor.practice_id)
        .group_by(JournalEntry.actor_kind, JournalEntry.actor_id)
    )
    rows = session.execute(
        select(JournalEntry.actor_kind, JournalEntry.actor_id, JournalEntry.actor_label).where(
            JournalEntry.practice_id == actor.practice_id, JournalEntry.sequence.in_(last)
        )
    )
    lines = [
        ActorLine(key=str(each_id or kind.value), kind=kind, label=label)
        for kind, each_id, label in rows
    ]
    return tuple(
        sorted(lines, key=lambda line: (line.kind is not ActorKind.USER, line.label.casefold()))
    )


def find_last(session: Session, actor: Actor, action: str) -> EntryLine | None:
    """Return the newest entry of an action."""
    actor.require(Permission.JOURNAL_READ)
    query = _entries(session, actor, Wanted()).where(JournalEntry.action == action)
    found = _lines(session, query.order_by(JournalEntry.sequence.desc()).limit(1))
    return found[0] if found else None


def _entries(session: Session, actor: Actor, wanted: Wanted) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .join(JournalPayload, JournalPayload.entry_id == JournalEntry.id)
        .where(*_criteria(session, actor, wanted))
    )


def _lines(session: Session, query: Select[Any]) -> tuple[EntryLine, ...]:
    return tuple(EntryLine(**row) for row in session.execute(query).mappings())


def _criteria(session: Session, actor: Actor, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    yield JournalEntry.practice_id == actor.practice_id
    if wanted.actor:
        yield _acted(wanted.actor)
    if wanted.subject_type:
        yield JournalEntry.subject_type == wanted.subject_type
    if wanted.family:
        yield JournalEntry.action.in_(actions_of(wanted.family))
    if wanted.since:
        yield JournalEntry.recorded_at >= wanted.since
    if wanted.before:
        yield JournalEntry.recorded_at < wanted.before
    if wanted.subjects:
        yield JournalEntry.subject_id.in_(wanted.subjects)
    yield from _told(session, wanted.text)


def _acted(key: str) -> ColumnElement[bool]:
    if key in set(ActorKind):
        return and_(JournalEntry.actor_kind == ActorKind(key), JournalEntry.actor_id.is_(None))
    return JournalEntry.actor_id == UUID(key)


def _told(session: Session, text: Words) -> Iterable[ColumnElement[bool]]:
    # SQLite's LIKE minds no case by itself, and it keeps JSON with accents as \\u00e9.
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    content = cast(JournalPayload.content, String)
    for place, word in enumerate(text.words):
        named = text.named[place] if place < len(text.named) else frozenset()
        yield or_(
            *(_holds(JournalEntry.actor_label, form, on_sqlite=on_sqlite) for form in _forms(word)),
            *(
                _holds(content, json.dumps(form)[1:-1] if on_sqlite else form, on_sqlite=on_sqlite)
                for form in _forms(word)
            ),
            JournalEntry.action.in_(actions_saying(word, text.locale)),
            JournalEntry.subject_id.in_(named),
        )


def _holds(
    column: ColumnElement[str] | InstrumentedAttribute[str], text: str, *, on_sqlite: bool
) -> ColumnElement[bool]:
    find = column.contains if on_sqlite else column.icontains
    return find(text, autoescape=True)


def _forms(word: str) -> tuple[str, ...]:
    # SQLite's LIKE knows the case of plain letters only: others are asked for in each.
    if word.isascii():
        return (word,)
    return tuple(dict.fromkeys((word, word.lower(), word.capitalize(), word.upper())))


_PAYLOAD = ("salt", "content", "erased_at", "erased_by", "erased_reason")
_COLUMNS = (
    *(
        getattr(JournalEntry, name)
        for name in EntryLine.__dataclass_fields__
        if name not in _PAYLOAD
    ),
    *(getattr(JournalPayload, name) for name in _PAYLOAD),
)
