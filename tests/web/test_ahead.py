"""Plans that make themselves, on the pages: when, which, and how many days before."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.exits.ahead.models import Outcome, PlanAhead
from reversibility.exits.ahead.service import Ending, begin_due, end_step
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.store.session import transaction
from tests.web.conftest import AppMaker
from tests.web.house import House, seat
from tests.web.pages import read

CONTRACT = "studio-web-2023"


@pytest.fixture
def owner(make_app: AppMaker, desk_engine: Engine, house: House) -> FlaskClient:
    return seat(make_app(desk_engine), desk_engine, house, Role.OWNER, clock.now())


def prepare(engine: Engine, house: House) -> None:
    """Let the plan of the demo's contract near its notice day be made."""
    now = clock.now()
    with transaction(engine, house.actor.practice_id) as session:
        begin_due(session, house.actor, now=now)
        for row in session.scalars(select(PlanAhead)):
            ending = Ending(outcome=Outcome.MADE, said_sha256="a" * 64, number=1)
            end_step(session, house.actor, row.id, ending, now=now)


def test_the_home_page_says_that_a_plan_is_ready_and_leads_to_it(
    owner: FlaskClient, desk_engine: Engine, house: House
) -> None:
    assert "est prêt" not in owner.get("/").text
    prepare(desk_engine, house)
    page = owner.get("/")
    assert "Le plan de sortie du contrat avec Studio Exemple Web est prêt" in page.text
    assert f"/contrats/{house.contracts[CONTRACT]}#documents" in page.text


def test_the_contract_says_when_its_plan_makes_itself_and_how_many_days_before_can_be_changed(
    owner: FlaskClient, house: House
) -> None:
    # The demo's advertising contract gives notice by the 157th day from today.
    path = f"/contrats/{house.contracts['exemple-ads-2025']}"
    assert "Le service le préparera de lui-même le" in owner.get(path).text
    form = read(owner.get(f"{path}/plan-prepare")).form
    assert form["days"] == "120"
    answer = owner.post(f"{path}/plan-prepare", data=form | {"days": "0"})
    assert answer.status_code == 302
    assert "ne prépare pas ce plan de lui-même" in owner.get(path).text


@pytest.mark.parametrize("typed", ["", "beaucoup", "-3", "9999"])
def test_a_number_that_makes_no_sense_is_asked_for_again(
    owner: FlaskClient, house: House, typed: str
) -> None:
    path = f"/contrats/{house.contracts[CONTRACT]}/plan-prepare"
    form = read(owner.get(path)).form
    answer = owner.post(path, data=form | {"days": typed})
    assert answer.status_code == 422
    assert "Écrivez un nombre de jours entre 0 et 730" in answer.text.replace("\u00a0", " ")
