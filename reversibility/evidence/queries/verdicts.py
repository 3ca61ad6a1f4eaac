"""The present verdicts of assets."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from probes.interface import (
    Declaration,
    HolderClass,
    Message,
    Source,
    VerdictField,
    VerdictState,
)
from reversibility.evidence.declarations import declaration_digest, declare
from reversibility.evidence.models import ObservationRow, VerdictBasis, VerdictRow
from reversibility.evidence.plain import read_message
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Asset, Party
from reversibility.register.queries import PartyRef

# A registrar must warn the holder about one month and again one week before a name expires (ICANN,
# Expired Registration Recovery Policy, 2.1): what was seen longer ago may have missed it.
STALE_AFTER = timedelta(days=30)


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

    id: UUID
    asset_id: UUID
    field: VerdictField
    state: VerdictState
    declared: str
    """As declared the day it was judged."""
    observed: str
    reasons: tuple[Message, ...]
    next_step: Message | None
    holder: HolderClass | None
    confidence: float | None
    judged_at: datetime
    stale_from: datetime
    declaration_changed: bool
    """The register says something else since: this verdict is about what it said before."""
    bases: tuple[BasisLine, ...]
    earlier: EarlierVerdict | None
    """When nobody answered this time: a registry down for a night takes no knowledge away."""


def latest_verdicts(
    session: Session, actor: Actor, asset_ids: Collection[UUID], *, in_full: bool = True
) -> dict[UUID, dict[VerdictField, VerdictLine]]:
    """Return the present verdict of each field, per asset; an empty entry where there is none.

    Fields stand in the order of `VerdictField`, the holder first. A list that shows results
    only does without what is behind them: the answers, and what was said before (not `in_full`).
    """
    actor.require(Permission.EVIDENCE_READ)
    rows = session.scalars(_latest(actor, VerdictRow.asset_id.in_(asset_ids))).all()
    rows = sorted(rows, key=lambda row: _FIELDS.index(row.field))
    bases = _bases(session, actor, [row.id for row in rows]) if in_full else {}
    earlier = _earlier(session, actor, rows) if in_full else {}
    declarations = _declarations(session, actor, asset_ids)
    found: dict[UUID, dict[VerdictField, VerdictLine]] = {asset_id: {} for asset_id in asset_ids}
    for row in rows:
        found[row.asset_id][row.field] = _verdict_line(
            row,
            bases.get(row.id, ()),
            earlier.get((row.asset_id, row.field)),
            declarations.get(row.asset_id),
        )
    return found


_FIELDS = list(VerdictField)


def _latest(actor: Actor, *conditions: ColumnElement[bool]) -> Select[VerdictRow]:
    rank = (
        func.row_number()
        .over(
            partition_by=(VerdictRow.asset_id, VerdictRow.field),
            order_by=(VerdictRow.judged_at.desc(), VerdictRow.id.desc()),
        )
        .label("rank")
    )
    ranked = (
        select(VerdictRow.id, rank)
        .where(VerdictRow.practice_id == actor.practice_id, *conditions)
        .subquery()
    )
    return select(VerdictRow).join(ranked, ranked.c.id == VerdictRow.id).where(ranked.c.rank == 1)


def _earlier(
    session: Session, actor: Actor, rows: Collection[VerdictRow]
) -> dict[tuple[UUID, VerdictField], EarlierVerdict]:
    unanswered = {row.asset_id for row in rows if row.state is VerdictState.UNREACHABLE}
    if not unanswered:
        return {}
    answered = _latest(
        actor,
        VerdictRow.asset_id.in_(unanswered),
        VerdictRow.state != VerdictState.UNREACHABLE,
    )
    return {
        (row.asset_id, row.field): EarlierVerdict(
            state=row.state,
            declared=row.declared,
            observed=row.observed,
            judged_at=row.judged_at,
        )
        for row in session.scalars(answered)
    }


def _bases(
    session: Session, actor: Actor, verdict_ids: Collection[UUID]
) -> Mapping[UUID, list[BasisLine]]:
    rows = session.execute(
        select(
            VerdictBasis.verdict_id,
            ObservationRow.id,
            ObservationRow.source,
            ObservationRow.registry_id,
            ObservationRow.server,
            ObservationRow.asked_at,
            ObservationRow.sha256,
        )
        .join(ObservationRow, ObservationRow.id == VerdictBasis.observation_id)
        .where(
            VerdictBasis.verdict_id.in_(verdict_ids),
            VerdictBasis.practice_id == actor.practice_id,
        )
        .order_by(ObservationRow.asked_at, ObservationRow.id)
    )
    found: dict[UUID, list[BasisLine]] = defaultdict(list)
    for row in rows:
        found[row.verdict_id].append(
            BasisLine(
                observation_id=row.id,
                source=row.source,
                registry_id=row.registry_id,
                server=row.server,
                asked_at=row.asked_at,
                sha256=row.sha256,
            )
        )
    return found


def _declarations(
    session: Session, actor: Actor, asset_ids: Collection[UUID]
) -> dict[UUID, Declaration]:
    rows = session.execute(
        select(Asset, Party)
        .outerjoin(Party, Party.id == Asset.holder_id)
        .where(Asset.id.in_(asset_ids), Asset.practice_id == actor.practice_id)
    )
    return {
        asset.id: declare(
            asset.attributes,
            PartyRef(id=party.id, name=party.name, kind=party.kind)
            if asset.holder_id is not None
            else None,
        )
        for asset, party in rows
    }


def _verdict_line(
    row: VerdictRow,
    bases: Collection[BasisLine],
    earlier: EarlierVerdict | None,
    declaration: Declaration | None,
) -> VerdictLine:
    present = None if declaration is None else declaration_digest(declaration, row.field)
    return VerdictLine(
        id=row.id,
        asset_id=row.asset_id,
        field=row.field,
        state=row.state,
        declared=row.declared,
        observed=row.observed,
        reasons=tuple(read_message(reason) for reason in row.reasons),
        next_step=None if row.next_step is None else read_message(row.next_step),
        holder=row.holder,
        confidence=row.confidence,
        judged_at=row.judged_at,
        stale_from=row.judged_at + STALE_AFTER,
        declaration_changed=present != row.declaration_digest,
        bases=tuple(bases),
        earlier=earlier if row.state is VerdictState.UNREACHABLE else None,
    )
