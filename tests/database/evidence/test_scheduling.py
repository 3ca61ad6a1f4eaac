"""What is due in a practice, read from what was recorded; and who starts it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select

from probes.interface import LookupState, Source, VerdictField
from probes.options import ProbeOptions
from reversibility.evidence.due import Need
from reversibility.evidence.scheduling import list_due, request_due
from reversibility.evidence.service import record_survey
from reversibility.jobs.models import Unit
from reversibility.kernel.actor import Actor, PracticeId
from reversibility.store.session import transaction
from reversibility.worker.scheduling import start_due
from tests.factories.evidence import House, make_examination, make_observation, open_house

DAY = timedelta(days=1)
OPTIONS = ProbeOptions()


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    return open_house(engine, actor, now - 100 * DAY)


def test_a_domain_nobody_asked_about_is_due_and_an_account_never_is(
    engine: Engine, house: House, now: datetime
) -> None:
    assert needs(engine, house, now) == {house.domain_id: Need.NEVER}


def test_what_was_just_seen_is_not_due_until_it_is_stale(
    engine: Engine, house: House, now: datetime
) -> None:
    saw(engine, house, now - 25 * DAY, expires="2027-11-30")
    assert needs(engine, house, now) == {}
    assert needs(engine, house, now + 5 * DAY) == {house.domain_id: Need.STALE}
    assert needs(engine, house, now + 400 * DAY) == {house.domain_id: Need.STALE}


def test_the_declared_expiry_brings_a_domain_forward(
    engine: Engine, house: House, now: datetime
) -> None:
    saw(engine, house, now - 8 * DAY)  # declared to expire nine days from now
    assert needs(engine, house, now) == {house.domain_id: Need.EXPIRY}


def test_a_registry_that_did_not_answer_is_tried_again_after_an_hour(
    engine: Engine, house: House, now: datetime
) -> None:
    silent(engine, house, now)
    assert needs(engine, house, now + timedelta(minutes=30)) == {}
    assert needs(engine, house, now + timedelta(hours=1)) == {house.domain_id: Need.SILENT}


def test_what_is_at_work_is_not_asked_for_twice(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        assert request_due(session, house.actor, OPTIONS, now=now) is not None
        assert list_due(session, house.actor, now=now) == ()
        assert request_due(session, house.actor, OPTIONS, now=now) is None


def test_of_many_workers_one_starts_what_is_due_this_hour(
    engine: Engine, house: House, now: datetime
) -> None:
    other = replace(house.actor, practice_id=PracticeId(uuid4()))
    open_house(engine, other, now - 100 * DAY)
    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(lambda _: start_due(engine, OPTIONS, now), range(4)))
    assert sorted(started) == [0, 0, 0, 2]
    with transaction(engine, None, read_only=True) as session:
        assert len(session.scalars(select(Unit)).all()) == 2
    assert start_due(engine, OPTIONS, now) == 0


def test_a_new_element_is_left_for_a_day_to_whoever_declared_it(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    open_house(engine, actor, now)
    assert start_due(engine, OPTIONS, now + timedelta(hours=2)) == 0
    assert start_due(engine, OPTIONS, now + timedelta(hours=25)) == 1


def needs(engine: Engine, house: House, now: datetime) -> dict[object, Need]:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return {due.asset_id: due.need for due in list_due(session, house.actor, now=now)}


def saw(engine: Engine, house: House, at: datetime, *, expires: str = "") -> None:
    seen = make_examination(house, at)
    if expires:
        expiry = replace(seen.verdicts[0], field=VerdictField.EXPIRY, observed=expires)
        seen = replace(seen, verdicts=(*seen.verdicts, expiry))
    with transaction(engine, house.actor.practice_id) as session:
        record_survey(session, house.actor, house.domain_id, seen, unit_id=None, now=at)


def silent(engine: Engine, house: House, at: datetime) -> None:
    empty = {"raw": b"", "sha256": EMPTY, "facts": None, "messages": ()}
    seen = make_examination(
        house,
        at,
        observations=(
            make_observation(at, state=LookupState.THROTTLED, **empty),
            make_observation(at, state=LookupState.UNREACHABLE, source=Source.WHOIS, **empty),
            make_observation(at, source=Source.DNS, facts=None),
        ),
        verdicts=(),
    )
    with transaction(engine, house.actor.practice_id) as session:
        record_survey(session, house.actor, house.domain_id, seen, unit_id=None, now=at)


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
