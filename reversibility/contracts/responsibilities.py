"""Keep who does what under a contract, row by row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.catalogues.responsibilities import Side, responsibilities
from reversibility.contracts.duty_models import ResponsibilityRow
from reversibility.contracts.duty_queries import duties_digest, read_duties
from reversibility.contracts.errors import (
    ContractMissingError,
    DutiesChangedError,
    DutyInvalidError,
)
from reversibility.contracts.models import Contract
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission

LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class DutyDraft:
    """Who does what about one row."""

    row: str
    """Id of the catalogue."""
    decides: Side | None = None
    decides_name: str = ""
    does: Side | None = None
    advises: tuple[Side, ...] = ()
    informed: tuple[Side, ...] = ()


def tell_responsibilities(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    drafts: Collection[DutyDraft],
    *,
    seen: str,
    now: datetime,
) -> bool:
    """Keep who does what; return whether anything is new. Rows that are left out keep theirs.

    Raises DutyInvalidError where the provider would decide what the practice answers for, and
    DutiesChangedError when somebody else changed a row since `seen`.
    """
    actor.require(Permission.CONTRACT_WRITE)
    contract = _locked(session, actor, contract_id)
    faults = {draft.row: code for draft in drafts if (code := _fault(draft))}
    if faults:
        raise DutyInvalidError(faults)
    rows = {
        row.row: row
        for row in session.scalars(
            select(ResponsibilityRow).where(
                ResponsibilityRow.contract_id == contract_id,
                ResponsibilityRow.practice_id == actor.practice_id,
            )
        )
    }
    fresh = [draft for draft in drafts if _differs(rows.get(draft.row), draft)]
    if not fresh:
        return False
    if seen != duties_digest(read_duties(rows.values())):
        raise DutiesChangedError(name=contract.title)
    before = {
        draft.row: _told(rows[draft.row].decides, rows[draft.row].decides_name)
        for draft in fresh
        if draft.row in rows
    }
    for draft in fresh:
        row = rows.get(draft.row) or _added(session, actor, contract_id, draft, now=now)
        row.decides, row.decides_name, row.does = draft.decides, draft.decides_name, draft.does
        row.advises = [side.value for side in draft.advises]
        row.informed = [side.value for side in draft.informed]
        row.answered_at, row.answered_by = now, actor.label
    after = {draft.row: _told(draft.decides, draft.decides_name) for draft in fresh}
    content = {"before": {"duties": before}, "after": {"duties": after}}
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.duties_told", subject, now=now, content=content)
    return True


def _fault(draft: DutyDraft) -> str:
    row = responsibilities().find(draft.row)
    if row is None:
        return "unknown_row"
    if draft.decides is not None and draft.decides not in row.may_decide:
        return "provider_never_decides"
    return f"too_long:{LONGEST_NAME}" if len(draft.decides_name) > LONGEST_NAME else ""


def _differs(row: ResponsibilityRow | None, draft: DutyDraft) -> bool:
    if row is None:
        return draft != DutyDraft(row=draft.row)
    kept = (row.decides, row.decides_name, row.does, row.advises, row.informed)
    told = (draft.decides, draft.decides_name, draft.does, [*draft.advises], [*draft.informed])
    return kept != told


def _added(
    session: Session, actor: Actor, contract_id: UUID, draft: DutyDraft, *, now: datetime
) -> ResponsibilityRow:
    row = ResponsibilityRow(
        practice_id=actor.practice_id,
        contract_id=contract_id,
        row=draft.row,
        answered_at=now,
        answered_by=actor.label,
    )
    session.add(row)
    return row


def _told(decides: Side | None, name: str) -> str:
    return ", ".join(part for part in (decides.value if decides else "", name) if part)


def _locked(session: Session, actor: Actor, contract_id: UUID) -> Contract:
    row = session.scalar(
        select(Contract)
        .where(Contract.id == contract_id, Contract.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise ContractMissingError
    return row
