"""Hold a letter while it is written to, and say what the journal tells of it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.exits.letters.errors import LetterMissingError
from reversibility.exits.letters.models import Letter
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor


def lock_letter(session: Session, actor: Actor, letter_id: UUID) -> Letter:
    """Return a letter, locked until the end of the transaction; raises LetterMissingError."""
    row = session.scalar(
        select(Letter)
        .where(Letter.id == letter_id, Letter.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise LetterMissingError
    return row


def letter_subject(row: Letter) -> journal.Subject:
    """Return what the journal says an entry about a letter is about: its contract."""
    return journal.Subject(type="contract", id=row.contract_id)
