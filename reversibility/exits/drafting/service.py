"""Make a letter final: its words are fixed, its files are kept. Nothing here sends anything."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.models import Catalogue
from reversibility.exits.drafting.gathering import gather_letter
from reversibility.exits.drafting.guards import Level, check_guards
from reversibility.exits.drafting.known import printed_deadline
from reversibility.exits.drafting.printing import build_letter, missing, said_digest
from reversibility.exits.letters.errors import (
    LetterChangedError,
    LetterFinalError,
    LetterGuardedError,
    LetterIncompleteError,
)
from reversibility.exits.letters.locking import letter_subject, lock_letter
from reversibility.exits.letters.models import Letter, LetterDocument
from reversibility.exits.letters.writing import writing_of
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class FileDraft:
    """A file of a final letter, not yet kept."""

    filename: str
    media_type: str
    content: bytes
    locale: str = ""
    """Language of a translation for reading; empty for the letter itself."""


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
    row = lock_letter(session, actor, final.letter_id)
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
    journal.record(
        session, actor, "letter.finalised", letter_subject(row), now=now, content=content
    )


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
        locale=file.locale,
    )
