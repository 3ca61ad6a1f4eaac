"""File a document as proof, and withdraw it: it stays listed, and counts no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from probes.interface import VerdictField
from reversibility.access.queries import list_grants
from reversibility.evidence.declarations import Declared
from reversibility.evidence.errors import (
    ProofInvalidError,
    ProofMissingError,
    ProofWithdrawnError,
)
from reversibility.evidence.models import ProofKind, ProofRow, ProofWithdrawal
from reversibility.evidence.rules import SETTLES
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import paper_day_fault
from reversibility.kernel.digest import sha256
from reversibility.kernel.files import file_fault, find_type, safe_name
from reversibility.kernel.ids import new_id
from reversibility.kernel.text import line_fault
from reversibility.register.queries import get_asset

LONGEST_TITLE, LONGEST_REASON = 200, 500


@dataclass(frozen=True, kw_only=True)
class ProofDraft:
    """A document, and what is said of it by whoever files it."""

    asset_id: UUID
    field: VerdictField
    kind: ProofKind
    title: str
    dated_on: date | None
    """The date the document bears."""
    matches_declaration: bool
    """It was read, and says what is declared for that field."""
    filename: str
    content: bytes | None


def add_proof(
    session: Session, actor: Actor, draft: ProofDraft, *, today: date, now: datetime
) -> ProofRow:
    """File a document about an asset, as it is; raises ProofInvalidError with every fault."""
    actor.require(Permission.REGISTER_WRITE)
    asset = get_asset(session, actor, draft.asset_id)
    grants = list_grants(session, actor, [asset.id]).get(asset.id, ())
    declared = Declared.of(asset, grants)
    row = _row(actor, draft, declared, today=today, now=now)
    if _is_known(session, row):
        raise ProofInvalidError({"file": "document_known"})
    session.add(row)
    journal.record(
        session,
        actor,
        "evidence.proof_added",
        journal.Subject(type="asset", id=asset.id),
        now=now,
        content={
            "proof": str(row.id),
            "field": row.field.value,
            "kind": row.kind.value,
            "title": row.title,
            "dated_on": row.dated_on.isoformat(),
            "matches_declaration": row.matches_declaration,
            "filename": row.filename,
            "size": len(row.content),
            "sha256": row.sha256,
        },
    )
    return row


def withdraw_proof(
    session: Session, actor: Actor, proof_id: UUID, reason: str, *, now: datetime
) -> None:
    """Say that a document counts no more, and why; raises ProofWithdrawnError the second time."""
    actor.require(Permission.REGISTER_WRITE)
    found = session.execute(
        select(ProofRow.asset_id, ProofRow.sha256)
        .where(ProofRow.id == proof_id, ProofRow.practice_id == actor.practice_id)
        .with_for_update()  # two people who withdraw it at once are told apart
    ).one_or_none()
    if found is None:
        raise ProofMissingError
    fault = line_fault(reason, LONGEST_REASON)
    if fault:
        raise ProofInvalidError({"reason": fault})
    if session.get(ProofWithdrawal, proof_id):
        raise ProofWithdrawnError
    session.add(
        ProofWithdrawal(
            proof_id=proof_id,
            practice_id=actor.practice_id,
            reason=reason,
            withdrawn_by=actor.label,
            withdrawn_at=now,
        )
    )
    journal.record(
        session,
        actor,
        "evidence.proof_withdrawn",
        journal.Subject(type="asset", id=found.asset_id),
        now=now,
        content={"proof": str(proof_id), "reason": reason, "sha256": found.sha256},
    )


def _row(
    actor: Actor, draft: ProofDraft, declared: Declared, *, today: date, now: datetime
) -> ProofRow:
    faults = {name: code for name, code in _faults(draft, declared, today) if code}
    kind = find_type(draft.content or b"")
    if faults or kind is None or draft.content is None or draft.dated_on is None:
        raise ProofInvalidError(faults)
    return ProofRow(
        id=new_id(now),
        practice_id=actor.practice_id,
        asset_id=draft.asset_id,
        field=draft.field,
        kind=draft.kind,
        title=draft.title,
        dated_on=draft.dated_on,
        matches_declaration=draft.matches_declaration,
        declaration_digest=declared.digest(draft.field),
        filename=safe_name(draft.filename, kind),
        media_type=kind.media_type,
        sha256=sha256(draft.content),
        content=draft.content,
        added_by=actor.label,
        added_at=now,
    )


def _faults(draft: ProofDraft, declared: Declared, today: date) -> Iterator[tuple[str, str]]:
    yield "file", file_fault(draft.content)
    yield "title", line_fault(draft.title, LONGEST_TITLE)
    yield "dated_on", paper_day_fault(draft.dated_on, today=today)
    known = ", ".join(field.value for field in SETTLES)
    yield "field", "" if draft.field in SETTLES else f"one_of:{known}"
    nothing = draft.matches_declaration and not declared.says(draft.field)
    yield "matches_declaration", f"nothing_declared_{draft.field}" if nothing else ""


def _is_known(session: Session, row: ProofRow) -> bool:
    """Say whether the very same was filed already: a button pressed twice files once."""
    same = (
        select(ProofRow.id)
        .outerjoin(ProofWithdrawal, ProofWithdrawal.proof_id == ProofRow.id)
        .where(
            ProofRow.asset_id == row.asset_id,
            ProofRow.practice_id == row.practice_id,
            ProofRow.sha256 == row.sha256,
            ProofRow.field == row.field,
            ProofRow.kind == row.kind,
            ProofRow.matches_declaration == row.matches_declaration,
            ProofRow.declaration_digest == row.declaration_digest,
            ProofWithdrawal.proof_id.is_(None),
        )
    )
    return session.scalar(same.limit(1)) is not None
