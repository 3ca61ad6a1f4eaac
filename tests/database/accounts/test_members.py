"""Roles that change and accesses that end: who gets in from which instant on."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from reversibility.accounts.errors import (
    EndInvalidError,
    LastOwnerError,
    MemberChangedError,
    MemberGoneError,
    MemberMissingError,
    PracticeMissingError,
)
from reversibility.accounts.members import MemberEdit, change_role, set_end
from reversibility.accounts.queries import (
    MemberLine,
    get_actor,
    list_members,
    list_memberships,
)
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.kernel.actor import Actor, PracticeId, Role, operator
from reversibility.kernel.errors import DeniedError
from reversibility.store.session import transaction
from tests.database.accounts.conftest import AddMember
from tests.factories.practices import open_practice


def line(engine: Engine, actor: Actor, user_id: UUID, now: datetime) -> MemberLine:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        lines = list_members(session, actor, now=now)
    return next(line for line in reversed(lines) if line.user_id == user_id)


def edit_of(engine: Engine, actor: Actor, user_id: UUID, now: datetime) -> MemberEdit:
    found = line(engine, actor, user_id, now)
    return MemberEdit(membership_id=found.id, version=found.version)


def end(
    engine: Engine, actor: Actor, user_id: UUID, ends_at: datetime | None, now: datetime
) -> None:
    edit = edit_of(engine, actor, user_id, now)
    with transaction(engine, actor.practice_id) as session:
        set_end(session, actor, edit, ends_at, now=now)


def gets_in(engine: Engine, actor: Actor, user_id: UUID, at: datetime) -> bool:
    with transaction(engine, None, read_only=True) as session:
        listed = bool(list_memberships(session, user_id, now=at))
        try:
            get_actor(session, user_id, actor.practice_id, now=at)
        except PracticeMissingError:
            assert not listed
            return False
        assert listed
        return True


def test_an_access_that_ends_now_opens_nothing_from_that_instant(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    paul = add_member("Paul", Role.MANAGER)
    assert gets_in(engine, practice, paul, now)
    end(engine, practice, paul, now, now)
    assert not gets_in(engine, practice, paul, now)
    past = line(engine, practice, paul, now)
    assert (past.is_over, past.ended_by) == (True, practice.label)


def test_an_access_that_ends_on_a_day_opens_until_then_and_the_end_can_be_lifted(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    paul, evening = add_member("Paul", Role.MANAGER), now + timedelta(hours=10)
    end(engine, practice, paul, evening, now)
    assert gets_in(engine, practice, paul, evening - timedelta(seconds=1))
    assert not gets_in(engine, practice, paul, evening)
    end(engine, practice, paul, None, now)
    assert gets_in(engine, practice, paul, evening)


def test_somebody_who_left_can_come_back_and_the_first_stay_stays_listed(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    paul = add_member("Paul", Role.MANAGER)
    end(engine, practice, paul, now, now)
    assert add_member("Paul", Role.CONTRIBUTOR) == paul
    with transaction(engine, practice.practice_id, read_only=True) as session:
        lines = list_members(session, practice, now=now)
    assert [(each.role, each.is_over) for each in lines] == [
        (Role.CONTRIBUTOR, False),
        (Role.MANAGER, True),
    ]


def test_the_last_owner_can_neither_leave_nor_be_demoted(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    claire = add_member("Claire")
    with pytest.raises(LastOwnerError):
        end(engine, practice, claire, now, now)
    with pytest.raises(LastOwnerError):
        end(engine, practice, claire, now + timedelta(days=30), now)
    edit = edit_of(engine, practice, claire, now)
    with pytest.raises(LastOwnerError), transaction(engine, practice.practice_id) as session:
        change_role(session, practice, edit, Role.MANAGER, now=now)


def test_an_owner_whose_own_end_is_planned_does_not_count_as_the_one_who_stays(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    claire, paul = add_member("Claire"), add_member("Paul")
    end(engine, practice, paul, now + timedelta(days=1), now)
    with pytest.raises(LastOwnerError):
        end(engine, practice, claire, now, now)
    end(engine, practice, paul, None, now)
    end(engine, practice, claire, now, now)
    assert gets_in(engine, practice, paul, now)


def test_an_owner_of_another_practice_does_not_count(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    other = operator(PracticeId(UUID(int=9)), "Maître Durand")
    open_practice(engine, other, now, siren="333333334", legal_name="Durand Avocats")
    claire = add_member("Claire")
    add_member("Durand", actor=other)
    with pytest.raises(LastOwnerError):
        end(engine, practice, claire, now, now)


def test_a_change_made_on_an_old_page_is_refused_and_changes_nothing(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    add_member("Claire")
    paul = add_member("Paul", Role.MANAGER)
    old = edit_of(engine, practice, paul, now)
    with transaction(engine, practice.practice_id) as session:
        change_role(session, practice, old, Role.CONTRIBUTOR, now=now)
    with (
        pytest.raises(MemberChangedError) as refused,
        transaction(engine, practice.practice_id) as session,
    ):
        set_end(session, practice, old, now, now=now)
    assert refused.value.params == {"name": "Paul"}
    assert line(engine, practice, paul, now).role is Role.CONTRIBUTOR
    assert gets_in(engine, practice, paul, now)


def test_nothing_changes_in_an_access_that_is_over(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    paul = add_member("Paul", Role.MANAGER)
    end(engine, practice, paul, now, now)
    with pytest.raises(MemberGoneError):
        end(engine, practice, paul, None, now)


def test_an_access_does_not_end_in_the_past(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    paul = add_member("Paul", Role.MANAGER)
    with pytest.raises(EndInvalidError):
        end(engine, practice, paul, now - timedelta(seconds=1), now)


def test_a_member_of_another_practice_is_not_there(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    other = operator(PracticeId(UUID(int=9)), "Maître Durand")
    open_practice(engine, other, now, siren="333333334", legal_name="Durand Avocats")
    durand = add_member("Durand", Role.MANAGER, actor=other)
    edit = edit_of(engine, other, durand, now)
    with pytest.raises(MemberMissingError), transaction(engine, practice.practice_id) as session:
        set_end(session, practice, edit, now, now=now)
    assert gets_in(engine, other, durand, now)


def test_a_manager_reads_the_list_and_changes_nothing(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    add_member("Claire")
    paul = add_member("Paul", Role.MANAGER)
    edit = edit_of(engine, practice, paul, now)
    with transaction(engine, practice.practice_id) as session:
        manager = get_actor(session, paul, practice.practice_id, now=now)
        assert len(list_members(session, manager, now=now)) == 2
        with pytest.raises(DeniedError):
            set_end(session, manager, edit, None, now=now)
        with pytest.raises(DeniedError):
            change_role(session, manager, edit, Role.OWNER, now=now)


def test_a_change_is_journalled_with_before_and_after(
    engine: Engine, practice: Actor, add_member: AddMember, now: datetime
) -> None:
    paul = add_member("Paul", Role.MANAGER)
    edit = edit_of(engine, practice, paul, now)
    with transaction(engine, practice.practice_id) as session:
        change_role(session, practice, edit, Role.CONTRIBUTOR, now=now)
    end(engine, practice, paul, now, now)
    with transaction(engine, practice.practice_id, read_only=True) as session:
        told = session.execute(
            select(JournalEntry.action, JournalPayload.content)
            .join(JournalPayload, JournalPayload.entry_id == JournalEntry.id)
            .order_by(JournalEntry.sequence.desc())
            .limit(2)
        ).all()
    (last, ended), (first, changed) = told
    assert (first, last) == ("member.role_changed", "member.end_set")
    assert changed == {
        "person": "Paul",
        "before": {"role": "manager"},
        "after": {"role": "contributor"},
    }
    assert (ended["before"], ended["after"]) == ({"ends_at": None}, {"ends_at": now.isoformat()})
