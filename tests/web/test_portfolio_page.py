"""How far ten thousand checks are: in pages, with who makes us wait, within twelve questions."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert

from reversibility.evidence.models import ServiceHost
from reversibility.jobs import lanes
from reversibility.jobs import service as jobs
from reversibility.jobs.lanes import Wanted
from reversibility.jobs.models import RunKind
from reversibility.kernel import clock
from reversibility.store.session import transaction
from tests.web.house import House
from tests.web.pages import Page, read
from tests.web.test_page_budget import MOST, counting
from tests.web.test_progress_page import Run, start

COUNT = 10_000
LANE = "rdap:rdap.slow.example"


@pytest.fixture
def address(desk_engine: Engine, house: House) -> str:
    drafts = [
        jobs.UnitDraft(
            subject_id=house.assets["domaine"],
            label=f"n{number:05}.slow.example",
            options={"number": number},
            lane=LANE,
        )
        for number in range(COUNT)
    ]
    now = clock.now()
    with transaction(desk_engine, house.actor.practice_id) as session:
        run = jobs.start_run(session, house.actor, RunKind.PROBE, drafts, now=now)
    with transaction(desk_engine, house.actor.practice_id) as session:
        held = lanes.claim_next(
            session, LANE, 3, now=now, lease=timedelta(minutes=1), only=Wanted()
        )
        jobs.finish(session, held[0], {"verdicts": {"holder": "confirmed"}}, now)
        jobs.fail(session, held[1], jobs.Fault(code="jobs.crashed", params={"error": "E"}), now)
    return f"/verifications/{run.id}"


@pytest.fixture
def run(manager: FlaskClient, desk_engine: Engine, house: House) -> Run:
    return start(manager, desk_engine, house, f"/registre/{house.assets['domaine']}")


def test_the_page_of_ten_thousand_checks_has_pages_and_few_questions(
    manager: FlaskClient, desk_engine: Engine, address: str
) -> None:
    with counting(desk_engine) as questions:
        page = read(manager.get(address))
    assert len(questions) <= MOST
    assert "1 vérification sur 10000 est faite. 1 n’a pas pu être faite." in page.text
    assert "n00049.slow.example" in page.text
    assert "n00050.slow.example" not in page.text
    following = read(manager.get(link(page, "progress-next")))
    assert "n00050.slow.example" in following.text
    assert "n00049.slow.example" not in following.text
    assert link(following, "progress-first") == address


def test_what_could_not_be_done_is_found_among_ten_thousand(
    manager: FlaskClient, address: str
) -> None:
    failed = read(manager.get(link(read(manager.get(address)), "progress-failed")))
    assert "n00001.slow.example" in failed.text
    assert "n00000.slow.example" not in failed.text
    assert link(failed, "progress-first") == address


def test_an_address_that_leads_past_the_end_shows_the_beginning(
    manager: FlaskClient, run: Run
) -> None:
    page = read(manager.get(f"{run.address}?apres={run.units[-1]}&echecs=1"))
    assert "en attente" in page.text
    assert link(page, "progress-first") == run.address


def test_the_time_left_knows_how_often_a_registry_may_be_asked(
    manager: FlaskClient, address: str
) -> None:
    # One question a second, 5 % of it left unused: 9,998 of them take 175 minutes.
    assert "Encore 175 minutes environ." in read(manager.get(address)).text


def test_a_registry_that_asks_to_wait_is_named_with_the_time(
    manager: FlaskClient, desk_engine: Engine, address: str
) -> None:
    until = clock.now() + timedelta(hours=1)
    with transaction(desk_engine, None) as session:
        session.execute(
            insert(ServiceHost).values(
                host="rdap.slow.example",
                next_at=0.0,
                factor=1.0,
                slowed_at=0.0,
                throttles=1,
                failures=0,
                openings=0,
                opened_at=0.0,
                rests_until=until.timestamp(),
                because="asked",
                tested_at=0.0,
            )
        )
    text = read(manager.get(address)).text
    assert "rdap.slow.example demande d’attendre jusqu’au" in text
    assert "9998 vérifications l’attendent." in text
    assert "Encore 235 minutes environ." in text


def link(page: Page, identifier: str) -> str:
    found = page.by_id(identifier)
    assert found is not None
    return found[1]["href"]
