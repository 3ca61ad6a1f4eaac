"""Keep the annexes of contracts as they were made."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.contracts.queries import get_contract
from reversibility.exits.annex.producing import AnnexDraft
from reversibility.exits.annex.queries import list_annexes
from reversibility.exits.models import AnnexDocument
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id


def keep_annexes(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    drafts: Sequence[AnnexDraft],
    *,
    now: datetime,
) -> int:
    """Keep an edition; return its number. One that says the same as the last is not kept again."""
    actor.require(Permission.EXIT_PRODUCE)
    contract = get_contract(session, actor, contract_id, today=now.date())
    earlier = list_annexes(session, actor, contract.id)
    last = earlier[0] if earlier else None
    same = last is not None and last.said_sha256 == drafts[0].said_sha256
    if last is not None and same and last.erased_at is None:
        return last.number
    number = last.number + 1 if last else 1
    rows = [
        AnnexDocument(
            id=new_id(now),
            practice_id=actor.practice_id,
            contract_id=contract.id,
            number=number,
            filename=draft.filename,
            locale=draft.locale,
            said_sha256=draft.said_sha256,
            made_at=now,
            made_by=actor.label,
            sha256=sha256(draft.content),
            content=draft.content,
        )
        for draft in drafts
    ]
    session.add_all(rows)
    content = {"number": number, "files": {row.filename: row.sha256 for row in rows}}
    subject = journal.Subject(type="contract", id=contract.id)
    journal.record(session, actor, "contract.annex_kept", subject, now=now, content=content)
    return number
