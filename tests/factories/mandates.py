"""Mandates as an owner grants them, and the eyes of whoever holds one."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select

from reversibility.accounts.models import User
from reversibility.accounts.queries import member
from reversibility.kernel.actor import Actor, Role
from reversibility.mandates.acting import under_mandate
from reversibility.mandates.models import Scope
from reversibility.mandates.queries import MandateSheet, find_own
from reversibility.mandates.service import (
    Granted,
    MandateDraft,
    Signature,
    grant_mandate,
    sign_statement,
)
from reversibility.mandates.statement import statement_text
from reversibility.store.session import transaction

NAME = "Ines Auditrice"
EMAIL = "i.auditrice@audit.example"


def make_draft(now: datetime, **overrides: object) -> MandateDraft:
    """Make a mandate of two weeks over the whole practice."""
    draft = MandateDraft(
        email=EMAIL,
        name=NAME,
        role=Role.AUDITOR,
        scope=Scope.PRACTICE,
        starts_on=now.date(),
        ends_on=now.date() + timedelta(days=13),
        time_zone="Europe/Paris",
    )
    return replace(draft, **overrides)  # type: ignore[arg-type]  # fields of MandateDraft


def grant(engine: Engine, owner: Actor, now: datetime, **overrides: object) -> Granted:
    """Grant a mandate."""
    with transaction(engine, owner.practice_id) as session:
        return grant_mandate(session, owner, make_draft(now, **overrides), now=now)


def sign(engine: Engine, owner: Actor, granted: Granted, now: datetime, name: str = NAME) -> None:
    """Sign the statement as the holder of a mandate."""
    with transaction(engine, owner.practice_id) as session:
        mandate = find_mandate(engine, owner, EMAIL, now)
        text = statement_text(mandate.role, "fr")
        signature = Signature(name=name, locale="fr", text_sha256=text.sha256)
        someone = member(mandate.user_id, mandate.person, owner.practice_id, mandate.role)
        sign_statement(session, someone, granted.mandate_id, signature, now=now)


def find_mandate(engine: Engine, owner: Actor, email: str, now: datetime) -> MandateSheet:
    """Return somebody's mandate, as it stands now."""
    with transaction(engine, None, read_only=True) as session:
        found = find_own(session, owner.practice_id, user_id(engine, email), now=now)
    assert found is not None
    return found


def user_id(engine: Engine, email: str) -> UUID:
    """Return the id of somebody who signs in."""
    with transaction(engine, None, read_only=True) as session:
        return session.scalars(select(User.id).where(User.email == email)).one()


def outsider(engine: Engine, owner: Actor, now: datetime, email: str = EMAIL) -> Actor:
    """Return what the holder of a mandate may do at this moment."""
    mandate = find_mandate(engine, owner, email, now)
    someone = member(mandate.user_id, mandate.person, owner.practice_id, mandate.role)
    with transaction(engine, owner.practice_id, read_only=True) as session:
        return under_mandate(session, someone, mandate)
