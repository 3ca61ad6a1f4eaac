"""What the page of the owner shows: periods, what goes next, the last erasures, the pieces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.contracts.event_models import ContractEvent, EventRemark
from reversibility.contracts.models import Contract
from reversibility.contracts.paper_models import PaperRow
from reversibility.evidence.models import ObservationRow, ProofRow, VerdictRow
from reversibility.exits.letters.models import Letter
from reversibility.exits.models import AnnexDocument, Exit, ExitDocument
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.jobs.models import Run, RunKind, Unit, UnitState
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import Erasure, PieceKind
from reversibility.pieces.queries import erasure_of, is_secret
from reversibility.register.models import Asset, Party
from reversibility.retention.errors import PieceMissingError
from reversibility.retention.models import PurgeTurn, RetentionPeriod
from reversibility.retention.outlook import Outlook
from reversibility.retention.periods import Rule, rules

_Pieces = tuple[ColumnElement[UUID] | InstrumentedAttribute[UUID], Select[*tuple[Any, ...]]]
"""The column of their ids, and what to read of them."""
LAST_ERASURES = 20
PIECES_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class PeriodLine:
    """A rule as it is in force."""

    rule: Rule
    months: int
    changed_by: str
    """Empty while the proposal is in force."""
    changed_at: datetime | None

    @property
    def is_proposed(self) -> bool:
        """Whether the practice kept the proposal."""
        return self.months == self.rule.months


@dataclass(frozen=True, kw_only=True)
class TurnLine:
    """When the daily purge last came to its end, and what goes next, by rule."""

    purged_at: datetime | None = None
    counted_at: datetime | None = None
    """None before the first count."""
    outlook: Mapping[str, Outlook] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ErasedLine:
    """Contents erased together: how many, of what, when, by whom, why."""

    kind: PieceKind
    count: int
    erased_at: datetime
    erased_by: str
    rule: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PieceLine:
    """One piece: what it is, about what, from when, and what became of it."""

    kind: PieceKind
    id: UUID
    title: str
    about: str
    """The asset, the provider, or who asked for a draft."""
    dated_at: datetime
    is_secret: bool
    erased_at: datetime | None


def list_periods(session: Session, actor: Actor) -> tuple[PeriodLine, ...]:
    """List the rules in force."""
    actor.require(Permission.DATA_MANAGE)
    chosen = {
        row.rule: row
        for row in session.scalars(
            select(RetentionPeriod).where(RetentionPeriod.practice_id == actor.practice_id)
        )
    }
    lines = []
    for rule in rules().values():
        row = chosen.get(rule.id)
        lines.append(
            PeriodLine(
                rule=rule,
                months=row.months if row else rule.months,
                changed_by=row.changed_by if row else "",
                changed_at=row.changed_at if row else None,
            )
        )
    return tuple(lines)


def get_turn(session: Session, actor: Actor) -> TurnLine:
    """Return when the daily purge last came to its end, and what goes next."""
    actor.require(Permission.DATA_MANAGE)
    row = session.get(PurgeTurn, actor.practice_id)
    if row is None:
        return TurnLine()
    return TurnLine(
        purged_at=row.ended_at,
        counted_at=row.counted_at,
        outlook={name: Outlook.read(kept) for name, kept in row.outlook.items()},
    )


def list_erased(session: Session, actor: Actor) -> tuple[ErasedLine, ...]:
    """List the last erasures, the newest first."""
    actor.require(Permission.DATA_MANAGE)
    together = (
        Erasure.piece_kind,
        Erasure.erased_at,
        Erasure.erased_by,
        Erasure.rule,
        Erasure.reason,
    )
    rows = session.execute(
        select(*together, func.count(Erasure.id).label("count"))
        .where(Erasure.practice_id == actor.practice_id)
        .group_by(*together)
        .order_by(Erasure.erased_at.desc(), Erasure.piece_kind)
        .limit(LAST_ERASURES)
    )
    return tuple(
        ErasedLine(
            kind=row.piece_kind,
            count=row._mapping["count"],  # noqa: SLF001 - a row's own `count` is a method
            erased_at=row.erased_at,
            erased_by=row.erased_by,
            rule=row.rule,
            reason=row.reason,
        )
        for row in rows
    )


def list_pieces(
    session: Session, actor: Actor, kind: PieceKind, *, before: UUID | None = None
) -> tuple[PieceLine, ...]:
    """List the pieces of a kind, the newest first; `before` is the last one of the page before."""
    actor.require(Permission.DATA_MANAGE)
    piece_id, wanted = _pieces(actor, kind)
    if before is not None:
        wanted = wanted.where(piece_id < before)
    rows = session.execute(wanted.order_by(piece_id.desc()).limit(PIECES_SHOWN)).mappings()
    return tuple(PieceLine(kind=kind, **row) for row in rows)


def find_piece(session: Session, actor: Actor, kind: PieceKind, piece_id: UUID) -> PieceLine:
    """Return one piece of the practice; raises PieceMissingError, also for another practice's."""
    actor.require(Permission.DATA_MANAGE)
    column, wanted = _pieces(actor, kind)
    row = session.execute(wanted.where(column == piece_id)).mappings().one_or_none()
    if row is None:
        raise PieceMissingError
    return PieceLine(kind=kind, **row)


def _pieces(actor: Actor, kind: PieceKind) -> _Pieces:
    return _SELECTS[kind](actor)


def _proofs(actor: Actor) -> _Pieces:
    wanted = _columns(
        PieceKind.PROOF, ProofRow.id, ProofRow.title, dated_at=ProofRow.added_at, about=Asset.name
    )
    found = wanted.join(Asset, Asset.id == ProofRow.asset_id)
    return ProofRow.id, found.where(ProofRow.practice_id == actor.practice_id)


def _papers(actor: Actor) -> _Pieces:
    row = PaperRow
    wanted = _columns(PieceKind.PAPER, row.id, row.title, dated_at=row.added_at, about=Party.name)
    return row.id, _of_contract(actor, wanted, row.contract_id)


def _letters(actor: Actor) -> _Pieces:
    row = Letter
    wanted = _columns(
        PieceKind.LETTER, row.id, row.subject, dated_at=row.created_at, about=Party.name
    )
    return row.id, _of_contract(actor, wanted, row.contract_id)


def _situations(actor: Actor) -> _Pieces:
    row = ToldSituation
    wanted = _columns(
        PieceKind.SITUATION, row.id, row.told_by, dated_at=row.told_at, about=Party.name
    )
    return row.id, _of_contract(actor, wanted, row.contract_id)


def _facts(actor: Actor) -> _Pieces:
    event, remark = ContractEvent, EventRemark
    noted = _columns(
        PieceKind.FACT, event.id, event.facts, dated_at=event.recorded_at, about=Party.name
    )
    remarked = _columns(
        PieceKind.FACT, remark.id, remark.text, dated_at=remark.recorded_at, about=Party.name
    ).join(event, event.id == remark.event_id)
    both = union_all(
        _of_contract(actor, noted, event.contract_id),
        _of_contract(actor, remarked, event.contract_id),
    ).subquery()
    return both.c.id, select(both)


def _of_contract(
    actor: Actor, wanted: Select[*tuple[Any, ...]], contract_id: InstrumentedAttribute[UUID]
) -> Select[*tuple[Any, ...]]:
    """Say with whom the contract of a piece is."""
    return (
        wanted.join(Contract, Contract.id == contract_id)
        .join(Party, Party.id == Contract.provider_id)
        .where(Contract.practice_id == actor.practice_id)
    )


def _answers(actor: Actor) -> _Pieces:
    row = ObservationRow
    wanted = _columns(PieceKind.ANSWER, row.id, row.server, dated_at=row.asked_at, about=Asset.name)
    found = wanted.join(Asset, Asset.id == row.asset_id)
    return row.id, found.where(row.practice_id == actor.practice_id)


def _results(actor: Actor) -> _Pieces:
    row = VerdictRow
    wanted = _columns(
        PieceKind.RESULT, row.id, row.observed, dated_at=row.judged_at, about=Asset.name
    )
    found = wanted.join(Asset, Asset.id == row.asset_id)
    return row.id, found.where(row.practice_id == actor.practice_id)


def _produced(actor: Actor) -> _Pieces:
    row, annex = ExitDocument, AnnexDocument
    plans = (
        _columns(PieceKind.PRODUCED, row.id, row.filename, dated_at=row.made_at, about=Party.name)
        .join(Exit, Exit.id == row.exit_id)
        .join(Contract, Contract.id == Exit.contract_id)
        .join(Party, Party.id == Contract.provider_id)
        .where(row.practice_id == actor.practice_id)
    )
    annexes = _columns(
        PieceKind.PRODUCED, annex.id, annex.filename, dated_at=annex.made_at, about=Party.name
    )
    both = union_all(plans, _of_contract(actor, annexes, annex.contract_id)).subquery()
    return both.c.id, select(both)


def _drafts(actor: Actor) -> _Pieces:
    wanted = _columns(
        PieceKind.DRAFT, Run.id, Unit.label, dated_at=Run.requested_at, about=Run.requested_by
    )
    found = wanted.join(Unit, Unit.run_id == Run.id)
    is_draft = (Run.kind == RunKind.DISCOVERY, Unit.state == UnitState.DONE)
    return Run.id, found.where(Run.practice_id == actor.practice_id, *is_draft)


def _notes(actor: Actor) -> _Pieces:
    wanted = _columns(
        PieceKind.NOTES, Asset.id, Asset.notes, dated_at=Asset.created_at, about=Asset.name
    )
    return Asset.id, wanted.where(Asset.practice_id == actor.practice_id, Asset.notes != "")


def _columns(
    kind: PieceKind,
    piece_id: InstrumentedAttribute[UUID],
    title: InstrumentedAttribute[str],
    *,
    dated_at: InstrumentedAttribute[datetime],
    about: InstrumentedAttribute[str],
) -> Select[*tuple[Any, ...]]:
    wanted: Select[*tuple[Any, ...]] = select(
        piece_id.label("id"),
        title.label("title"),
        about.label("about"),
        dated_at.label("dated_at"),
        is_secret(kind, piece_id).label("is_secret"),
        Erasure.erased_at.label("erased_at"),
    )
    return wanted.outerjoin(Erasure, erasure_of(kind, piece_id))


_SELECTS = {
    PieceKind.PROOF: _proofs,
    PieceKind.PAPER: _papers,
    PieceKind.ANSWER: _answers,
    PieceKind.RESULT: _results,
    PieceKind.PRODUCED: _produced,
    PieceKind.LETTER: _letters,
    PieceKind.FACT: _facts,
    PieceKind.SITUATION: _situations,
    PieceKind.NOTES: _notes,
    PieceKind.DRAFT: _drafts,
}
