"""The one erasure procedure: a tombstone first, then the content goes; the database checks both.

Date, reason and author stay in the tombstone, the digest stays in the row. Entries of the journal
carry their tombstone beside them (JournalPayload); the chain covers digests and still verifies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from reversibility.contracts.event_models import ContractEvent, EventRemark
from reversibility.contracts.paper_models import PaperRow
from reversibility.evidence.change_models import ChangeRow
from reversibility.evidence.models import ObservationRow, ProofRow, VerdictRow
from reversibility.exits.letters.models import Letter, LetterDocument
from reversibility.exits.models import AnnexDocument, ExitDocument
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.jobs.models import Unit
from reversibility.journal import service as journal
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.kernel.actor import Actor
from reversibility.kernel.ids import new_id
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.register.models import Asset

CHUNK = 200
"""Rows a statement names at most."""

Row = type[
    ObservationRow
    | VerdictRow
    | ChangeRow
    | ProofRow
    | PaperRow
    | ExitDocument
    | AnnexDocument
    | Letter
    | LetterDocument
    | ContractEvent
    | EventRemark
    | ToldSituation
    | Asset
]
EMPTY: Mapping[PieceKind, tuple[tuple[Row, Mapping[str, Any]], ...]] = {
    PieceKind.ANSWER: ((ObservationRow, {"raw": b"", "facts": null(), "messages": []}),),
    PieceKind.RESULT: (
        (VerdictRow, {"declared": "", "observed": "", "reasons": [], "next_step": null()}),
        (ChangeRow, {"before": "", "after": ""}),
    ),
    PieceKind.PROOF: ((ProofRow, {"content": b"", "title": "", "filename": ""}),),
    PieceKind.PAPER: ((PaperRow, {"content": b"", "title": "", "filename": ""}),),
    PieceKind.PRODUCED: ((ExitDocument, {"content": b""}), (AnnexDocument, {"content": b""})),
    PieceKind.LETTER: (
        (Letter, {"values": {}, "subject": "", "answer": ""}),
        (LetterDocument, {"content": b"", "filename": ""}),
    ),
    PieceKind.FACT: (
        (ContractEvent, {"facts": "", "author": "", "effect": "", "because": ""}),
        (EventRemark, {"text": ""}),
    ),
    PieceKind.SITUATION: (
        (ToldSituation, {"choices": {}, "unanswered": [], "reasons": [], "urgencies": []}),
    ),
    PieceKind.NOTES: ((Asset, {"notes": ""}),),
}
"""What is emptied of a piece, table by table, as `store.guards.ERASABLE` lets it pass."""


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
    whole = [*piece_ids, *(_files(session, piece_ids) if kind is PieceKind.LETTER else ())]
    for chunk in _chunks(whole):
        session.add_all(_tombstone(actor, kind, piece_id, why=why, now=now) for piece_id in chunk)
        session.flush()  # the database looks for the tombstone before it lets the content go
        if kind is PieceKind.DRAFT:
            session.execute(_quietly(update(Unit).where(Unit.run_id.in_(chunk)).values(result={})))
        for row, empty in EMPTY.get(kind, ()):
            session.execute(_quietly(update(row).where(row.id.in_(chunk)).values(**empty)))
        if kind in _TITLED:
            _forget_titles(session, actor, kind, frozenset(chunk), why=why, now=now)


def _files(session: Session, letter_ids: Sequence[UUID]) -> Iterator[UUID]:
    """Return the files of some letters: each has a tombstone of its own."""
    for chunk in _chunks(letter_ids):
        yield from session.scalars(
            select(LetterDocument.id).where(LetterDocument.letter_id.in_(chunk))
        )


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
    PieceKind.PROOF: (ProofRow.id, ProofRow.asset_id, ("evidence.proof_added",), "proof"),
    PieceKind.PAPER: (PaperRow.id, PaperRow.contract_id, ("contract.paper_added",), "paper"),
    PieceKind.FACT: (
        ContractEvent.id,
        ContractEvent.contract_id,
        ("contract.event_noted", "contract.event_corrected"),
        "event",
    ),
}
"""What the journal quotes: the id, what it is about, the entries that tell of it, and how."""


def _forget_titles(
    session: Session,
    actor: Actor,
    kind: PieceKind,
    piece_ids: frozenset[UUID],
    *,
    why: Why,
    now: datetime,
) -> None:
    """Erase what the journal quotes: title and name of a file, words of a fact."""
    piece_id, about, actions, name = _TITLED[kind]
    told = session.execute(
        select(JournalPayload.entry_id, JournalPayload.content)
        .join(JournalEntry, JournalEntry.id == JournalPayload.entry_id)
        .where(
            JournalEntry.subject_id.in_(select(about).where(piece_id.in_(piece_ids))),
            JournalEntry.action.in_(actions),
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
