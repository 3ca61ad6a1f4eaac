"""Invitations by link: who may join by one, when it stops working, and that it tells nothing."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from reversibility.accounts import invitations
from reversibility.accounts.errors import (
    EmailInvalidError,
    EndInvalidError,
    InvitationExpiredError,
    InvitationForAnotherError,
    InvitationMissingError,
    InvitationPendingError,
    InvitationUnknownError,
    InvitationUsedError,
    InvitationWithdrawnError,
    MemberKnownError,
    PasswordWeakError,
)
from reversibility.accounts.invitations import InvitationDraft, IssuedInvitation
from reversibility.accounts.models import Invitation, Membership, User
from reversibility.accounts.queries import get_actor, list_invitations, list_memberships
from reversibility.journal.models import JournalEntry
from reversibility.kernel.actor import Actor, PracticeId, Role, operator
from reversibility.kernel.errors import DeniedError, RefusedError
from reversibility.store.session import transaction
from tests.database.accounts.conftest import PASSWORD, AddMember, hasher
from tests.factories.practices import open_practice

LEA = InvitationDraft(email="Lea@Cabinet.example", name="Léa Petit", role=Role.CONTRIBUTOR)


def invite(
    engine: Engine, actor: Actor, now: datetime, draft: InvitationDraft = LEA
) -> IssuedInvitation:
    with transaction(engine, actor.practice_id) as session:
        return invitations.invite(session, actor, draft, now=now)


def join(engine: Engine, actor: Actor, token: str, now: datetime, password: str = PASSWORD) -> None:
    with transaction(engine, actor.practice_id) as session:
        invitations.accept_with_password(session, token, password, hasher=hasher, now=now)


def user_of(engine: Engine, email: str) -> User | None:
    with transaction(engine, None, read_only=True) as session:
        return session.scalar(select(User).where(User.email == email))


def test_a_newcomer_chooses_a_password_and_is_in_with_the_role_that_was_offered(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    join(engine, practice, invite(engine, practice, now).token, now)
    lea = user_of(engine, "lea@cabinet.example")
    assert lea is not None
    assert (lea.name, lea.password) == ("Léa Petit", hasher(PASSWORD))
    with transaction(engine, None, read_only=True) as session:
        (line,) = list_memberships(session, lea.id, now=now)
    assert (line.id, line.role, line.ends_at) == (practice.practice_id, Role.CONTRIBUTOR, None)


def test_the_link_says_who_invites_where_and_to_what(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    issued = invite(engine, practice, now)
    with transaction(engine, None) as session:
        shown = invitations.open_invitation(session, issued.token, now=now)
    assert (shown.practice, shown.invited_by) == ("SELARL Cabinet médical Exemple", practice.label)
    assert (shown.email, shown.role) == ("lea@cabinet.example", Role.CONTRIBUTOR)


def test_a_link_works_once(engine: Engine, practice: Actor, now: datetime) -> None:
    issued = invite(engine, practice, now)
    join(engine, practice, issued.token, now)
    with pytest.raises(InvitationUsedError):
        join(engine, practice, issued.token, now)


def test_a_link_is_useless_after_a_week(engine: Engine, practice: Actor, now: datetime) -> None:
    issued = invite(engine, practice, now)
    with pytest.raises(InvitationExpiredError):
        join(engine, practice, issued.token, now + timedelta(days=7))
    assert user_of(engine, "lea@cabinet.example") is None


def test_a_withdrawn_link_and_an_unknown_one_open_nothing(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    issued = invite(engine, practice, now)
    with transaction(engine, practice.practice_id) as session:
        invitations.withdraw(session, practice, issued.id, now=now)
    with pytest.raises(InvitationWithdrawnError):
        join(engine, practice, issued.token, now)
    with pytest.raises(InvitationUnknownError):
        join(engine, practice, issued.token + "x", now)


def test_a_new_link_makes_the_earlier_one_useless_and_lives_a_week_more(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    first, later = invite(engine, practice, now), now + timedelta(days=8)
    with transaction(engine, practice.practice_id) as session:
        second = invitations.renew(session, practice, first.id, now=later)
    with pytest.raises(InvitationUnknownError):
        join(engine, practice, first.token, later)
    join(engine, practice, second.token, later + timedelta(days=6))


def test_the_database_never_holds_the_token(engine: Engine, practice: Actor, now: datetime) -> None:
    issued = invite(engine, practice, now)
    with transaction(engine, practice.practice_id, read_only=True) as session:
        row = session.scalars(select(Invitation)).one()
    assert issued.token not in {row.token_digest, str(row.id)}


def test_an_access_with_an_end_ends_by_itself_and_its_link_does_not_outlive_it(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    ends_at = now + timedelta(days=2)
    draft = InvitationDraft(
        email="a@b.example", name="A", role=Role.AUDITOR, access_ends_at=ends_at
    )
    issued = invite(engine, practice, now, draft)
    with pytest.raises(InvitationExpiredError):
        join(engine, practice, issued.token, ends_at)
    join(engine, practice, issued.token, now)
    auditor = user_of(engine, "a@b.example")
    assert auditor is not None
    with transaction(engine, None, read_only=True) as session:
        assert list_memberships(session, auditor.id, now=ends_at) == ()
        row = session.scalars(select(Membership).where(Membership.user_id == auditor.id)).one()
    assert (row.invitation_id, row.ended_by) == (issued.id, practice.label)


def test_an_access_that_would_have_ended_already_is_not_offered(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    draft = InvitationDraft(email="a@b.example", name="A", role=Role.AUDITOR, access_ends_at=now)
    with pytest.raises(EndInvalidError):
        invite(engine, practice, now, draft)


def test_somebody_with_an_account_joins_after_signing_in(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    other = operator(PracticeId(UUID(int=9)), "Maître Durand")
    open_practice(engine, other, now, siren="333333334", legal_name="Durand Avocats")
    lea = add_member("Lea", Role.MANAGER, actor=other)
    issued = invite(engine, practice, now)
    with transaction(engine, practice.practice_id) as session:
        invitations.accept(session, issued.token, lea, now=now)
    with transaction(engine, None, read_only=True) as session:
        roles = {line.id: line.role for line in list_memberships(session, lea, now=now)}
    assert roles == {other.practice_id: Role.MANAGER, practice.practice_id: Role.CONTRIBUTOR}


def test_a_password_chosen_by_a_link_never_replaces_that_of_an_account(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    other = operator(PracticeId(UUID(int=9)), "Maître Durand")
    open_practice(engine, other, now, siren="333333334", legal_name="Durand Avocats")
    lea = add_member("Lea", Role.MANAGER, actor=other)
    issued = invite(engine, practice, now)
    # No refusal: whoever opened the link is not told that the address has an account.
    join(engine, practice, issued.token, now, "une autre phrase entière")
    kept = user_of(engine, "lea@cabinet.example")
    assert kept is not None
    assert kept.password == hasher(PASSWORD)
    with transaction(engine, None, read_only=True) as session:
        assert [line.id for line in list_memberships(session, lea, now=now)] == [other.practice_id]


def test_nobody_joins_by_the_link_of_another(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    paul = add_member("Paul", Role.MANAGER)
    issued = invite(engine, practice, now)
    with (
        pytest.raises(InvitationForAnotherError),
        transaction(engine, practice.practice_id) as session,
    ):
        invitations.accept(session, issued.token, paul, now=now)


def test_a_weak_password_is_refused_and_the_link_still_works(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    issued = invite(engine, practice, now)
    with pytest.raises(PasswordWeakError):
        join(engine, practice, issued.token, now, "trop court")
    join(engine, practice, issued.token, now)


@pytest.mark.parametrize(
    ("email", "refusal"),
    [
        ("claire@cabinet.example", MemberKnownError),
        ("lea@cabinet.example", InvitationPendingError),
        ("lea", EmailInvalidError),
    ],
)
def test_who_belongs_was_invited_or_has_no_address_is_not_invited(
    engine: Engine,
    practice: Actor,
    add_member: AddMember,
    now: datetime,
    email: str,
    refusal: type[RefusedError],
) -> None:
    add_member("Claire")
    invite(engine, practice, now)
    draft = InvitationDraft(email=email, name="X", role=Role.MANAGER)
    with pytest.raises(refusal):
        invite(engine, practice, now, draft)


def test_only_an_owner_invites(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    paul = add_member("Paul", Role.MANAGER)
    with transaction(engine, practice.practice_id) as session:
        manager = get_actor(session, paul, practice.practice_id, now=now)
        with pytest.raises(DeniedError):
            invitations.invite(session, manager, LEA, now=now)


def test_an_invitation_of_another_practice_is_not_there(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    other = operator(PracticeId(UUID(int=9)), "Maître Durand")
    open_practice(engine, other, now, siren="333333334", legal_name="Durand Avocats")
    issued = invite(engine, other, now)
    with transaction(engine, practice.practice_id) as session:
        assert list_invitations(session, practice, now=now) == ()
        for act in (invitations.withdraw, invitations.renew, invitations.note_mailed):
            with pytest.raises(InvitationMissingError):
                act(session, practice, issued.id, now=now)


def test_every_step_is_journalled_and_no_entry_holds_the_token(
    engine: Engine, practice: Actor, now: datetime
) -> None:
    issued = invite(engine, practice, now)
    with transaction(engine, practice.practice_id) as session:
        invitations.note_mailed(session, practice, issued.id, now=now)
    join(engine, practice, issued.token, now)
    with transaction(engine, practice.practice_id, read_only=True) as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()
    assert [(entry.action, entry.actor_label) for entry in entries[-3:]] == [
        ("invitation.made", practice.label),
        ("invitation.mailed", practice.label),
        ("invitation.accepted", "Léa Petit"),
    ]
