"""Signing in and out, and changes of the ways in, told to the journals of a person's practices."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, ActorKind, PracticeId, UserId


class AccountEvent(StrEnum):
    """What happened to an account; each practice of the person is to know."""

    SIGNED_IN = "account.signed_in"
    SIGNED_OUT = "account.signed_out"
    SIGNED_OUT_EVERYWHERE = "account.signed_out_everywhere"
    PASSWORD_SET = "account.password_set"  # noqa: S105 - an event, not a password
    SECOND_FACTOR_REFUSED = "account.second_factor_refused"
    SECOND_FACTOR_SET = "account.second_factor_set"
    SECOND_FACTOR_REMOVED = "account.second_factor_removed"
    RECOVERY_CODES_MADE = "account.recovery_codes_made"
    PASSKEY_ADDED = "account.passkey_added"
    PASSKEY_REMOVED = "account.passkey_removed"
    IDENTITY_ADDED = "account.identity_added"
    IDENTITY_REMOVED = "account.identity_removed"


def record_presence(
    session: Session,
    actor: Actor,
    event: AccountEvent,
    *,
    now: datetime,
    content: Mapping[str, object],
) -> None:
    """Write one event about the actor's own account; it needs no permission."""
    assert actor.user_id is not None  # noqa: S101 - see `somebody`
    subject = journal.Subject(type="user", id=actor.user_id)
    journal.record(session, actor, event.value, subject, now=now, content=content)


def somebody(user_id: UUID, name: str, practice_id: UUID) -> Actor:
    """Build the actor of such an event: a person, who may do nothing by that."""
    return Actor(
        kind=ActorKind.USER,
        label=name,
        practice_id=PracticeId(practice_id),
        permissions=frozenset(),
        user_id=UserId(user_id),
    )
