"""Choose periods, purge what is over its time, mark pieces secret, and erase one on request."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.contracts.event_models import ContractEvent, EventRemark
from reversibility.contracts.paper_models import PaperRow
from reversibility.evidence.change_models import ChangeRow
from reversibility.evidence.models import ObservationRow, ProofRow, VerdictBasis, VerdictRow
from reversibility.exits.letters.models import Letter
from reversibility.exits.models import AnnexDocument, ExitDocument
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.jobs.models import Run, RunKind
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import PieceKind, SecretPiece
from reversibility.pieces.queries import find_erasure, not_erased
from reversibility.register.models import Asset
from reversibility.retention.due import FINDERS, MOST, Due
from reversibility.retention.erasing import Why, erase
from reversibility.retention.errors import HeldError, PeriodsInvalidError, PieceMissingError
from reversibility.retention.holds import check_reason, find_held
from reversibility.retention.models import RetentionPeriod
from reversibility.retention.outlook import keep_outlook, periods_in_force
from reversibility.retention.periods import rules
from reversibility.retention.rules import cut


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece, by its kind and its id."""

    kind: PieceKind
    id: UUID

    def plain(self) -> dict[str, object]:
        """Return it as the journal keeps it."""
        return {"piece_kind": self.kind.value, "piece": str(self.id)}


@dataclass(frozen=True, kw_only=True)
class Purged:
    """What one purge erased, by rule, and whether there is more."""

    counts: Mapping[str, int]
    is_complete: bool


def change_periods(
    session: Session, actor: Actor, months: Mapping[str, int | None], *, now: datetime
) -> None:
    """Choose how long things are kept; raises PeriodsInvalidError with every fault."""
    actor.require(Permission.DATA_MANAGE)
    wanted = {rule.id: months.get(rule.id) for rule in rules().values()}
    faults = {name: rules()[name].fault(value) for name, value in wanted.items()}
    if any(faults.values()):
        raise PeriodsInvalidError({name: code for name, code in faults.items() if code})
    before = periods_in_force(session, actor)
    rows = {row.rule: row for row in session.scalars(select(RetentionPeriod).with_for_update())}
    changed = {name: value for name, value in wanted.items() if value and value != before[name]}
    for name, value in changed.items():
        row = rows.get(name)
        if row is None:
            session.add(_period(actor, name, value, now))
        else:
            row.months, row.changed_by, row.changed_at = value, actor.label, now
    if changed:
        journal.record(
            session,
            actor,
            "retention.periods_changed",
            _subject(actor),
            now=now,
            content={"before": {name: before[name] for name in changed}, "after": changed},
        )
        session.flush()
        keep_outlook(session, actor, find_held(session, actor).covers, now=now)


def purge(session: Session, actor: Actor, *, now: datetime) -> Purged:
    """Erase what is over its time and not held, so much of each rule at most; twice is harmless.

    At its end what goes next is counted.
    """
    actor.require(Permission.DATA_MANAGE)
    held, counts, is_complete = find_held(session, actor), Counter[str](), True
    for name, months in periods_in_force(session, actor).items():
        found = list(FINDERS[name](session, actor, cut(now, months)))
        over = [due for due in found if not held.covers(due)][:MOST]
        _erase_due(session, actor, over, rule=name, now=now)
        counts[name] = len(over)
        is_complete = is_complete and len(over) < MOST
    done = {name: count for name, count in counts.items() if count}
    if done:
        content = {"counts": done}
        journal.record(
            session, actor, "retention.purged", _subject(actor), now=now, content=content
        )
    if is_complete:
        keep_outlook(session, actor, held.covers, now=now)
    return Purged(counts=done, is_complete=is_complete)


def erase_piece(
    session: Session, actor: Actor, piece: Piece, reason: str, *, now: datetime
) -> None:
    """Erase the content of one piece on request; raises HeldError while a hold covers it.

    With an answer go the texts of the results that rest on it: they say what it said.
    """
    actor.require(Permission.DATA_MANAGE)
    check_reason(reason)
    due = _find_piece(session, actor, piece, now=now)
    if find_erasure(session, actor, piece.kind, piece.id):
        raise ContentErasedError
    if find_held(session, actor).covers(due):
        raise HeldError
    erase(session, actor, piece.kind, [piece.id], why=Why(reason=reason), now=now)
    if piece.kind is PieceKind.ANSWER:
        results = _results_on(session, actor, piece.id)
        erase(session, actor, PieceKind.RESULT, results, why=Why(reason=reason), now=now)
    journal.record(
        session,
        actor,
        "retention.piece_erased",
        _subject(actor, due),
        now=now,
        content={**piece.plain(), "reason": reason},
    )


def mark_secret(
    session: Session, actor: Actor, piece: Piece, *, secret: bool, now: datetime
) -> None:
    """Hide a piece from auditors, guests and packs, or show it to them again."""
    actor.require(Permission.DATA_MANAGE)
    due = _find_piece(session, actor, piece, now=now)
    row = session.get(SecretPiece, (piece.kind, piece.id))
    if (row is not None) is secret:
        return  # the button was pressed twice
    if row is None:
        session.add(
            SecretPiece(
                piece_kind=piece.kind,
                piece_id=piece.id,
                practice_id=actor.practice_id,
                marked_by=actor.label,
                marked_at=now,
            )
        )
    else:
        session.delete(row)
    action = "retention.marked_secret" if secret else "retention.marked_open"
    journal.record(session, actor, action, _subject(actor, due), now=now, content=piece.plain())


def _erase_due(
    session: Session, actor: Actor, over: list[Due], *, rule: str, now: datetime
) -> None:
    by_kind: dict[PieceKind | None, list[UUID]] = defaultdict(list)
    for due in over:
        by_kind[due.kind].append(due.id)
    for kind, ids in by_kind.items():
        if kind is None:
            journal.erase_payloads(session, actor, ids, reason=rule, now=now)
        else:
            erase(session, actor, kind, ids, why=Why(rule=rule), now=now)


def _find_piece(session: Session, actor: Actor, piece: Piece, *, now: datetime) -> Due:
    """Return the piece with what it is about; raises PieceMissingError for another practice's."""
    due = Due(kind=piece.kind, id=piece.id, since=now)
    for name, wanted in _abouts(actor, piece):
        about = session.scalar(wanted)
        if about is not None:
            return _KNOWN[name](due, about)
    raise PieceMissingError


def _results_on(session: Session, actor: Actor, answer_id: UUID) -> list[UUID]:
    rows = session.scalars(
        select(VerdictBasis.verdict_id).where(
            VerdictBasis.observation_id == answer_id,
            VerdictBasis.practice_id == actor.practice_id,
            not_erased(actor, PieceKind.RESULT, VerdictBasis.verdict_id),
        )
    )
    return [*rows, *session.scalars(_changes_quoting(actor, answer_id))]


def _changes_quoting(actor: Actor, answer_id: UUID) -> Select[UUID]:
    return select(ChangeRow.id).where(
        or_(ChangeRow.earlier_id == answer_id, ChangeRow.later_id == answer_id),
        ChangeRow.practice_id == actor.practice_id,
        not_erased(actor, PieceKind.RESULT, ChangeRow.id),
    )


_KNOWN: Mapping[str, Callable[[Due, UUID], Due]] = {
    "": lambda due, _about: due,
    "asset": lambda due, about: replace(due, asset_id=about),
    "exit": lambda due, about: replace(due, exit_id=about),
    "contract": lambda due, about: replace(due, contract_id=about),
}
"""What holds look at, by what a piece is about."""


def _abouts(actor: Actor, piece: Piece) -> Iterator[tuple[str, Select[UUID]]]:
    """Look for a piece: each way in which it may be there, and what of it is then known."""
    if piece.kind is PieceKind.DRAFT:
        of_names = (Run.practice_id == actor.practice_id, Run.kind == RunKind.DISCOVERY)
        yield "", select(Run.id).where(Run.id == piece.id, *of_names)
    for name, about in _ABOUT.get(piece.kind, ()):
        row = about.class_
        wanted = select(about).where(row.practice_id == actor.practice_id)
        yield name, wanted.where(row.id == piece.id)
    if piece.kind is PieceKind.FACT:
        of_event = EventRemark.event_id == ContractEvent.id
        wanted = select(ContractEvent.contract_id).join(EventRemark, of_event)
        ours = EventRemark.practice_id == actor.practice_id
        yield "contract", wanted.where(EventRemark.id == piece.id, ours)


_ABOUT: Mapping[PieceKind, tuple[tuple[str, InstrumentedAttribute[UUID]], ...]] = {
    PieceKind.ANSWER: (("asset", ObservationRow.asset_id),),
    PieceKind.RESULT: (("asset", VerdictRow.asset_id),),
    PieceKind.PROOF: (("asset", ProofRow.asset_id),),
    PieceKind.NOTES: (("asset", Asset.id),),
    PieceKind.PAPER: (("contract", PaperRow.contract_id),),
    PieceKind.PRODUCED: (
        ("exit", ExitDocument.exit_id),
        ("contract", AnnexDocument.contract_id),
    ),
    PieceKind.LETTER: (("contract", Letter.contract_id),),
    PieceKind.FACT: (("contract", ContractEvent.contract_id),),
    PieceKind.SITUATION: (("contract", ToldSituation.contract_id),),
}
"""What a piece is about."""


def _period(actor: Actor, rule: str, months: int, now: datetime) -> RetentionPeriod:
    return RetentionPeriod(
        id=new_id(now),
        practice_id=actor.practice_id,
        rule=rule,
        months=months,
        changed_by=actor.label,
        changed_at=now,
    )


def _subject(actor: Actor, about: Due | None = None) -> journal.Subject:
    if about is not None and about.asset_id:
        return journal.Subject(type="asset", id=about.asset_id)
    if about is not None and about.exit_id:
        return journal.Subject(type="exit", id=about.exit_id)
    return journal.Subject(type="practice", id=actor.practice_id)
