"""Keep what somebody read in a contract, clause by clause."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.errors import ClausesChangedError, ContractMissingError
from reversibility.contracts.models import ClauseAnswer, ClauseReply, Contract
from reversibility.contracts.queries import ClauseLine, clause_line
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import sha256


@dataclass(frozen=True, kw_only=True)
class ClauseDraft:
    """What a contract says of one clause."""

    clause: str
    """Id of the catalogue."""
    reply: ClauseReply
    place: str = ""
    quote: str = ""


def answers_digest(answers: Collection[ClauseLine]) -> str:
    """Return what tells whether answers are still those that somebody was looking at."""
    told = sorted((each.clause, each.reply.value, each.place, each.quote) for each in answers)
    return sha256(repr(told).encode())


def answer_clauses(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    drafts: Collection[ClauseDraft],
    *,
    seen: str,
    now: datetime,
) -> bool:
    """Keep answers; return whether any is new. Clauses that are left out keep theirs.

    `seen` is the digest of the answers that whoever answers was looking at: raises
    ClausesChangedError when somebody else changed them meanwhile.
    """
    actor.require(Permission.CONTRACT_WRITE)
    contract = _locked(session, actor, contract_id)
    rows = {
        row.clause: row
        for row in session.scalars(
            select(ClauseAnswer).where(ClauseAnswer.contract_id == contract_id)
        )
    }
    fresh = [draft for draft in drafts if _differs(rows.get(draft.clause), draft)]
    if not fresh:
        return False
    if seen != answers_digest([clause_line(row) for row in rows.values()]):
        raise ClausesChangedError(name=contract.title)
    known = [draft.clause for draft in fresh if draft.clause in rows]
    before = {clause: rows[clause].reply.value for clause in known}
    for draft in fresh:
        row = rows.get(draft.clause) or _added(session, actor, contract_id, draft, now=now)
        row.reply, row.place, row.quote = draft.reply, draft.place, draft.quote
        row.answered_at, row.answered_by = now, actor.label
    after = {draft.clause: draft.reply.value for draft in fresh}
    content = {"before": {"clauses": before}, "after": {"clauses": after}}
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.clauses_answered", subject, now=now, content=content)
    return True


def _differs(row: ClauseAnswer | None, draft: ClauseDraft) -> bool:
    if row is None:
        return True
    return (row.reply, row.place, row.quote) != (draft.reply, draft.place, draft.quote)


def _added(
    session: Session, actor: Actor, contract_id: UUID, draft: ClauseDraft, *, now: datetime
) -> ClauseAnswer:
    row = ClauseAnswer(
        practice_id=actor.practice_id,
        contract_id=contract_id,
        clause=draft.clause,
        reply=draft.reply,
        answered_at=now,
        answered_by=actor.label,
    )
    session.add(row)
    return row


def _locked(session: Session, actor: Actor, contract_id: UUID) -> Contract:
    row = session.scalar(
        select(Contract)
        .where(Contract.id == contract_id, Contract.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise ContractMissingError
    return row
