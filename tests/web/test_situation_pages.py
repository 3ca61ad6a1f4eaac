"""What happens with a provider: the questions, the case with its reasons, the first hour."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, update

from reversibility.exits.first_hour.models import FirstHourStep
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.jobs.models import Run
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.web.house import House, seat
from tests.web.pages import read

INFOGERANCE, STUDIO = "infogerance-2024", "studio-web-2023"


@pytest.fixture
def address(house: House) -> str:
    return f"/contrats/{house.contracts[INFOGERANCE]}"


def _answers(client: FlaskClient, address: str, **told: str) -> dict[str, str]:
    return read(client.get(f"{address}/situation/questions")).form | told


def _silence() -> dict[str, str]:
    today = clock.now().date()
    return {
        "work_due": "yes",
        "unanswered-0-sent_on": (today - timedelta(days=40)).isoformat(),
        "unanswered-0-channel": "courriel",
        "unanswered-1-sent_on": (today - timedelta(days=30)).isoformat(),
        "unanswered-1-channel": "lettre recommandée",
    }


def _tell(client: FlaskClient, address: str, **told: str) -> None:
    answer = client.post(
        f"{address}/situation/questions", data=_answers(client, address) | _silence() | told
    )
    assert answer.status_code == 302, read(answer).text


def test_i_dont_know_to_everything_is_an_answer(manager: FlaskClient, address: str) -> None:
    answers = _answers(manager, address)
    assert manager.post(f"{address}/situation/questions", data=answers).status_code == 302
    page = read(manager.get(f"{address}/situation"))
    assert page.heading.endswith("Situation à préciser.")
    assert "Vous avez répondu « Je ne sais pas » à ce qui permettrait de choisir" in page.text


def test_the_case_is_told_with_the_answers_it_rests_on_and_earlier_ones_stay(
    manager: FlaskClient, address: str
) -> None:
    _tell(manager, address)
    page = read(manager.get(f"{address}/situation"))
    assert page.heading.endswith("Sans réponse à vos messages.")
    assert "2 messages datés sont sans réponse" in page.text
    assert "par Nadia Lopez" in page.text
    _tell(manager, address, proceedings="proceedings", stopped="mail")
    page = read(manager.get(f"{address}/situation"))
    assert page.heading.endswith("Procédure collective.")
    assert "Urgence : 4 points" in page.text
    assert "La réponse précédente, conservée" in page.text
    assert "Sans réponse à vos messages" in page.text


def test_the_questions_come_back_as_they_were_answered(manager: FlaskClient, address: str) -> None:
    _tell(manager, address, unpaid="disputed")
    page = read(manager.get(f"{address}/situation/questions"))
    chosen = {item["name"]: item["value"] for item in page.all("input") if "checked" in item}
    assert (chosen["unpaid"], chosen["work_due"], chosen["security"]) == ("disputed", "yes", "")
    assert page.form["unanswered-1-channel"] == "lettre recommandée"


def test_the_form_of_the_exit_plan_is_filled_in_from_the_situation(
    manager: FlaskClient, address: str
) -> None:
    _tell(manager, address)
    page = read(manager.get(f"{address}/plan"))
    assert [item["value"] for item in page.all("input") if "checked" in item] == ["silent"]
    assert page.form["unanswered-0-channel"] == "courriel"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"handover": "hostile"}, "Choisissez une des réponses proposées."),
        ({"last_answer_on": "2999-01-01"}, "Cette date est à venir : indiquez un jour passé."),
        ({"deadline_on": "0226-12-01"}, "Vérifiez l’année"),
        ({"announced_end_on": "demain"}, "Écrivez une date, par exemple"),
        ({"unanswered-0-channel": ""}, "Indiquez comment ce message est parti"),
    ],
)
def test_what_cannot_be_used_is_explained_and_the_answers_stay_in_the_form(
    manager: FlaskClient,
    desk_engine: Engine,
    house: House,
    address: str,
    wrong: dict[str, str],
    sentence: str,
) -> None:
    answers = _answers(manager, address) | _silence() | {"unpaid": "yes"} | wrong
    answer = manager.post(f"{address}/situation/questions", data=answers)
    page = read(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    chosen = {item["name"]: item["value"] for item in page.all("input") if "checked" in item}
    assert chosen["unpaid"] == "yes"
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        assert session.scalars(select(ToldSituation)).all() == []


def test_the_first_hour_is_ticked_and_its_progress_stands_on_the_home_page(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    assert "dépendent de ce qui se passe" in read(manager.get(f"{address}/premiers-gestes")).heading
    _tell(manager, address)
    page = read(manager.get(f"{address}/premiers-gestes"))
    boxes = [item["value"] for item in page.all("input") if item.get("type") == "checkbox"]
    assert {"unpaid", "legal_protection", "no_announcement"} <= set(boxes)
    assert f"il reste {len(boxes)} premiers gestes" in page.heading
    data = {"csrf_token": page.form["csrf_token"], "done": ["note", "unpaid", "pas-une-ligne"]}
    assert manager.post(f"{address}/premiers-gestes", data=data).status_code == 302
    page = read(manager.get(f"{address}/premiers-gestes"))
    assert f"il reste {len(boxes) - 2} premiers gestes" in page.heading
    assert page.text.count("par Nadia Lopez") == 2
    home = read(manager.get("/"))
    assert f"il reste {len(boxes) - 2} premiers gestes sur {len(boxes)}" in home.text
    everything = {"csrf_token": page.form["csrf_token"], "done": boxes}
    manager.post(f"{address}/premiers-gestes", data=everything)
    assert (
        "les premiers gestes sont faits" in read(manager.get(f"{address}/premiers-gestes")).heading
    )
    assert "premiers gestes" not in read(manager.get("/")).text
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        rows = session.scalars(select(FirstHourStep)).all()
    assert {row.step for row in rows} == set(boxes)


def test_what_expires_within_sixty_days_and_who_cannot_get_in_is_named_from_the_register(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    address = f"/contrats/{house.contracts[STUDIO]}"
    soon = (clock.now().date() + timedelta(days=50)).isoformat()
    with transaction(desk_engine, house.actor.practice_id) as session:
        row = session.get_one(Asset, house.assets["domaine"])
        name = row.name
        session.execute(
            update(Asset)
            .where(Asset.id == row.id)
            .values(attributes=row.attributes | {"expires_on": soon})
        )
    _tell(manager, address)
    text = read(manager.get(f"{address}/premiers-gestes")).text
    assert f"{name} , expire le" in text
    assert "peuvent entrer : Studio Exemple Web seul" in text


def test_evidence_is_frozen_by_a_check_of_what_the_contract_covers(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    address = f"/contrats/{house.contracts[STUDIO]}"
    _tell(manager, address)
    token = read(manager.get(f"{address}/premiers-gestes")).form["csrf_token"]
    answer = manager.post(f"{address}/premiers-gestes/verifier", data={"csrf_token": token})
    assert answer.headers["Location"].startswith("/verifications/")
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        assert len(session.scalars(select(Run)).all()) == 1


def test_a_contributor_reads_and_does_not_tell(
    desk_app: Flask, desk_engine: Engine, house: House, manager: FlaskClient, address: str
) -> None:
    _tell(manager, address)
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    assert client.get(f"{address}/situation/questions").status_code == 403
    page = read(client.get(f"{address}/premiers-gestes"))
    assert "Vérifiez vos factures impayées" not in page.text
    assert "Vérifier vos factures impayées" in page.text
    assert "Enregistrer ce qui est fait" not in page.text
