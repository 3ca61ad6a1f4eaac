"""How far a run is: true numbers, failures in words, no worker said plainly, the way back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.accounts.models import User
from reversibility.jobs import service as jobs
from reversibility.jobs.models import RunKind, Unit
from reversibility.jobs.service import Fault
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.store.session import transaction
from tests.web.conftest import AppMaker
from tests.web.house import House, furnish, seat
from tests.web.pages import read

HX = {"HX-Request": "true"}


@dataclass
class Run:
    """A run under way, moved on by hand as a worker would."""

    engine: Engine
    house: House
    address: str
    units: list[UUID]

    def end(self, number: int, result: dict[str, object] | Fault) -> None:
        with transaction(self.engine, self.house.actor.practice_id) as session:
            now = clock.now()
            held = jobs.claim(session, self.units[number], now)
            assert held is not None
            if isinstance(result, Fault):
                jobs.fail(session, held, result, now)
            else:
                jobs.finish(session, held, result, now)


@pytest.fixture
def run(manager: FlaskClient, desk_engine: Engine, house: House) -> Run:
    return start(manager, desk_engine, house, "/registre")


def start(client: FlaskClient, engine: Engine, house: House, where: str) -> Run:
    form = read(client.get(where)).form
    address = client.post(f"{where}/verifier", data=form).headers["Location"]
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        units = list(session.scalars(select(Unit.id).order_by(Unit.label)))
    return Run(engine=engine, house=house, address=address, units=units)


def test_while_it_runs_the_page_counts_and_says_it_may_be_closed(
    manager: FlaskClient, run: Run
) -> None:
    run.end(0, {"verdicts": {"certificate": "confirmed"}})
    page = read(manager.get(run.address))
    assert (
        page.heading == "La vérification de 7 éléments est en cours, vous pouvez fermer cette page."
    )
    assert "1 vérification sur 7 est faite." in page.text
    bar = page.all("progress")[0]
    assert (bar["value"], bar["max"]) == ("1", "7")
    assert "Certificat du site : Confirmé" in page.text


def test_the_page_asks_again_for_its_part_and_at_the_end_for_itself(
    manager: FlaskClient, run: Run
) -> None:
    poll = next(item for item in read(manager.get(run.address)).all("div") if "hx-get" in item)
    part = manager.get(poll["hx-get"], headers=HX)
    assert "<html" not in part.text
    assert "HX-Refresh" not in part.headers
    for number in range(len(run.units)):
        run.end(number, {"verdicts": {"certificate": "confirmed"}})
    assert manager.get(poll["hx-get"], headers=HX).headers["HX-Refresh"] == "true"
    assert "hx-get" not in manager.get(run.address).text


def test_without_script_a_link_asks_again(manager: FlaskClient, run: Run) -> None:
    page = read(manager.get(run.address))
    assert "Actualiser la page" in page.text
    assert "" in {link["href"] for link in page.all("a")}


def test_the_end_says_how_many_results_differ_and_leads_back(
    manager: FlaskClient, run: Run
) -> None:
    run.end(0, {"verdicts": {"holder": "contradicted", "registrar": "confirmed"}})
    for number in range(1, len(run.units)):
        run.end(number, {"verdicts": {"certificate": "confirmed"}})
    page = read(manager.get(run.address))
    assert page.heading == (
        "La vérification est terminée, un résultat diffère de ce que vous avez déclaré."
    )
    assert "/registre" in {link["href"] for link in page.all("a")}
    assert "Titulaire : Non concordant" in page.text


def test_a_check_of_one_element_leads_back_to_it(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    where = f"/registre/{house.assets['domaine']}"
    run = start(manager, desk_engine, house, where)
    page = read(manager.get(run.address))
    assert "Revenir à l’élément vérifié" in page.text
    assert where in {link["href"] for link in page.all("a")}


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault(code="NAM01_MALFORMED", params={"name": "a_b"}), "n’est pas un nom de domaine"),
        (Fault(code="jobs.gave_up", params={"attempts": "3"}), "interrompu 3 fois"),
        (
            Fault(code="jobs.crashed", params={"error": "KeyError"}),
            "Le service a rencontré une erreur",
        ),
        (Fault(code="of.a.later.version"), "Le service a rencontré une erreur"),
    ],
)
def test_a_failure_is_told_in_words(
    manager: FlaskClient, run: Run, fault: Fault, sentence: str
) -> None:
    run.end(0, fault)
    for number in range(1, len(run.units)):
        run.end(number, {"verdicts": {}})
    page = read(manager.get(run.address))
    assert page.heading == "Les vérifications sont terminées, 1 n’a pas pu être faite."
    assert sentence in page.text


@pytest.mark.parametrize(
    ("silence", "sentence"),
    [
        (timedelta(seconds=40), ""),
        (timedelta(minutes=10), "Aucun exécutant ne s’est signalé depuis 10 minutes."),
        (timedelta(hours=26), "Aucun exécutant ne s’est signalé depuis 26 heures."),
    ],
)
def test_a_page_says_since_when_nobody_does_the_work(
    manager: FlaskClient, run: Run, silence: timedelta, sentence: str
) -> None:
    _beat(run.engine, clock.now() - silence)
    text = read(manager.get(run.address)).text
    assert ("Aucun exécutant" in text) == bool(sentence)
    assert sentence in text


def test_the_run_of_another_practice_is_not_there(make_app: AppMaker, engine: Engine) -> None:
    now = clock.now()
    house, other = furnish(engine, now), furnish(engine, now, siren="552100554")
    with transaction(engine, other.actor.practice_id) as session:
        unit = jobs.UnitDraft(subject_id=other.assets["domaine"], label="ailleurs")
        started = jobs.start_run(session, other.actor, RunKind.PROBE, [unit], now=now)
    client = seat(make_app(engine), engine, house, Role.OWNER, now)
    assert client.get(f"/verifications/{started.id}").status_code == 404
    assert client.get(f"/verifications/{started.id}/avancement").status_code == 404


def test_a_session_that_ended_meanwhile_shows_the_way_in_and_not_a_form_in_a_part(
    manager: FlaskClient, run: Run
) -> None:
    with transaction(run.engine, None) as session:
        user = session.scalars(select(User).where(User.email.startswith("manager@"))).one()
        user.fs_uniquifier = "elsewhere"
    answer = manager.get(f"{run.address}/avancement", headers=HX)
    assert answer.headers["HX-Refresh"] == "true"
    assert answer.text == ""


def _beat(engine: Engine, seen_at: datetime) -> None:
    with transaction(engine, None) as session:
        jobs.record_heartbeat(session, "host:1", seen_at)
