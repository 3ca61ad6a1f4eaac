"""Holds: nothing that they cover is purged, or erased on request, until they are lifted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from reversibility.contracts.models import Contract, ContractAsset
from reversibility.exits.models import Exit
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id
from reversibility.kernel.text import has_hidden
from reversibility.register.models import Asset, Party
from reversibility.register.queries import get_asset
from reversibility.retention.due import Due
from reversibility.retention.errors import HoldMissingError, ReasonInvalidError
from reversibility.retention.models import LegalHold
from reversibility.retention.outlook import keep_outlook

LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class HoldLine:
    """One hold in force."""

    id: UUID
    """Of the hold; of the exit, where that is why."""
    is_exit: bool
    about: str
    """The asset, or the provider that is being left; empty = all that the practice has."""
    reason: str
    """Empty for an exit: it is open."""
    set_by: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is held at one moment."""

    everything: bool
    assets: frozenset[UUID]
    exits: frozenset[UUID]
    contracts: frozenset[UUID]
    """That are being left, or cover something that is held."""

    def covers(self, due: Due) -> bool:
        """Say whether a content must stay.

        What was done in the register belongs to any dispute; who signed in does not.
        """
        if self.everything:
            return True
        if due.kind is None:
            return not due.is_security and bool(self.assets or self.exits)
        return (
            due.asset_id in self.assets
            or due.exit_id in self.exits
            or due.contract_id in self.contracts
        )


def list_holds(session: Session, actor: Actor) -> tuple[HoldLine, ...]:
    """List the holds in force: those of open exits, then those that people set."""
    actor.require(Permission.DATA_MANAGE)
    exits = session.execute(
        select(Exit.id, Exit.created_at, Party.name)
        .join(Contract, Contract.id == Exit.contract_id)
        .join(Party, Party.id == Contract.provider_id)
        .where(Exit.practice_id == actor.practice_id, *_open())
        .order_by(Exit.created_at, Exit.id)
    )
    lines = [
        HoldLine(
            id=row.id, is_exit=True, about=row.name, reason="", set_by="", since=row.created_at
        )
        for row in exits
    ]
    by_hand = session.execute(
        select(LegalHold, Asset.name)
        .outerjoin(Asset, Asset.id == LegalHold.asset_id)
        .where(*_in_force(actor))
        .order_by(LegalHold.set_at, LegalHold.id)
    )
    lines += [
        HoldLine(
            id=row.id,
            is_exit=False,
            about=name or "",
            reason=row.reason,
            set_by=row.set_by,
            since=row.set_at,
        )
        for row, name in by_hand
    ]
    return tuple(lines)


def find_held(session: Session, actor: Actor) -> Held:
    """Return what is held now."""
    exits = dict(
        session.execute(
            select(Exit.id, Exit.contract_id).where(Exit.practice_id == actor.practice_id, *_open())
        ).all()
    )
    left = session.scalars(
        select(ContractAsset.asset_id).where(ContractAsset.contract_id.in_(exits.values()))
    )
    assets = set(left)
    everything = False
    for row in session.scalars(select(LegalHold).where(*_in_force(actor))):
        if row.asset_id is None:
            everything = True
        else:
            assets.add(row.asset_id)
    return Held(
        everything=everything,
        assets=frozenset(assets),
        exits=frozenset(exits),
        contracts=frozenset({*exits.values(), *session.scalars(_covering(actor, assets))}),
    )


def _covering(actor: Actor, assets: Collection[UUID]) -> Select[UUID]:
    return select(ContractAsset.contract_id).where(
        ContractAsset.practice_id == actor.practice_id, ContractAsset.asset_id.in_(assets)
    )


def set_hold(
    session: Session, actor: Actor, asset_id: UUID | None, reason: str, *, now: datetime
) -> UUID:
    """Hold one asset, or all that the practice has, until somebody lifts it."""
    actor.require(Permission.DATA_MANAGE)
    check_reason(reason)
    if asset_id is not None:
        get_asset(session, actor, asset_id)
    row = _row(actor, reason, now, asset_id=asset_id)
    session.add(row)
    journal.record(
        session,
        actor,
        "retention.hold_set",
        _subject(actor, asset_id),
        now=now,
        content={"reason": reason},
    )
    _count_again(session, actor, now)
    return row.id


def lift_hold(session: Session, actor: Actor, hold_id: UUID, reason: str, *, now: datetime) -> None:
    """Lift a hold, also that of an exit; raises HoldMissingError when it is none in force."""
    actor.require(Permission.DATA_MANAGE)
    check_reason(reason)
    row = session.scalar(
        select(LegalHold).where(LegalHold.id == hold_id, *_in_force(actor)).with_for_update()
    )
    if row is None:
        row = _row(actor, reason, now, exit_id=_open_exit(session, actor, hold_id))
        session.add(row)
    row.lifted_by, row.lifted_at = actor.label, now
    subject = (
        journal.Subject(type="exit", id=row.exit_id)
        if row.exit_id
        else _subject(actor, row.asset_id)
    )
    content = {"reason": reason}
    journal.record(session, actor, "retention.hold_lifted", subject, now=now, content=content)
    _count_again(session, actor, now)


def check_reason(reason: str) -> None:
    """Raise ReasonInvalidError unless this is a reason that can be kept."""
    if not reason.strip():
        raise ReasonInvalidError({"reason": "required"})
    if len(reason) > LONGEST_REASON:
        raise ReasonInvalidError({"reason": f"too_long:{LONGEST_REASON}"})
    if has_hidden(reason):
        raise ReasonInvalidError({"reason": "control_character"})


def _row(
    actor: Actor,
    reason: str,
    now: datetime,
    *,
    asset_id: UUID | None = None,
    exit_id: UUID | None = None,
) -> LegalHold:
    return LegalHold(
        id=new_id(now),
        practice_id=actor.practice_id,
        asset_id=asset_id,
        exit_id=exit_id,
        reason=reason,
        set_by=actor.label,
        set_at=now,
    )


def _count_again(session: Session, actor: Actor, now: datetime) -> None:
    session.flush()
    keep_outlook(session, actor, find_held(session, actor).covers, now=now)


def _subject(actor: Actor, asset_id: UUID | None) -> journal.Subject:
    if asset_id is None:
        return journal.Subject(type="practice", id=actor.practice_id)
    return journal.Subject(type="asset", id=asset_id)


def _open_exit(session: Session, actor: Actor, exit_id: UUID) -> UUID:
    found = session.scalar(
        select(Exit.id).where(
            Exit.id == exit_id,
            Exit.practice_id == actor.practice_id,
            *_open(),
        )
    )
    if found is None:
        raise HoldMissingError
    return found


def _open() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of an exit that holds: somebody leaves, and has not lifted it."""
    lifted = select(LegalHold.exit_id).where(LegalHold.exit_id.is_not(None))
    return Exit.is_prepared.is_(False), Exit.id.not_in(lifted)


def _in_force(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        LegalHold.practice_id == actor.practice_id,
        LegalHold.exit_id.is_(None),
        LegalHold.lifted_at.is_(None),
    )
