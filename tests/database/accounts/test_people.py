"""Who may come in, and the one-time link with which they choose a password."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from reversibility.accounts import service as accounts
from reversibility.accounts.errors import (
    EmailInvalidError,
    LinkUselessError,
    MemberKnownError,
    NameInvalidError,
    PasswordWeakError,
    PracticeKnownError,
    PracticeMissingError,
)
from reversibility.accounts.models import OneTimeLink, User
from reversibility.accounts.people import normalize_password
from reversibility.accounts.queries import get_actor, list_memberships
from reversibility.kernel.actor import Actor, PracticeId, Role, operator
from reversibility.store.session import transaction
from tests.factories.practices import open_practice

CLAIRE = accounts.MemberDraft(
    email="Claire@Cabinet.example", name="Dr Claire Martin", role=Role.MANAGER
)
PASSWORD = "une phrase que je retiens"


def hasher(password: str) -> str:
    """Stand in for Argon2, whose slowness is not the subject here."""
    return f"hash of {password}"


@pytest.fixture
def token(engine: Engine, actor: Actor, now: datetime) -> str:
    """Return the token of a fresh link for Claire."""
    open_practice(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        issued = accounts.add_member(session, actor, CLAIRE, now=now)
    assert issued is not None
    return issued


def use(engine: Engine, token: str, now: datetime, password: str = PASSWORD) -> User:
    """Use a link as the page does."""
    with transaction(engine, None) as session:
        return accounts.set_password(session, token, password, hasher=hasher, now=now)


def test_a_link_sets_a_password_once(engine: Engine, token: str, now: datetime) -> None:
    user = use(engine, token, now)
    assert (user.email, user.password) == ("claire@cabinet.example", hasher(PASSWORD))
    with pytest.raises(LinkUselessError):
        use(engine, token, now)


def test_a_link_is_useless_after_three_days(engine: Engine, token: str, now: datetime) -> None:
    with pytest.raises(LinkUselessError):
        use(engine, token, now + timedelta(hours=72))


def test_a_link_that_nobody_made_opens_nothing(engine: Engine, token: str, now: datetime) -> None:
    with pytest.raises(LinkUselessError):
        use(engine, token + "x", now)


def test_the_database_never_holds_the_token(engine: Engine, token: str) -> None:
    with transaction(engine, None, read_only=True) as session:
        link = session.scalars(select(OneTimeLink)).one()
    assert token not in {link.token_digest, str(link.id)}


def test_a_new_link_makes_the_earlier_one_useless(
    engine: Engine, actor: Actor, token: str, now: datetime
) -> None:
    with transaction(engine, actor.practice_id) as session:
        user_id = session.scalars(select(User.id)).one()
        second = accounts.issue_link(session, actor, user_id, now=now)
    with pytest.raises(LinkUselessError):
        use(engine, token, now)
    assert use(engine, second, now).password


def test_setting_a_password_ends_every_session(engine: Engine, token: str, now: datetime) -> None:
    with transaction(engine, None, read_only=True) as session:
        before = session.scalars(select(User.fs_uniquifier)).one()
    assert use(engine, token, now).fs_uniquifier != before


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("trop court", "password_short"),
        ("x" * 201, "password_long"),
        ("claire@cabinet.example", "password_is_email"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(
    engine: Engine, token: str, now: datetime, password: str, fault: str
) -> None:
    with pytest.raises(PasswordWeakError) as refused:
        use(engine, token, now, password)
    assert refused.value.fields == {"password": fault}
    assert use(engine, token, now).password


def test_accents_typed_in_two_ways_are_the_same_password(
    engine: Engine, token: str, now: datetime
) -> None:
    composed, decomposed = "été à la plage", "e\u0301te\u0301 a\u0300 la plage"
    assert use(engine, token, now, composed).password == hasher(normalize_password(decomposed))


def test_somebody_who_belongs_already_is_not_added_twice(
    engine: Engine, actor: Actor, token: str, now: datetime
) -> None:
    assert token
    with pytest.raises(MemberKnownError), transaction(engine, actor.practice_id) as session:
        accounts.add_member(session, actor, CLAIRE, now=now)


def test_what_is_no_address_is_refused(engine: Engine, actor: Actor, now: datetime) -> None:
    open_practice(engine, actor, now)
    draft = accounts.MemberDraft(email="claire", name="Claire", role=Role.OWNER)
    with pytest.raises(EmailInvalidError), transaction(engine, actor.practice_id) as session:
        accounts.add_member(session, actor, draft, now=now)


def test_a_practice_with_the_same_siren_is_refused(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    open_practice(engine, actor, now)
    twin = operator(PracticeId(UUID(int=9)))
    with pytest.raises(PracticeKnownError):
        open_practice(engine, twin, now, legal_name="Autre nom")


def test_a_person_acts_only_in_their_own_practice(
    engine: Engine, actor: Actor, token: str, now: datetime
) -> None:
    user = use(engine, token, now)
    other = operator(PracticeId(UUID(int=9)), "Maître Durand")
    open_practice(engine, other, now, siren="333333334", legal_name="Durand Avocats")
    with transaction(engine, None, read_only=True) as session:
        assert [line.id for line in list_memberships(session, user.id, now=now)] == [
            actor.practice_id
        ]
        assert get_actor(session, user.id, actor.practice_id, now=now).label == "Dr Claire Martin"
        with pytest.raises(PracticeMissingError):
            get_actor(session, user.id, other.practice_id, now=now)


@pytest.mark.parametrize("name", ["x" * 201, "Claire\x00Martin", "Claire\u202eMartin"])
def test_a_name_that_cannot_be_kept_lets_nobody_in(
    engine: Engine, actor: Actor, now: datetime, name: str
) -> None:
    open_practice(engine, actor, now)
    draft = accounts.MemberDraft(email="paul@cabinet.example", name=name, role=Role.MANAGER)
    with pytest.raises(NameInvalidError), transaction(engine, actor.practice_id) as session:
        accounts.add_member(session, actor, draft, now=now)
    with transaction(engine, None, read_only=True) as session:
        assert session.scalars(select(User)).all() == []
