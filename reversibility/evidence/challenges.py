"""Ask somebody to place a value, look whether it is there, and keep what was seen."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from probes.challenge.model import Check, Order, Outcome
from probes.challenge.token import Expected, Method, make_token, token_digest
from probes.interface import Survey
from probes.options import ProbeOptions
from reversibility.evidence.challenge_models import ChallengeRow, ChallengeState, Purpose
from reversibility.evidence.challenge_rules import (
    LASTS,
    Stage,
    context_of,
    stage_of,
    verdict_of,
)
from reversibility.evidence.declarations import (
    challenge_method,
    challenged_name,
    declare,
    find_target,
)
from reversibility.evidence.errors import (
    ChallengeMissingError,
    ChallengeNotOfferedError,
    ChallengeOverError,
)
from reversibility.evidence.plain import message_json, storable
from reversibility.evidence.proving import read_challenged
from reversibility.evidence.queries.sightings import list_sightings
from reversibility.evidence.service import Examination, record_survey
from reversibility.jobs import service as jobs
from reversibility.jobs.models import RunKind
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.register.queries import AssetSheet, get_asset


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What to look at, without a session."""

    challenge_id: UUID
    asset_id: UUID
    order: Order


def request_challenge(
    session: Session, actor: Actor, asset_id: UUID, options: ProbeOptions, *, now: datetime
) -> ChallengeRow:
    """Ask that control of an asset be shown; return the challenge that waits already, if one does.

    Raises ChallengeNotOfferedError where placing something shows nothing, NameRefusedError for a
    declared name that is none.
    """
    actor.require(Permission.EVIDENCE_PROBE)
    asset = get_asset(session, actor, asset_id)
    draft = _draft(asset, options)
    waiting = _find_open(session, actor, asset_id)
    if waiting is not None and waiting.name == draft.name and waiting.expires_at > now:
        return waiting
    if waiting is not None:
        _end(waiting)
    row = _row(actor, asset_id, draft, now)
    session.add(row)
    journal.record(
        session,
        actor,
        "evidence.control_requested",
        journal.Subject(type="asset", id=asset.id),
        now=now,
        content=_told(row),
    )
    return row


def cancel_challenge(
    session: Session, actor: Actor, challenge_id: UUID, *, now: datetime
) -> ChallengeRow:
    """Take a challenge back, so that its value counts no more.

    Raises ChallengeOverError when it is over.
    """
    actor.require(Permission.EVIDENCE_PROBE)
    row = _lock(session, actor, challenge_id)
    if stage_of(row.state, row.expires_at, now) is not Stage.WAITING:
        raise ChallengeOverError(name=row.name)
    _end(row)
    journal.record(
        session,
        actor,
        "evidence.control_cancelled",
        journal.Subject(type="asset", id=row.asset_id),
        now=now,
        content=_told(row),
    )
    return row


def request_check(
    session: Session, actor: Actor, challenge_id: UUID, *, now: datetime
) -> jobs.StartedRun:
    """Ask for a look, the first or another one; raises ChallengeOverError when it is over.

    Hand the run's units to the queue once the transaction is committed.
    """
    actor.require(Permission.EVIDENCE_PROBE)
    row = _lock(session, actor, challenge_id)
    _refuse_over(row, get_asset(session, actor, row.asset_id), now)
    unit = jobs.UnitDraft(
        subject_id=row.asset_id, label=row.name, options={"challenge": str(row.id)}
    )
    started = jobs.start_run(session, actor, RunKind.CONTROL, [unit], now=now)
    journal.record(
        session,
        actor,
        "evidence.control_check_requested",
        journal.Subject(type="asset", id=row.asset_id),
        now=now,
        content=_told(row),
    )
    return started


def get_inspection(
    session: Session, actor: Actor, challenge_id: UUID, *, now: datetime
) -> Inspection:
    """Return what to look at; raises ChallengeOverError when there is nothing to look for."""
    actor.require(Permission.EVIDENCE_PROBE)
    row = session.scalars(_of(actor, challenge_id)).one_or_none()
    if row is None:
        raise ChallengeMissingError
    _refuse_over(row, get_asset(session, actor, row.asset_id), now)
    return Inspection(
        challenge_id=row.id,
        asset_id=row.asset_id,
        order=Order(
            name=row.name,
            method=row.method,
            expected=Expected(context=context_of(row), digest=row.token_digest),
            sightings=list_sightings(session, actor, row.name),
        ),
    )


def record_check(
    session: Session,
    actor: Actor,
    challenge_id: UUID,
    check: Check,
    *,
    unit_id: UUID | None,
    now: datetime,
) -> Outcome:
    """Keep what was seen, and what it says of control; the value passes once and is forgotten."""
    actor.require(Permission.EVIDENCE_PROBE)
    row = _lock(session, actor, challenge_id)
    asset = get_asset(session, actor, row.asset_id)
    _refuse_over(row, asset, now)
    verdict = verdict_of(row, check)
    outcome = check.judgement.outcome
    row.checked_at, row.outcome = now, outcome
    row.reasons = [message_json(reason) for reason in check.judgement.reasons]
    row.places = [{**asdict(place), "server": storable(place.server)} for place in check.places]
    examination = Examination(
        survey=_survey(check),
        declaration=declare(asset.attributes, asset.holder),
        verdicts=(verdict,) if verdict else (),
    )
    record_survey(session, actor, row.asset_id, examination, unit_id=unit_id, now=now)
    if outcome is Outcome.PASSED and row.state is ChallengeState.OPEN:
        row.state, row.passed_at, row.token = ChallengeState.PASSED, now, ""
        journal.record(
            session,
            actor,
            "evidence.control_shown",
            journal.Subject(type="asset", id=row.asset_id),
            now=now,
            content=_told(row),
        )
    return outcome


def forget_expired(session: Session, actor: Actor, *, now: datetime) -> int:
    """Empty the values whose time is up; return how many. Their digests stay."""
    actor.require(Permission.DATA_MANAGE)
    rows = session.scalars(
        select(ChallengeRow)
        .where(
            ChallengeRow.practice_id == actor.practice_id,
            ChallengeRow.expires_at <= now,
            ChallengeRow.token != "",
        )
        .with_for_update()
    ).all()
    for row in rows:
        row.token = ""
    return len(rows)


@dataclass(frozen=True, kw_only=True)
class _Draft:
    name: str
    method: Method


def _draft(asset: AssetSheet, options: ProbeOptions) -> _Draft:
    method, target = challenge_method(asset.kind), find_target(asset.kind, asset.attributes)
    if method is None or target is None:
        raise ChallengeNotOfferedError(asset=asset.name)
    return _Draft(name=read_challenged(target.name, options), method=method)


def _row(actor: Actor, asset_id: UUID, draft: _Draft, now: datetime) -> ChallengeRow:
    token = make_token()
    row = ChallengeRow(
        id=new_id(now),
        practice_id=actor.practice_id,
        asset_id=asset_id,
        name=draft.name,
        method=draft.method,
        purpose=Purpose.CONTROL,
        token=token,
        token_digest="",
        requested_by=actor.label,
        requested_at=now,
        expires_at=now + LASTS,
    )
    row.token_digest = token_digest(token, context_of(row))
    return row


def _find_open(session: Session, actor: Actor, asset_id: UUID) -> ChallengeRow | None:
    return session.scalars(
        select(ChallengeRow)
        .where(
            ChallengeRow.asset_id == asset_id,
            ChallengeRow.practice_id == actor.practice_id,
            ChallengeRow.state == ChallengeState.OPEN,
        )
        .order_by(ChallengeRow.requested_at.desc(), ChallengeRow.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()


def _lock(session: Session, actor: Actor, challenge_id: UUID) -> ChallengeRow:
    """Return a challenge for a change: two looks that end at once are told apart."""
    row = session.scalars(_of(actor, challenge_id).with_for_update()).one_or_none()
    if row is None or not actor.sees(row.asset_id):
        raise ChallengeMissingError
    return row


def _of(actor: Actor, challenge_id: UUID) -> Select[ChallengeRow]:
    return select(ChallengeRow).where(
        ChallengeRow.id == challenge_id, ChallengeRow.practice_id == actor.practice_id
    )


def _refuse_over(row: ChallengeRow, asset: AssetSheet, now: datetime) -> None:
    """Refuse one that is out of time, or of a name that the asset bears no longer."""
    is_same = challenged_name(asset.kind, asset.attributes) == row.name
    if not is_same or not stage_of(row.state, row.expires_at, now).is_live:
        raise ChallengeOverError(name=row.name)


def _end(row: ChallengeRow) -> None:
    row.state, row.token = ChallengeState.CANCELLED, ""


def _survey(check: Check) -> Survey:
    return Survey(
        name=check.name,
        registered_name=check.registered_name,
        registry=check.registry,
        observations=check.observations,
        started_at=check.started_at,
        finished_at=check.finished_at,
    )


def _told(row: ChallengeRow) -> dict[str, object]:
    return {
        "domain_name": row.name,
        "challenge_method": row.method.value,
        "expires_at": row.expires_at.isoformat(),
    }
