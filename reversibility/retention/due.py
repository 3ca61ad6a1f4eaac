"""What is over its time: read-only finders, one for each rule, shared by the page and the purge.

Each takes the instant before which a content must date to be found, and returns the oldest first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from reversibility.contracts.agreed import Agreed
from reversibility.contracts.event_models import ContractEvent, EventRemark
from reversibility.contracts.models import Contract, ContractAsset
from reversibility.contracts.paper_models import PaperRow, PaperWithdrawal
from reversibility.evidence.change_models import ChangeRow
from reversibility.evidence.models import ObservationRow, ProofRow, ProofWithdrawal, VerdictRow
from reversibility.exits.letters.models import Letter
from reversibility.exits.models import AnnexDocument, Exit, ExitDocument
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.jobs.models import Run, RunKind, Unit, UnitState
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.journal.texts import actions_of
from reversibility.kernel.actor import Actor
from reversibility.pieces.models import PieceKind
from reversibility.pieces.queries import not_erased
from reversibility.register.models import Asset
from reversibility.retention.rules import (
    KEPT_FAMILY,
    SECURITY_FAMILIES,
    Answer,
    Latest,
    is_latest,
    repeats,
)

MOST = 500
"""How much one rule finds at a time."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A content that is over its time."""

    kind: PieceKind | None
    """None for an entry of the journal."""
    id: UUID
    since: datetime
    """From when its period counts."""
    asset_id: UUID | None = None
    exit_id: UUID | None = None
    contract_id: UUID | None = None
    is_security: bool = False


Finder = Callable[[Session, Actor, datetime], Iterable[Due]]


def same_answers(session: Session, actor: Actor, before: datetime) -> Iterator[Due]:
    """Find the answers that only repeat the one before."""
    old = _answers(session, actor, ObservationRow.asked_at < before)
    latest = _latest(session, actor, {answer.asset_id for answer in old})
    for answer in repeats(old, latest)[:MOST]:
        yield _of_answer(answer, answer.asked_at)


def withdrawn_proofs(session: Session, actor: Actor, before: datetime) -> Iterator[Due]:
    """Find the documents that were withdrawn."""
    rows = session.execute(
        select(ProofRow.id, ProofRow.asset_id, ProofWithdrawal.withdrawn_at)
        .join(ProofWithdrawal, ProofWithdrawal.proof_id == ProofRow.id)
        .where(
            ProofRow.practice_id == actor.practice_id,
            ProofWithdrawal.withdrawn_at < before,
            not_erased(actor, PieceKind.PROOF, ProofRow.id),
        )
        .order_by(ProofWithdrawal.withdrawn_at, ProofRow.id)
        .limit(MOST)
    )
    for row in rows:
        yield Due(kind=PieceKind.PROOF, id=row.id, asset_id=row.asset_id, since=row.withdrawn_at)


def withdrawn(session: Session, actor: Actor, before: datetime) -> Iterator[Due]:
    """Find the documents and the papers of contracts that were withdrawn."""
    yield from withdrawn_proofs(session, actor, before)
    rows = session.execute(
        select(PaperRow.id, PaperRow.contract_id, PaperWithdrawal.withdrawn_at)
        .join(PaperWithdrawal, PaperWithdrawal.paper_id == PaperRow.id)
        .where(
            PaperRow.practice_id == actor.practice_id,
            PaperWithdrawal.withdrawn_at < before,
            not_erased(actor, PieceKind.PAPER, PaperRow.id),
        )
        .order_by(PaperWithdrawal.withdrawn_at, PaperRow.id)
        .limit(MOST)
    )
    for row in rows:
        yield Due(
            kind=PieceKind.PAPER, id=row.id, contract_id=row.contract_id, since=row.withdrawn_at
        )


def drafts(session: Session, actor: Actor, before: datetime) -> Iterator[Due]:
    """Find the drafts of discovery; what was entered from them is in the register."""
    rows = session.execute(
        select(Run.id, Unit.finished_at)
        .join(Unit, Unit.run_id == Run.id)
        .where(
            Run.practice_id == actor.practice_id,
            Run.kind == RunKind.DISCOVERY,
            Unit.state == UnitState.DONE,
            Unit.finished_at < before,
            not_erased(actor, PieceKind.DRAFT, Run.id),
        )
        .order_by(Unit.finished_at, Run.id)
        .limit(MOST)
    )
    for row in rows:
        yield Due(kind=PieceKind.DRAFT, id=row.id, since=row.finished_at)


def security_journal(session: Session, actor: Actor, before: datetime) -> Iterator[Due]:
    """Find what the entries about signing in, members and views tell."""
    actions = frozenset().union(*map(actions_of, SECURITY_FAMILIES))
    return _entries(session, actor, before, JournalEntry.action.in_(actions), is_security=True)


def activity_journal(session: Session, actor: Actor, before: datetime) -> Iterator[Due]:
    """Find what all other entries tell, but for those that say why a content is gone."""
    kept = actions_of(KEPT_FAMILY).union(*map(actions_of, SECURITY_FAMILIES))
    return _entries(session, actor, before, JournalEntry.action.not_in(kept), is_security=False)


def after_contract(session: Session, actor: Actor, before: datetime) -> Iterator[Due]:
    """Find what dates from a contract that ended before an instant."""
    ended = {
        asset_id: end for asset_id, end in _ends(session, actor, before).items() if end.at < before
    }
    for asset_id, end in sorted(ended.items(), key=lambda pair: pair[1].at):
        yield from _of_asset(session, actor, asset_id, end)
    yield from _produced(session, actor, before)
    for sort in _OF_CONTRACT:
        yield from _belonging(session, actor, sort, before)


FINDERS: Mapping[str, Finder] = {
    "same_answers": same_answers,
    "withdrawn_proofs": withdrawn,
    "drafts": drafts,
    "security_journal": security_journal,
    "activity_journal": activity_journal,
    "after_contract": after_contract,
}
"""By the id of the rule, in periods.toml."""


def _answers(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[Answer]:
    rows = session.execute(
        select(
            ObservationRow.id,
            ObservationRow.asset_id,
            ObservationRow.source,
            ObservationRow.question,
            ObservationRow.state,
            ObservationRow.facts,
            ObservationRow.asked_at,
        ).where(
            ObservationRow.practice_id == actor.practice_id,
            not_erased(actor, PieceKind.ANSWER, ObservationRow.id),
            *conditions,
        )
    ).mappings()
    return [
        Answer(**{**row, "source": row["source"].value, "state": row["state"].value})
        for row in rows
    ]


def _latest(session: Session, actor: Actor, asset_ids: Iterable[UUID]) -> Latest:
    stream = (
        ObservationRow.asset_id,
        ObservationRow.source,
        ObservationRow.question,
        ObservationRow.state,
    )
    rows = session.execute(
        select(*stream, func.max(ObservationRow.asked_at))
        .where(
            ObservationRow.practice_id == actor.practice_id,
            ObservationRow.asset_id.in_(asset_ids),
        )
        .group_by(*stream)
    )
    return {
        (asset_id, source.value, question, state.value): asked_at
        for asset_id, source, question, state, asked_at in rows
    }


def _of_answer(answer: Answer, since: datetime) -> Due:
    return Due(kind=PieceKind.ANSWER, id=answer.id, asset_id=answer.asset_id, since=since)


def _entries(
    session: Session,
    actor: Actor,
    before: datetime,
    condition: ColumnElement[bool],
    *,
    is_security: bool,
) -> Iterator[Due]:
    rows = session.execute(
        select(JournalEntry.id, JournalEntry.recorded_at)
        .join(JournalPayload, JournalPayload.entry_id == JournalEntry.id)
        .where(
            JournalEntry.practice_id == actor.practice_id,
            JournalEntry.recorded_at < before,
            JournalPayload.erased_at.is_(None),
            condition,
        )
        .order_by(JournalEntry.sequence)
        .limit(MOST)
    )
    for row in rows:
        yield Due(kind=None, id=row.id, since=row.recorded_at, is_security=is_security)


@dataclass(frozen=True, kw_only=True)
class _End:
    """When the last contract of an asset ended, and whether the asset itself is archived."""

    at: datetime
    is_archived: bool


def _ends(session: Session, actor: Actor, before: datetime) -> dict[UUID, _End]:
    """Return the end of each asset whose contracts all ended, or which was archived."""
    last: dict[UUID, date | None] = {}
    finals = _final_ends(session, actor)
    for asset_id, contract_id in session.execute(
        select(ContractAsset.asset_id, ContractAsset.contract_id).where(
            ContractAsset.practice_id == actor.practice_id
        )
    ):
        known, ends_on = last.get(asset_id, date.min), finals[contract_id]
        last[asset_id] = None if known is None or ends_on is None else max(known, ends_on)
    ends: dict[UUID, _End] = {}
    for asset_id, retired_at in session.execute(
        select(Asset.id, Asset.retired_at).where(Asset.practice_id == actor.practice_id)
    ):
        instants = [instant for instant in (_instant(last.get(asset_id)), retired_at) if instant]
        has_no_end = asset_id in last and last[asset_id] is None
        if instants and not (has_no_end and retired_at is None) and max(instants) < before:
            ends[asset_id] = _End(at=max(instants), is_archived=retired_at is not None)
    return ends


def _instant(day: date | None) -> datetime | None:
    return datetime.combine(day, time.max, tzinfo=UTC) if day else None


def _of_asset(session: Session, actor: Actor, asset_id: UUID, end: _End) -> Iterator[Due]:
    old = _answers(
        session, actor, ObservationRow.asset_id == asset_id, ObservationRow.asked_at <= end.at
    )
    latest = _latest(session, actor, [asset_id])
    for answer in old:
        if end.is_archived or not is_latest(answer, latest):
            yield _of_answer(answer, end.at)
    for verdict_id in session.scalars(_results(actor, asset_id, end)):
        yield Due(kind=PieceKind.RESULT, id=verdict_id, asset_id=asset_id, since=end.at)
    for change_id in session.scalars(_changes(actor, asset_id, end)):
        yield Due(kind=PieceKind.RESULT, id=change_id, asset_id=asset_id, since=end.at)
    if end.is_archived:
        filed = select(ProofRow.id).where(
            ProofRow.asset_id == asset_id,
            ProofRow.practice_id == actor.practice_id,
            ProofRow.added_at <= end.at,
            not_erased(actor, PieceKind.PROOF, ProofRow.id),
        )
        for proof_id in session.scalars(filed):
            yield Due(kind=PieceKind.PROOF, id=proof_id, asset_id=asset_id, since=end.at)


def _results(actor: Actor, asset_id: UUID, end: _End) -> Select[UUID]:
    newest = (
        select(func.max(VerdictRow.judged_at))
        .where(VerdictRow.practice_id == actor.practice_id, VerdictRow.asset_id == asset_id)
        .group_by(VerdictRow.field, VerdictRow.state)
    )
    wanted = select(VerdictRow.id).where(
        VerdictRow.asset_id == asset_id,
        VerdictRow.practice_id == actor.practice_id,
        VerdictRow.judged_at <= end.at,
        not_erased(actor, PieceKind.RESULT, VerdictRow.id),
    )
    return wanted if end.is_archived else wanted.where(VerdictRow.judged_at.not_in(newest))


def _changes(actor: Actor, asset_id: UUID, end: _End) -> Select[UUID]:
    return select(ChangeRow.id).where(
        ChangeRow.asset_id == asset_id,
        ChangeRow.practice_id == actor.practice_id,
        ChangeRow.later_at <= end.at,
        not_erased(actor, PieceKind.RESULT, ChangeRow.id),
    )


def _final_ends(session: Session, actor: Actor) -> dict[UUID, date | None]:
    """Return when each contract really ended; None for one that may have been renewed."""
    rows = session.scalars(select(Contract).where(Contract.practice_id == actor.practice_id))
    return {row.id: Agreed.read(row).final_end for row in rows}


def _ended(session: Session, actor: Actor, before: datetime) -> dict[UUID, datetime]:
    """Return the contracts that ended before an instant."""
    ends = {key: _instant(day) for key, day in _final_ends(session, actor).items()}
    return {key: at for key, at in ends.items() if at is not None and at < before}


def _produced(session: Session, actor: Actor, before: datetime) -> Iterator[Due]:
    ended = _ended(session, actor, before)
    rows = session.execute(
        select(ExitDocument.id, ExitDocument.exit_id, Exit.contract_id)
        .join(Exit, Exit.id == ExitDocument.exit_id)
        .where(
            ExitDocument.practice_id == actor.practice_id,
            Exit.contract_id.in_(ended),
            ExitDocument.made_at < before,
            not_erased(actor, PieceKind.PRODUCED, ExitDocument.id),
        )
        .order_by(ExitDocument.made_at, ExitDocument.id)
        .limit(MOST)
    )
    for row in rows:
        since = ended[row.contract_id]
        yield Due(kind=PieceKind.PRODUCED, id=row.id, exit_id=row.exit_id, since=since)


_Column = InstrumentedAttribute[UUID]


@dataclass(frozen=True, kw_only=True)
class _OfContract:
    """A sort of piece that belongs to a contract: its id, its contract, and its instant."""

    kind: PieceKind
    id: _Column
    contract_id: _Column
    dated_at: InstrumentedAttribute[datetime]
    through: tuple[_Column, _Column] | None = None
    """The two columns that lead to the table that names the contract, where it is another."""


_OF_CONTRACT = (
    _OfContract(
        kind=PieceKind.PRODUCED,
        id=AnnexDocument.id,
        contract_id=AnnexDocument.contract_id,
        dated_at=AnnexDocument.made_at,
    ),
    _OfContract(
        kind=PieceKind.PAPER,
        id=PaperRow.id,
        contract_id=PaperRow.contract_id,
        dated_at=PaperRow.added_at,
    ),
    _OfContract(
        kind=PieceKind.LETTER,
        id=Letter.id,
        contract_id=Letter.contract_id,
        dated_at=Letter.created_at,
    ),
    _OfContract(
        kind=PieceKind.FACT,
        id=ContractEvent.id,
        contract_id=ContractEvent.contract_id,
        dated_at=ContractEvent.recorded_at,
    ),
    _OfContract(
        kind=PieceKind.FACT,
        id=EventRemark.id,
        contract_id=ContractEvent.contract_id,
        dated_at=EventRemark.recorded_at,
        through=(ContractEvent.id, EventRemark.event_id),
    ),
    _OfContract(
        kind=PieceKind.SITUATION,
        id=ToldSituation.id,
        contract_id=ToldSituation.contract_id,
        dated_at=ToldSituation.told_at,
    ),
)


def _belonging(
    session: Session, actor: Actor, sort: _OfContract, before: datetime
) -> Iterator[Due]:
    ended = _ended(session, actor, before)
    row = sort.id.class_
    wanted = select(sort.id, sort.contract_id)
    if sort.through is not None:
        named, leading = sort.through
        wanted = wanted.join(named.class_, named == leading)
    rows = session.execute(
        wanted.where(
            row.practice_id == actor.practice_id,
            sort.contract_id.in_(ended),
            sort.dated_at < before,
            not_erased(actor, sort.kind, sort.id),
        )
        .order_by(sort.dated_at, sort.id)
        .limit(MOST)
    )
    for piece_id, contract_id in rows:
        since = ended[contract_id]
        yield Due(kind=sort.kind, id=piece_id, contract_id=contract_id, since=since)
