"""People with an account, in a practice of their own."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from reversibility.accounts import service as accounts
from reversibility.accounts.models import User
from reversibility.kernel.actor import Actor, Role
from reversibility.store.session import transaction
from tests.factories.practices import open_practice

AddMember = Callable[..., UUID]
PASSWORD = "une phrase que je retiens"


def hasher(password: str) -> str:
    """Stand in for Argon2, whose slowness is not the subject here."""
    return f"hash of {password}"


@pytest.fixture
def practice(engine: Engine, actor: Actor, now: datetime) -> Actor:
    """Open the practice of `actor`."""
    open_practice(engine, actor, now)
    return actor


@pytest.fixture
def add_member(engine: Engine, practice: Actor, now: datetime) -> AddMember:
    """Return what lets somebody with a password in, and says who they are."""

    def add(name: str, role: Role = Role.OWNER, actor: Actor = practice) -> UUID:
        email = f"{name.lower()}@cabinet.example"
        draft = accounts.MemberDraft(email=email, name=name, role=role)
        with transaction(engine, actor.practice_id) as session:
            token = accounts.add_member(session, actor, draft, now=now)
        if token is not None:
            with transaction(engine, None) as session:
                accounts.set_password(session, token, PASSWORD, hasher=hasher, now=now)
        with transaction(engine, None, read_only=True) as session:
            return session.scalars(select(User.id).where(User.email == email)).one()

    return add
