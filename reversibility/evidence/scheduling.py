"""Which elements of a practice are due to be asked about, and the run that does it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from probes.interface import LookupState, Source, VerdictField
from probes.options import ProbeOptions
from reversibility.evidence.declarations import find_target
from reversibility.evidence.due import Need, Past, find_need
from reversibility.evidence.models import ObservationRow, VerdictRow
from reversibility.evidence.queries.verdicts import STALE_AFTER
from reversibility.evidence.service import request_probe
from reversibility.jobs import service as jobs
from reversibility.jobs.lanes import open_subjects
from reversibility.jobs.models import RunKind
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.models import Asset

_OF_REGISTRIES = (Source.RDAP, Source.WHOIS)
_SILENT = (LookupState.THROTTLED, LookupState.UNREACHABLE)
_LOOKED_BACK = STALE_AFTER + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Due:
    """An asset to be asked about, and why."""

    asset_id: UUID
    name: str
    need: Need


def list_due(
    session: Session, actor: Actor, *, now: datetime, settling: timedelta = timedelta()
) -> tuple[Due, ...]:
    """List what is due in a practice; what is being asked about already is left out."""
    actor.require(Permission.EVIDENCE_PROBE)
    at_work = open_subjects(session, RunKind.PROBE)
    times, expiries = _times(session, actor, now), _expiries(session, actor)
    ever, long_ago = _ever_asked(session, actor), now - _LOOKED_BACK
    found = []
    for asset in _assets(session, actor):
        if asset.id in at_work or find_target(asset.kind, asset.attributes) is None:
            continue
        last = times.get(asset.id, ())
        past = Past(
            declared_at=asset.created_at,
            asked_at=last[0].asked_at if last else long_ago if asset.id in ever else None,
            silences=_silences(last),
            expires_on=_day(expiries.get(asset.id)) or _day(asset.attributes.get("expires_on")),
        )
        need = find_need(past, now, settling=settling)
        if need is not None:
            found.append(Due(asset_id=asset.id, name=asset.name, need=need))
    return tuple(found)


def request_due(
    session: Session,
    actor: Actor,
    options: ProbeOptions,
    *,
    now: datetime,
    settling: timedelta = timedelta(),
) -> jobs.StartedRun | None:
    """Ask about what is due; None when nothing is."""
    actor.require(Permission.EVIDENCE_PROBE)
    due = [each.asset_id for each in list_due(session, actor, now=now, settling=settling)]
    return request_probe(session, actor, due, options, now=now) if due else None


@dataclass(frozen=True, kw_only=True)
class _Time:
    asked_at: datetime
    is_silent: bool


def _assets(session: Session, actor: Actor) -> Iterable[Asset]:
    return session.scalars(
        select(Asset)
        .where(Asset.practice_id == actor.practice_id, Asset.retired_at.is_(None))
        .order_by(Asset.created_at, Asset.id)
    )


def _times(session: Session, actor: Actor, now: datetime) -> Mapping[UUID, list[_Time]]:
    """Read when each asset was asked about of late, the last time first, and who answered."""
    answered = ObservationRow.state.not_in(_SILENT)
    of_registry = ObservationRow.source.in_(_OF_REGISTRIES)
    asked_at = func.max(ObservationRow.asked_at)
    rows = session.execute(
        select(
            ObservationRow.asset_id,
            asked_at,
            func.sum(case((of_registry, 1), else_=0)),
            func.sum(case((of_registry & answered, 1), else_=0)),
            func.sum(case((answered, 1), else_=0)),
        )
        .where(
            ObservationRow.practice_id == actor.practice_id,
            ObservationRow.asked_at > now - _LOOKED_BACK,
        )
        .group_by(ObservationRow.asset_id, ObservationRow.unit_id)
        .order_by(asked_at.desc())
    )
    times: dict[UUID, list[_Time]] = {}
    for asset_id, at, registries, registries_answered, all_answered in rows:
        heard = registries_answered if registries else all_answered
        times.setdefault(asset_id, []).append(_Time(asked_at=at, is_silent=not heard))
    return times


def _ever_asked(session: Session, actor: Actor) -> frozenset[UUID]:
    seen = select(ObservationRow.asset_id).where(ObservationRow.practice_id == actor.practice_id)
    return frozenset(session.scalars(seen.distinct()))


def _silences(times: Iterable[_Time]) -> int:
    count = 0
    for time in times:
        if not time.is_silent:
            break
        count += 1
    return count


def _expiries(session: Session, actor: Actor) -> Mapping[UUID, str]:
    """Read the expiry that was last seen of each asset."""
    rank = func.row_number().over(
        partition_by=VerdictRow.asset_id,
        order_by=(VerdictRow.judged_at.desc(), VerdictRow.id.desc()),
    )
    ranked = (
        select(VerdictRow.asset_id, VerdictRow.observed, rank.label("rank"))
        .where(VerdictRow.practice_id == actor.practice_id, VerdictRow.field == VerdictField.EXPIRY)
        .subquery()
    )
    rows = session.execute(select(ranked.c.asset_id, ranked.c.observed).where(ranked.c.rank == 1))
    return {row[0]: row[1] for row in rows}


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None
