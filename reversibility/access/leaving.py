"""Somebody leaves the register: nobody is archived who, by the register, still gets in."""

from datetime import datetime

from sqlalchemy.orm import Session

from reversibility.access.errors import StillInForceError
from reversibility.access.queries import list_grants_of
from reversibility.access.service import end_grant
from reversibility.kernel.actor import Actor, Permission
from reversibility.register.archiving import Edit
from reversibility.register.parties import archive_person


def let_go(
    session: Session, actor: Actor, edit: Edit, *, ends_accesses: bool, now: datetime
) -> int:
    """Archive a person; return how many of their accesses ended with it.

    Raises StillInForceError when there are any and `ends_accesses` was not asked for.
    """
    actor.require(Permission.REGISTER_WRITE)
    # First, so that the row is locked and the version checked before anything ends.
    archive_person(session, actor, edit, now=now)
    grants = list_grants_of(session, actor, edit.id)
    if grants and not ends_accesses:
        raise StillInForceError(name=grants[0].person)
    for grant in grants:
        end_grant(session, actor, grant.id, now=now)
    return len(grants)
