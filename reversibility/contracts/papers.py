"""File a paper of a contract, and withdraw it: it stays listed, and counts no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.errors import (
    ContractMissingError,
    PaperInvalidError,
    PaperMissingError,
    PaperWithdrawnError,
)
from reversibility.contracts.models import Contract
from reversibility.contracts.paper_models import PaperKind, PaperRow, PaperWithdrawal
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import paper_day_fault
from reversibility.kernel.digest import sha256
from reversibility.kernel.files import PAPERS, file_fault, find_type, safe_name
from reversibility.kernel.ids import new_id
from reversibility.kernel.text import line_fault

LONGEST_TITLE, LONGEST_REASON = 200, 500


@dataclass(frozen=True, kw_only=True)
class PaperDraft:
    """A paper, and what is said of it by whoever files it."""

    contract_id: UUID
    kind: PaperKind
    title: str
    dated_on: date | None
    """The date the paper bears."""
    filename: str
    content: bytes | None


def add_paper(
    session: Session, actor: Actor, draft: PaperDraft, *, today: date, now: datetime
) -> PaperRow:
    """File a paper of a contract, as it is; raises PaperInvalidError with every fault.

    The very same paper of the same kind is filed once: a button pressed twice is refused.
    """
    actor.require(Permission.CONTRACT_WRITE)
    _find_contract(session, actor, draft.contract_id)
    row = _row(actor, draft, today=today, now=now)
    if _is_known(session, row):
        raise PaperInvalidError({"file": "paper_known"})
    session.add(row)
    session.flush()  # whatever names this paper next points to it
    journal.record(
        session,
        actor,
        "contract.paper_added",
        journal.Subject(type="contract", id=row.contract_id),
        now=now,
        content={
            "paper": str(row.id),
            "paper_kind": row.kind.value,
            "title": row.title,
            "dated_on": row.dated_on.isoformat(),
            "filename": row.filename,
            "size": len(row.content),
            "sha256": row.sha256,
        },
    )
    return row


def withdraw_paper(
    session: Session, actor: Actor, paper_id: UUID, reason: str, *, now: datetime
) -> None:
    """Say that a paper counts no more, and why; raises PaperWithdrawnError the second time."""
    actor.require(Permission.CONTRACT_WRITE)
    found = session.execute(
        select(PaperRow.contract_id, PaperRow.sha256)
        .where(PaperRow.id == paper_id, PaperRow.practice_id == actor.practice_id)
        .with_for_update()  # two people who withdraw it at once are told apart
    ).one_or_none()
    if found is None:
        raise PaperMissingError
    fault = line_fault(reason, LONGEST_REASON)
    if fault:
        raise PaperInvalidError({"reason": fault})
    if session.get(PaperWithdrawal, paper_id):
        raise PaperWithdrawnError
    session.add(
        PaperWithdrawal(
            paper_id=paper_id,
            practice_id=actor.practice_id,
            reason=reason,
            withdrawn_by=actor.label,
            withdrawn_at=now,
        )
    )
    journal.record(
        session,
        actor,
        "contract.paper_withdrawn",
        journal.Subject(type="contract", id=found.contract_id),
        now=now,
        content={"paper": str(paper_id), "reason": reason, "sha256": found.sha256},
    )


def _row(actor: Actor, draft: PaperDraft, *, today: date, now: datetime) -> PaperRow:
    faults = {name: code for name, code in _faults(draft, today) if code}
    kind = find_type(draft.content or b"", PAPERS)
    if faults or kind is None or draft.content is None or draft.dated_on is None:
        raise PaperInvalidError(faults)
    return PaperRow(
        id=new_id(now),
        practice_id=actor.practice_id,
        contract_id=draft.contract_id,
        kind=draft.kind,
        title=draft.title,
        dated_on=draft.dated_on,
        filename=safe_name(draft.filename, kind),
        media_type=kind.media_type,
        sha256=sha256(draft.content),
        content=draft.content,
        added_by=actor.label,
        added_at=now,
    )


def _faults(draft: PaperDraft, today: date) -> Iterator[tuple[str, str]]:
    yield "file", file_fault(draft.content, PAPERS)
    yield "title", line_fault(draft.title, LONGEST_TITLE)
    yield "dated_on", paper_day_fault(draft.dated_on, today=today)


def _is_known(session: Session, row: PaperRow) -> bool:
    same = (
        select(PaperRow.id)
        .outerjoin(PaperWithdrawal, PaperWithdrawal.paper_id == PaperRow.id)
        .where(
            PaperRow.contract_id == row.contract_id,
            PaperRow.practice_id == row.practice_id,
            PaperRow.sha256 == row.sha256,
            PaperRow.kind == row.kind,
            PaperWithdrawal.paper_id.is_(None),
        )
    )
    return session.scalar(same.limit(1)) is not None


def _find_contract(session: Session, actor: Actor, contract_id: UUID) -> None:
    wanted = select(Contract.id).where(
        Contract.id == contract_id, Contract.practice_id == actor.practice_id
    )
    if session.scalar(wanted) is None:
        raise ContractMissingError
