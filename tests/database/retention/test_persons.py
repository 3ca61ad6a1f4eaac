"""What is held about a person is found wherever it stands, and hands out no secret."""

import json
from datetime import datetime

import pytest
from sqlalchemy import Engine

from reversibility.accounts.service import MemberDraft, add_member
from reversibility.evidence.service import record_survey
from reversibility.kernel.actor import Actor, PracticeId, Role, operator
from reversibility.kernel.ids import new_id
from reversibility.migrations.tables import metadata
from reversibility.retention.errors import NameInvalidError
from reversibility.retention.papers import person_json, person_paper, person_pdf, table_name
from reversibility.retention.persons import PersonFile, list_held
from reversibility.store.session import transaction
from tests.factories.evidence import House, make_examination, open_house


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Return a practice with an account, and what a registry published about its domain."""
    made = open_house(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        draft = MemberDraft(
            email="c.martin@cabinet-exemple.example", name="Dr Claire Martin", role=Role.OWNER
        )
        add_member(session, actor, draft, now=now)
        record_survey(
            session, actor, made.domain_id, make_examination(made, now), unit_id=None, now=now
        )
    return made


def held(engine: Engine, house: House, wanted: str, now: datetime) -> PersonFile:
    """List what is held about somebody."""
    with transaction(engine, house.actor.practice_id) as session:
        return list_held(session, house.actor, wanted, now=now)


def test_a_name_is_found_however_it_is_written(engine: Engine, house: House, now: datetime) -> None:
    tables = set(held(engine, house, "MARTIN Claire", now).by_table())
    assert {"persons", "users", "memberships", "journal_entries", "journal_payloads"} <= tables
    assert held(engine, house, "claire martîn", now).by_table().keys() == tables


def test_what_a_registry_published_is_found(engine: Engine, house: House, now: datetime) -> None:
    tables = held(engine, house, "studio exemple web", now).by_table()
    assert "facts" in tables["observations"][0].matched
    assert "observed" in tables["verdicts"][0].matched


def test_an_address_finds_the_account_and_what_it_did(
    engine: Engine, house: House, now: datetime
) -> None:
    found = held(engine, house, "C.Martin@cabinet-exemple.example", now).by_table()
    assert found["users"][0].values["email"] == "c.martin@cabinet-exemple.example"
    assert found["one_time_links"][0].matched == ("user_id",)


def test_no_secret_is_handed_out(engine: Engine, house: House, now: datetime) -> None:
    names = {
        name
        for record in held(engine, house, "Claire Martin", now).records
        for name in record.values
    }
    assert not names & {"password", "fs_uniquifier", "token_digest", "salt", "tf_totp_secret"}


def test_another_practice_is_never_looked_through(
    engine: Engine, house: House, now: datetime
) -> None:
    other = open_house(engine, operator(PracticeId(new_id(now))), now)
    assert "users" not in held(engine, other, "Claire Martin", now).by_table()
    ids = {record.id for record in held(engine, house, "Claire Martin", now).records}
    assert not ids & {record.id for record in held(engine, other, "Claire Martin", now).records}


def test_a_name_in_part_of_a_word_is_somebody_else(
    engine: Engine, house: House, now: datetime
) -> None:
    assert held(engine, house, "Mart", now).records == ()


@pytest.mark.parametrize("wanted", ["", "ab", "---", "x" * 201])
def test_too_little_to_tell_a_person_by_is_refused(
    engine: Engine, house: House, now: datetime, wanted: str
) -> None:
    with pytest.raises(NameInvalidError):
        held(engine, house, wanted, now)


def test_the_journal_says_that_it_was_listed_and_not_about_whom(
    engine: Engine, house: House, now: datetime
) -> None:
    before = held(engine, house, "Claire Martin", now)
    after = held(engine, house, "Claire Martin", now)
    assert len(after.by_table()["journal_payloads"]) == len(before.by_table()["journal_payloads"])


def test_the_sheet_can_be_read_and_taken_away(engine: Engine, house: House, now: datetime) -> None:
    found = held(engine, house, "Claire Martin", now)
    paper = person_paper(found, "Cabinet Exemple", "fr", now=now)
    titles = [section.title for section in paper.sections]
    assert "Interlocuteurs (1)" in titles
    taken = json.loads(person_json(found, now=now))
    assert len(taken["records"]) == len(found.records)
    assert person_pdf(found, "Cabinet Exemple", "en", now=now).startswith(b"%PDF")


def test_every_table_that_may_name_somebody_has_a_name() -> None:
    operators_own = {
        "throttles", "worker_heartbeats", "first_start_codes", "service_hosts", "ticks",
    }  # fmt: skip
    tables = {table.name for table in metadata.sorted_tables} - operators_own
    assert {name for name in tables if table_name(name, "fr") == name} == set()
