"""The present verdicts of assets: what public sources settle, and what filed documents do."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from probes.interface import HolderClass, Message, Source, VerdictField, VerdictState
from reversibility.evidence.challenge_rules import LASTS
from reversibility.evidence.declarations import Declared
from reversibility.evidence.models import ObservationRow, VerdictBasis, VerdictRow
from reversibility.evidence.plain import read_message
from reversibility.evidence.queries.declared import list_declared
from reversibility.evidence.queries.proofs import ProofLine, list_proofs, settling
from reversibility.evidence.rules import state_with_proof
from reversibility.kernel.actor import Actor, Permission
from reversibility.store.sight import seen_assets

# A registrar must warn the holder about one month and again one week before a name expires (ICANN,
# Expired Registration Recovery Policy, 2.1): what was seen longer ago may have missed it.
STALE_AFTER = timedelta(days=30)
STALE_CONTROL_AFTER = LASTS
"""What was placed may stay in place long after whoever placed it could act."""


@dataclass(frozen=True, kw_only=True)
class BasisLine:
    """An answer a verdict rests on, with what it takes to name its source."""

    observation_id: UUID
    source: Source
    registry_id: str
    server: str
    asked_at: datetime
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EarlierVerdict:
    """What was said the last time that somebody answered."""

    state: VerdictState
    declared: str
    observed: str
    judged_at: datetime


@dataclass(frozen=True, kw_only=True)
class VerdictLine:
    """The present verdict on one field of an asset."""

    asset_id: UUID
    field: VerdictField
    state: VerdictState
    """How the field stands, filed documents included."""
    published: VerdictState | None
    """What the public sources alone say; None when none was asked about this field."""
    declared: str
    """As declared the day it was judged."""
    observed: str
    reasons: tuple[Message, ...]
    next_step: Message | None
    holder: HolderClass | None
    confidence: float | None
    judged_at: datetime | None
    """When the public answers were compared; None when there are none."""
    stale_from: datetime | None
    declaration_changed: bool
    """The register says something else since: this verdict is about what it said before."""
    bases: tuple[BasisLine, ...]
    earlier: EarlierVerdict | None
    """When nobody answered this time: a registry down for a night takes no knowledge away."""
    proof: ProofLine | None = None
    """The document that says what is declared: it settles the field where the state says so, and
    stands beside what is published where that is confirmed or contradicted."""


Verdicts = dict[VerdictField, VerdictLine]


def latest_verdicts(
    session: Session, actor: Actor, asset_ids: Collection[UUID]
) -> dict[UUID, Verdicts]:
    """Return the present verdict of each field, per asset; an empty entry where there is none.

    Fields stand in the order of `VerdictField`, the holder first.
    """
    declared = list_declared(session, actor, asset_ids)
    proofs = list_proofs(session, actor, declared)
    found = verdicts_on(session, actor, declared, proofs)
    return {asset_id: found.get(asset_id, {}) for asset_id in asset_ids}


def verdicts_on(
    session: Session,
    actor: Actor,
    declared: Mapping[UUID, Declared],
    proofs: Mapping[UUID, Collection[ProofLine]],
    *,
    in_full: bool = True,
) -> dict[UUID, Verdicts]:
    """Return the present verdicts where declarations and documents were read already.

    A list that shows results only does without the answers behind them (not `in_full`).
    """
    actor.require(Permission.EVIDENCE_READ)
    settled = {asset_id: settling(lines) for asset_id, lines in proofs.items()}
    rows, earlier, bases = _latest(session, actor, declared, in_full=in_full)
    found: dict[UUID, dict[VerdictField, VerdictLine]] = {asset_id: {} for asset_id in declared}
    for row in rows:
        found[row.asset_id][row.field] = _verdict_line(
            row,
            bases.get(row.id, ()),
            earlier.get((row.asset_id, row.field)),
            declared[row.asset_id],
        )
    for asset_id, papers in settled.items():
        lines = found[asset_id]
        for field, proof in papers.items():
            lines[field] = _with_proof(lines.get(field), proof, declared[asset_id])
    return {asset_id: _in_order(lines) for asset_id, lines in found.items()}


def _in_order(lines: Verdicts) -> Verdicts:
    return {field: lines[field] for field in VerdictField if field in lines} if lines else lines


def _with_proof(line: VerdictLine | None, proof: ProofLine, declared: Declared) -> VerdictLine:
    if line is None:
        return _filed_line(proof, declared)
    state = state_with_proof(line.published, line.earlier.state if line.earlier else None)
    is_settled = state is VerdictState.PROVED_BY_DOCUMENT
    return replace(line, state=state, proof=proof, next_step=None if is_settled else line.next_step)


def _filed_line(proof: ProofLine, declared: Declared) -> VerdictLine:
    holder = declared.declaration.holder_name if proof.field is VerdictField.HOLDER else ""
    return VerdictLine(
        asset_id=proof.asset_id,
        field=proof.field,
        state=state_with_proof(None),
        published=None,
        declared=holder,
        observed="",
        reasons=(),
        next_step=None,
        holder=None,
        confidence=None,
        judged_at=None,
        stale_from=None,
        declaration_changed=False,
        bases=(),
        earlier=None,
        proof=proof,
    )


_Place = tuple[UUID, VerdictField]


def _latest(
    session: Session, actor: Actor, asset_ids: Collection[UUID], *, in_full: bool
) -> tuple[list[VerdictRow], dict[_Place, EarlierVerdict], dict[UUID, list[BasisLine]]]:
    """Read the newest verdict of each field, what it rests on, and the last one that was answered.

    In one question to the database: a verdict comes once for each answer it rests on.
    """
    ranked = _ranked(actor, asset_ids)
    wanted = (
        select(VerdictRow, ranked.c.rank, *(_BASIS if in_full else ()))
        .join(ranked, ranked.c.id == VerdictRow.id)
        .where(or_(ranked.c.rank == 1, and_(ranked.c.rank_alike == 1, _ANSWERED)))
    )
    if in_full:
        behind = and_(VerdictBasis.verdict_id == VerdictRow.id, ranked.c.rank == 1)
        answer = and_(
            ObservationRow.id == VerdictBasis.observation_id,
            seen_assets(actor, ObservationRow.asset_id),
        )
        wanted = (
            wanted.outerjoin(VerdictBasis, behind)
            .outerjoin(ObservationRow, answer)
            .order_by(ObservationRow.asked_at, ObservationRow.id)
        )
    newest: dict[UUID, VerdictRow] = {}
    earlier: dict[_Place, EarlierVerdict] = {}
    bases: dict[UUID, list[BasisLine]] = defaultdict(list)
    for row, rank, *basis in session.execute(wanted):
        if rank == 1:
            newest[row.id] = row
        else:
            earlier[row.asset_id, row.field] = _earlier(row)
        if any(basis):
            bases[row.id].append(BasisLine(**dict(zip(_BASIS_NAMES, basis, strict=True))))
    return list(newest.values()), earlier, bases


def _ranked(actor: Actor, asset_ids: Collection[UUID]) -> Subquery:
    """Rank the verdicts of each field, the newest first; those somebody answered apart, too."""
    newest_first = (VerdictRow.judged_at.desc(), VerdictRow.id.desc())
    field = (VerdictRow.asset_id, VerdictRow.field)
    return (
        select(
            VerdictRow.id,
            func.row_number().over(partition_by=field, order_by=newest_first).label("rank"),
            func.row_number()
            .over(partition_by=(*field, _ANSWERED), order_by=newest_first)
            .label("rank_alike"),
        )
        .where(
            VerdictRow.practice_id == actor.practice_id,
            VerdictRow.asset_id.in_(asset_ids),
            seen_assets(actor, VerdictRow.asset_id),
        )
        .subquery()
    )


_ANSWERED = VerdictRow.state != VerdictState.UNREACHABLE
_BASIS_NAMES = tuple(entry.name for entry in fields(BasisLine))
_BASIS = (
    ObservationRow.id,
    *(getattr(ObservationRow, name) for name in _BASIS_NAMES if name != "observation_id"),
)


def _earlier(row: VerdictRow) -> EarlierVerdict:
    return EarlierVerdict(
        state=row.state, declared=row.declared, observed=row.observed, judged_at=row.judged_at
    )


def _verdict_line(
    row: VerdictRow,
    bases: Collection[BasisLine],
    earlier: EarlierVerdict | None,
    declared: Declared,
) -> VerdictLine:
    is_control = row.field is VerdictField.CONTROL
    return VerdictLine(
        asset_id=row.asset_id,
        field=row.field,
        state=row.state,
        published=row.state,
        declared=row.declared,
        observed=row.observed,
        reasons=tuple(read_message(reason) for reason in row.reasons),
        next_step=None if row.next_step is None else read_message(row.next_step),
        holder=row.holder,
        confidence=row.confidence,
        judged_at=row.judged_at,
        stale_from=row.judged_at + (STALE_CONTROL_AFTER if is_control else STALE_AFTER),
        declaration_changed=(
            # Control is shown of a name, whoever is declared to get in.
            row.declared != declared.challenged_name
            if is_control
            else declared.digest(row.field) != row.declaration_digest
        ),
        bases=tuple(bases),
        earlier=earlier,
    )
