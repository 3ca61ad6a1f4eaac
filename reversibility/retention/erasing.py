"""The one erasure procedure: a tombstone first, then the content goes; the database checks both.

Date, reason and author stay in the tombstone, the digest stays in the row. Entries of the journal
carry their tombstone beside them (JournalPayload); the chain covers digests and still verifies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from reversibility.contracts.paper_models import PaperRow
from reversibility.evidence.change_models import ChangeRow
from reversibility.evidence.models import ObservationRow, ProofRow, VerdictRow
from reversibility.exits.models import AnnexDocument, ExitDocument
from reversibility.jobs.models import Unit
from reversibility.journal import service as journal
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.kernel.actor import Actor
from reversibility.kernel.ids import new_id
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.register.models import Asset

CHUNK = 200
"""Rows a statement names at most."""

Row = type[ObservationRow | VerdictRow | ProofRow | PaperRow | ExitDocument]
ROWS: Mapping[PieceKind, Row] = {
    PieceKind.ANSWER: ObservationRow,
    PieceKind.RESULT: VerdictRow,
    PieceKind.PROOF: ProofRow,
    PieceKind.PAPER: PaperRow,
    PieceKind.PRODUCED: ExitDocument,
}
EMPTY: Mapping[PieceKind, Mapping[str, Any]] = {
    PieceKind.ANSWER: {"raw": b"", "facts": null(), "messages": []},
    PieceKind.RESULT: {"declared": "", "observed": "", "reasons": [], "next_step": null()},
    PieceKind.PROOF: {"content": b"", "title": "", "filename": ""},
    PieceKind.PAPER: {"content": b"", "title": "", "filename": ""},
    PieceKind.PRODUCED: {"content": b""},
}
"""As `store.guards.ERASABLE` lets it pass; a test holds them together."""
EMPTY_CHANGE: Mapping[str, Any] = {"before": "", "after": ""}
"""What two checks show differently is a result too, in a table of its own."""


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a content goes: a rule of retention, or a person's reason."""

    rule: str = ""
    reason: str = ""


def erase(
    session: Session,
    actor: Actor,
    kind: PieceKind,
    piece_ids: Sequence[UUID],
    *,
    why: Why,
    now: datetime,
) -> None:
    """Erase the contents of some pieces of one kind; whoever calls writes to the journal."""
    for chunk in _chunks(piece_ids):
        session.add_all(_tombstone(actor, kind, piece_id, why=why, now=now) for piece_id in chunk)
        session.flush()  # the database looks for the tombstone before it lets the content go
        if kind is PieceKind.NOTES:
            session.execute(_quietly(update(Asset).where(Asset.id.in_(chunk)).values(notes="")))
            continue
        if kind is PieceKind.DRAFT:
            session.execute(_quietly(update(Unit).where(Unit.run_id.in_(chunk)).values(result={})))
            continue
        row = ROWS[kind]
        emptied = update(row).where(row.id.in_(chunk)).values(**EMPTY[kind])
        session.execute(_quietly(emptied))
        if kind is PieceKind.RESULT:
            told = update(ChangeRow).where(ChangeRow.id.in_(chunk)).values(**EMPTY_CHANGE)
            session.execute(_quietly(told))
        if kind is PieceKind.PRODUCED:
            annexes = update(AnnexDocument).where(AnnexDocument.id.in_(chunk))
            session.execute(_quietly(annexes.values(**EMPTY[kind])))
        if kind in _TITLED:
            _forget_titles(session, actor, kind, frozenset(chunk), why=why, now=now)


def _tombstone(
    actor: Actor, kind: PieceKind, piece_id: UUID, *, why: Why, now: datetime
) -> Erasure:
    return Erasure(
        id=new_id(now),
        practice_id=actor.practice_id,
        piece_kind=kind,
        piece_id=piece_id,
        rule=why.rule,
        reason=why.reason,
        erased_by=actor.label,
        erased_at=now,
    )


_TITLED = {
    PieceKind.PROOF: (ProofRow.id, ProofRow.asset_id, "evidence.proof_added", "proof"),
    PieceKind.PAPER: (PaperRow.id, PaperRow.contract_id, "contract.paper_added", "paper"),
}
"""Files that people name: the id, what it is about, the entry that tells of it, and how."""


def _forget_titles(
    session: Session,
    actor: Actor,
    kind: PieceKind,
    piece_ids: frozenset[UUID],
    *,
    why: Why,
    now: datetime,
) -> None:
    """Erase what the journal tells of a file: its title and its name."""
    piece_id, about, action, name = _TITLED[kind]
    told = session.execute(
        select(JournalPayload.entry_id, JournalPayload.content)
        .join(JournalEntry, JournalEntry.id == JournalPayload.entry_id)
        .where(
            JournalEntry.subject_id.in_(select(about).where(piece_id.in_(piece_ids))),
            JournalEntry.action == action,
            JournalPayload.erased_at.is_(None),
        )
    )
    ids = {str(each) for each in piece_ids}
    entries = [entry_id for entry_id, content in told if (content or {}).get(name) in ids]
    journal.erase_payloads(session, actor, entries, reason=why.rule or why.reason, now=now)


def _quietly(statement: Any) -> Any:  # noqa: ANN401 - any UPDATE
    return statement.execution_options(synchronize_session=False)


def _chunks(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    left = iter(ids)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
