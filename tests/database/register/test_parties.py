"""Parties and people are changed, archived and taken back; two editors do not undo each other."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine

from reversibility.access.errors import StillInForceError
from reversibility.access.leaving import let_go
from reversibility.access.queries import list_grants
from reversibility.access.service import GrantDraft, record_grant
from reversibility.evidence.declarations import get_inquiry
from reversibility.journal.queries import Wanted, list_entries
from reversibility.kernel.actor import Actor
from reversibility.register.archiving import Edit
from reversibility.register.errors import (
    PartyChangedError,
    PartyMissingError,
    PersonChangedError,
    PracticeStaysError,
)
from reversibility.register.models import PartyKind
from reversibility.register.parties import (
    archive_party,
    change_party,
    change_person,
    take_back_party,
    take_back_person,
)
from reversibility.register.queries import (
    get_asset,
    get_party,
    get_person,
    list_archived_people,
    list_parties,
)
from reversibility.register.service import PartyDraft, PersonDraft, add_party, add_person
from reversibility.store.session import transaction
from tests.factories.evidence import House, open_house

AGENCY = PartyDraft(
    kind=PartyKind.PROVIDER,
    name="Studio Exemple Web",
    siren="222222226",
    emails=["bonjour@studio-exemple-web.example"],
)


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Return a practice whose agency holds a domain."""
    return open_house(engine, actor, now)


def test_what_is_changed_holds_and_the_journal_says_what_it_was(
    engine: Engine, house: House, now: datetime
) -> None:
    edit = Edit(id=house.agency.id, version=1)
    with transaction(engine, house.actor.practice_id) as session:
        assert change_party(session, house.actor, edit, AGENCY, now=now)
    with transaction(engine, house.actor.practice_id) as session:
        sheet = get_party(session, house.actor, house.agency.id)
        assert (sheet.siren, sheet.emails) == ("222222226", tuple(AGENCY.emails))
        assert sheet.slug == "agence"  # as practice files call it
        told = list_entries(session, house.actor, Wanted(), below=None, limit=1)[0]
        assert told.action == "party.changed"
        assert told.content is not None
        assert told.content["before"]["siren"] == ""
        assert told.content["after"]["siren"] == "222222226"
        again = replace(edit, version=sheet.version)
        assert not change_party(session, house.actor, again, AGENCY, now=now)


def test_the_second_editor_is_refused_and_told_who_came_first(
    engine: Engine, house: House, now: datetime
) -> None:
    edit = Edit(id=house.agency.id, version=1)
    with transaction(engine, house.actor.practice_id) as session:
        change_party(session, house.actor, edit, AGENCY, now=now)
    with (
        pytest.raises(PartyChangedError) as refused,
        transaction(engine, house.actor.practice_id) as session,
    ):
        change_party(session, house.actor, edit, replace(AGENCY, name="Autre"), now=now)
    assert refused.value.params["who"] == "Dr Claire Martin"


def test_an_archived_party_stays_named_where_it_was_declared_and_comes_back(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        archive_party(session, house.actor, Edit(id=house.agency.id, version=1), now=now)
    with transaction(engine, house.actor.practice_id) as session:
        assert [party.id for party in list_parties(session, house.actor)] == [house.practice.id]
        holder = get_asset(session, house.actor, house.domain_id).holder
        assert holder is not None
        assert holder.name == "Studio Exemple Web"
        # What it holds is still told from what a stranger holds.
        inquiry = get_inquiry(session, house.actor, house.domain_id)
        assert [each.name for each in inquiry.providers] == ["Studio Exemple Web"]
        with pytest.raises(PartyMissingError):
            change_party(session, house.actor, Edit(id=house.agency.id, version=2), AGENCY, now=now)
        assert take_back_party(session, house.actor, house.agency.id, now=now) == AGENCY.name
        assert len(list_parties(session, house.actor)) == 2


def test_the_practice_itself_is_neither_archived_nor_made_a_provider(
    engine: Engine, house: House, now: datetime
) -> None:
    own = Edit(id=house.practice.id, version=1)
    with transaction(engine, house.actor.practice_id) as session:
        with pytest.raises(PracticeStaysError):
            archive_party(session, house.actor, own, now=now)
        with pytest.raises(PracticeStaysError):
            change_party(session, house.actor, own, AGENCY, now=now)
        usurper = replace(AGENCY, kind=PartyKind.PRACTICE)
        with pytest.raises(PracticeStaysError):
            change_party(
                session, house.actor, Edit(id=house.agency.id, version=1), usurper, now=now
            )


def test_a_second_party_of_the_same_name_gets_a_name_of_its_own_in_files(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        slugs = []
        for _ in range(2):
            slugs.append(add_party(session, house.actor, AGENCY, now=now).slug)
            session.flush()
    assert slugs == ["studio-exemple-web", "studio-exemple-web-2"]


def test_nobody_is_archived_who_still_gets_in_unless_that_ends_too(
    engine: Engine, house: House, now: datetime
) -> None:
    person_id = _somebody_who_gets_in(engine, house, now)
    edit = Edit(id=person_id, version=1)
    with (
        pytest.raises(StillInForceError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        let_go(session, house.actor, edit, ends_accesses=False, now=now)
    with transaction(engine, house.actor.practice_id) as session:
        assert get_person(session, house.actor, person_id).retired_at is None
        assert let_go(session, house.actor, edit, ends_accesses=True, now=now) == 1
    with transaction(engine, house.actor.practice_id) as session:
        assert list_grants(session, house.actor) == {}
        assert get_party(session, house.actor, house.agency.id).people == ()
        gone = list_archived_people(session, house.actor, house.agency.id)
        assert [each.name for each in gone] == ["Jean Petit"]
        assert take_back_person(session, house.actor, person_id, now=now) == house.agency.id
        assert len(get_party(session, house.actor, house.agency.id).people) == 1


def test_two_editors_of_a_person_do_not_undo_each_other(
    engine: Engine, house: House, now: datetime
) -> None:
    person_id = _somebody_who_gets_in(engine, house, now)
    draft = PersonDraft(party_id=house.agency.id, name="Jean Petit", phone="01 99 00 00 01")
    edit = Edit(id=person_id, version=1)
    with transaction(engine, house.actor.practice_id) as session:
        assert change_person(session, house.actor, edit, draft, now=now)
    with (
        pytest.raises(PersonChangedError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        change_person(session, house.actor, edit, replace(draft, name="Autre"), now=now)


def _somebody_who_gets_in(engine: Engine, house: House, now: datetime) -> UUID:
    with transaction(engine, house.actor.practice_id) as session:
        draft = PersonDraft(party_id=house.agency.id, name="Jean Petit")
        person_id = add_person(session, house.actor, draft, now=now).id
        session.flush()
        grant = GrantDraft(asset_id=house.ads_id, person_id=person_id, role="admin")
        record_grant(session, house.actor, grant, roles=["admin"], now=now)
    return person_id
