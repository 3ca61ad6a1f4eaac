"""Challenges: how the last one of an asset stands, and whether something may rely on it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from probes.challenge.check import PARSER
from probes.challenge.model import Outcome, Place
from probes.challenge.token import Method, value_of
from probes.interface import Message
from reversibility.evidence.challenge_models import ChallengeRow, ChallengeState
from reversibility.evidence.challenge_rules import Stage, can_rely, stage_of, where_of
from reversibility.evidence.errors import ControlNotShownError
from reversibility.evidence.plain import read_message
from reversibility.kernel.actor import Actor, Permission
from reversibility.store.sight import seen_assets

CHALLENGED = PARSER
"""Who read the answers that belong to a challenge, and to no survey of the name."""


__all__ = [
    "CHALLENGED",
    "ChallengeSheet",
    "Method",
    "Outcome",
    "Stage",
    "find_challenge",
    "list_to_look_at_again",
    "require_control",
]


@dataclass(frozen=True, kw_only=True)
class ChallengeSheet:
    """A challenge as it stands at an instant."""

    id: UUID
    asset_id: UUID
    name: str
    method: Method
    where: str
    """The name of the record, or the URL of the file."""
    value: str
    """What is to be placed; empty once it is over."""
    stage: Stage
    requested_by: str
    requested_at: datetime
    expires_at: datetime
    passed_at: datetime | None
    checked_at: datetime | None
    outcome: Outcome | None
    reasons: tuple[Message, ...]
    places: tuple[Place, ...]
    can_be_relied_on: bool


def find_challenge(
    session: Session, actor: Actor, asset_id: UUID, *, now: datetime
) -> ChallengeSheet | None:
    """Return the newest challenge about an asset; None when there never was one."""
    actor.require(Permission.EVIDENCE_PROBE)
    row = session.scalars(
        select(ChallengeRow)
        .where(
            ChallengeRow.asset_id == asset_id,
            ChallengeRow.practice_id == actor.practice_id,
            seen_assets(actor, ChallengeRow.asset_id),
        )
        .order_by(ChallengeRow.requested_at.desc(), ChallengeRow.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _sheet(row, now)


def require_control(
    session: Session, actor: Actor, asset_id: UUID, *, now: datetime
) -> ChallengeSheet:
    """Return what shows control of an asset now: to be asked before each act that relies on it.

    Raises ControlNotShownError unless one has passed, its time lasts, and its value was seen in
    place within the last hour: look again first (`challenges.request_check`).
    """
    actor.require(Permission.EVIDENCE_PROBE)
    found = find_challenge(session, actor, asset_id, now=now)
    if found is None or not found.can_be_relied_on:
        raise ControlNotShownError
    return found


def list_to_look_at_again(
    session: Session, actor: Actor, asset_ids: Collection[UUID], *, now: datetime
) -> tuple[UUID, ...]:
    """List the challenges of assets that passed, last, and were not looked at within the hour."""
    actor.require(Permission.EVIDENCE_PROBE)
    rows = session.scalars(
        select(ChallengeRow)
        .where(
            ChallengeRow.asset_id.in_(asset_ids),
            ChallengeRow.practice_id == actor.practice_id,
            ChallengeRow.state == ChallengeState.PASSED,
            ChallengeRow.expires_at > now,
            seen_assets(actor, ChallengeRow.asset_id),
        )
        .order_by(ChallengeRow.requested_at, ChallengeRow.id)
    ).all()
    newest = {row.asset_id: row for row in rows}
    return tuple(row.id for row in newest.values() if not _sheet(row, now).can_be_relied_on)


def _sheet(row: ChallengeRow, now: datetime) -> ChallengeSheet:
    stage = stage_of(row.state, row.expires_at, now)
    is_shown = stage is Stage.WAITING and row.token
    return ChallengeSheet(
        id=row.id,
        asset_id=row.asset_id,
        name=row.name,
        method=row.method,
        where=where_of(row.method, row.name),
        value=value_of(row.token) if is_shown else "",
        stage=stage,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        passed_at=row.passed_at,
        checked_at=row.checked_at,
        outcome=row.outcome,
        reasons=tuple(read_message(reason) for reason in row.reasons),
        places=tuple(Place(**place) for place in row.places),
        can_be_relied_on=can_rely(stage, row.outcome, row.checked_at, now),
    )
