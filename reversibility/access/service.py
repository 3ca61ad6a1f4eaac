"""Write who can get in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from reversibility.access.errors import GrantMissingError, RoleUnknownError
from reversibility.access.models import AccessGrant, SecondFactor
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class GrantDraft:
    """A person's way into an asset, as declared."""

    asset_id: UUID
    person_id: UUID
    role: str
    second_factor: SecondFactor = SecondFactor.UNKNOWN
    second_factor_holder_id: UUID | None = None
    recovery_address: str = ""
    last_confirmed_on: date | None = None
    ends_on: date | None = None
    """The last day it is meant for: a provider's access has one."""
    revoked_at: datetime | None = None
    """When it ended, of one that comes from a file where it had."""


def record_grant(
    session: Session,
    actor: Actor,
    draft: GrantDraft,
    *,
    roles: Collection[str],
    now: datetime,
) -> AccessGrant:
    """Record that somebody can get in; `roles` are the ids of the roles this platform has.

    It takes the place of what was recorded before of the same person with the same role: there is
    one way in, and what is known of it is what was said last.
    """
    actor.require(Permission.REGISTER_WRITE)
    if draft.role not in roles:
        raise RoleUnknownError({"role": "role_unknown"}, role=draft.role, known=", ".join(roles))
    for former in session.scalars(_of_the_same(actor, draft)):
        former.revoked_at = now
    grant = AccessGrant(
        id=new_id(now), practice_id=actor.practice_id, created_at=now, **vars(draft)
    )
    session.add(grant)
    content = {
        "asset": str(draft.asset_id),
        "person": str(draft.person_id),
        "role": draft.role,
        "second_factor": draft.second_factor.value,
        "recovery_address": draft.recovery_address,
    }
    if draft.ends_on is not None:
        content["meant_until"] = draft.ends_on.isoformat()
    if draft.revoked_at is not None:
        content["ends_at"] = draft.revoked_at.isoformat()
    journal.record(
        session,
        actor,
        "access.recorded",
        journal.Subject(type="access_grant", id=grant.id),
        now=now,
        content={"after": content},
    )
    return grant


def _of_the_same(actor: Actor, draft: GrantDraft) -> Select[AccessGrant]:
    return select(AccessGrant).where(
        AccessGrant.practice_id == actor.practice_id,
        AccessGrant.asset_id == draft.asset_id,
        AccessGrant.person_id == draft.person_id,
        AccessGrant.role == draft.role,
        AccessGrant.revoked_at.is_(None),
    )


def end_grant(session: Session, actor: Actor, grant_id: UUID, *, now: datetime) -> None:
    """Record that somebody gets in no more; raises GrantMissingError when none is in force."""
    actor.require(Permission.REGISTER_WRITE)
    row = session.scalar(
        select(AccessGrant)
        .where(
            AccessGrant.id == grant_id,
            AccessGrant.practice_id == actor.practice_id,
            AccessGrant.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        raise GrantMissingError
    row.revoked_at = now
    content = {"asset": str(row.asset_id), "person": str(row.person_id), "role": row.role}
    journal.record(
        session,
        actor,
        "access.ended",
        journal.Subject(type="access_grant", id=row.id),
        now=now,
        content={"before": content},
    )
