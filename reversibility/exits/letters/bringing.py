"""Take over letters that were written elsewhere: what they said and what became of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.letters import letters
from reversibility.exits.letters.errors import LetterMissingError
from reversibility.exits.letters.models import Letter
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id


def bring_letter(
    session: Session, actor: Actor, contract_id: UUID, told: Mapping[str, Any], *, now: datetime
) -> UUID:
    """Enter a letter as a practice file tells it; its files are not carried, and are not there."""
    actor.require(Permission.CONTRACT_WRITE)
    if told["kind"] not in letters().letters:
        raise LetterMissingError
    row = Letter(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=contract_id,
        changed_by=actor.label,
        **{**told, "created_at": told["created_at"] or now},
    )
    session.add(row)
    content = {"letter": row.kind}
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "letter.brought", subject, now=now, content=content)
    return row.id
