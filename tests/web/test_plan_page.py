"""Ask for the exit plan: what happens, by whom, from when; then the plan and the pack."""

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.catalogues.situations import Situation
from reversibility.exits.models import Exit
from reversibility.http.seat import EXTENSION
from reversibility.http.services import Services
from reversibility.jobs.models import Run, Unit
from reversibility.jobs.queue import Queue
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.store.session import transaction
from reversibility.worker.handlers import handlers
from reversibility.worker.loop import Workplace, do_unit
from tests.web.conftest import AppMaker
from tests.web.house import House, examine, furnish, seat, theirs
from tests.web.pages import read

STUDIO, INFOGERANCE = "studio-web-2023", "infogerance-2024"


@pytest.fixture
def address(house: House) -> str:
    return f"/contrats/{house.contracts[STUDIO]}/plan"


def test_the_form_is_filled_in_with_the_exit_that_is_open(
    manager: FlaskClient, address: str
) -> None:
    page = read(manager.get(address))
    chosen = [item["value"] for item in page.all("input") if "checked" in item]
    assert chosen == ["silent"]
    channels = [value for name, value in page.form.items() if name.endswith("channel")]
    assert channels == ["courriel", "courriel", "lettre recommandée", ""]
    assert page.form["begins_on"] == clock.now().date().isoformat()


def test_situations_are_named_by_what_happens_and_never_by_a_judgement(
    manager: FlaskClient, address: str
) -> None:
    text = read(manager.get(address)).text
    assert "Remise refusée ou contestée" in text
    for word in ("hostile", "défaillant", "fautif", "malveillant"):
        assert word not in text.lower()


def test_without_an_exit_the_simplest_answers_stand_ready(
    manager: FlaskClient, house: House
) -> None:
    page = read(manager.get(f"/contrats/{house.contracts[INFOGERANCE]}/plan"))
    assert [item["value"] for item in page.all("input") if "checked" in item] == ["cooperative"]


def test_the_plan_and_the_pack_are_made_in_the_background_and_can_be_downloaded(
    make_app: AppMaker, engine: Engine
) -> None:
    now = clock.now()
    house = furnish(engine, now)
    examine(engine, house, "domaine", theirs(), now=now)
    app = make_app(engine)
    client = seat(app, engine, house, Role.MANAGER, now)
    contract = f"/contrats/{house.contracts[STUDIO]}"
    started = client.post(f"{contract}/plan", data=_answers(client, f"{contract}/plan"))
    assert started.status_code == 302
    progress = started.headers["Location"]
    assert "en préparation" in read(client.get(progress)).heading

    _work(app, engine, house)

    done = read(client.get(progress))
    assert done.heading == "Le plan de sortie et le dossier de reprise sont prêts."
    hrefs = [link["href"] for link in done.all("a") if link["href"].startswith("/documents/")]
    files = [client.get(href) for href in hrefs]
    assert [file.data[:4] for file in files] == [b"%PDF", b"%PDF", b"PK\x03\x04"]
    assert all(file.headers["Content-Disposition"].startswith("attachment") for file in files)
    assert any(
        name.endswith("register.json") for name in ZipFile(BytesIO(files[2].data)).namelist()
    )
    listed = read(client.get(contract))
    assert "Édition n° 1" in listed.text
    assert "par Nadia Lopez" in listed.text
    assert set(hrefs) <= {link["href"] for link in listed.all("a")}


def test_asking_twice_while_it_is_made_leads_to_the_same_run(
    manager: FlaskClient, address: str
) -> None:
    answers = _answers(manager, address)
    first, again = (manager.post(address, data=answers) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]


def test_other_answers_are_another_plan_even_while_the_first_is_made(
    manager: FlaskClient, address: str
) -> None:
    answers = _answers(manager, address)
    first = manager.post(address, data=answers)
    other = manager.post(address, data=answers | {"successor": "Atelier Repreneur"})
    assert first.headers["Location"] != other.headers["Location"]


def test_what_was_answered_is_kept(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    answers = _answers(manager, address) | {
        "situation": "contested",
        "successor": "  Atelier Repreneur 🦷 ",
        "lead_id": "",
        "begins_on": "2027-01-04",
    }
    assert manager.post(address, data=answers).status_code == 302
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        row = session.scalars(select(Exit)).one()
    assert row.situation is Situation.CONTESTED
    assert row.successor == "Atelier Repreneur 🦷"
    assert row.lead_id is None
    assert row.begins_on.isoformat() == "2027-01-04"
    assert len(row.unanswered) == 3


def test_a_provider_is_not_called_silent_without_two_dated_messages(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    address = f"/contrats/{house.contracts[INFOGERANCE]}/plan"
    answers = _answers(manager, address) | {
        "situation": "silent",
        "unanswered-0-sent_on": "2026-11-02",
        "unanswered-0-channel": "courriel",
    }
    answer = manager.post(address, data=answers)
    page = read(answer)
    assert answer.status_code == 422
    assert "indiquez au moins deux messages restés sans réponse" in page.text
    assert page.form["unanswered-0-channel"] == "courriel"
    assert "#unanswered" in {link["href"] for link in page.all("a")}
    assert _counts(desk_engine, house) == (1, 0)  # only the exit of the practice file


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"situation": "hostile"}, "Choisissez ce qui se passe avec le prestataire."),
        ({"situation": ""}, "Choisissez ce qui se passe avec le prestataire."),
        (
            {"lead_id": "01930000-0000-7000-8000-000000000009"},
            "Choisissez une personne de la liste.",
        ),
        ({"lead_id": "personne"}, "Choisissez une personne de la liste."),
        ({"successor": "x" * 5000}, "200 caractères au plus : vous en avez saisi 5000."),
        ({"successor": "a\x00b"}, "caractère invisible"),
        ({"successor": "a\u202eb"}, "caractère invisible"),
        ({"begins_on": "31/12/2026"}, "Écrivez une date, par exemple"),
        ({"begins_on": "0226-12-01"}, "Vérifiez l’année"),
        ({"unanswered-0-sent_on": "2999-01-01"}, "Cette date est à venir"),
        ({"unanswered-0-sent_on": "0226-12-01"}, "Vérifiez l’année"),
        ({"unanswered-0-sent_on": "hier"}, "Écrivez une date, par exemple"),
        ({"unanswered-0-channel": ""}, "Indiquez comment ce message est parti"),
        ({"unanswered-0-sent_on": ""}, "Indiquez aussi le jour où ce message est parti."),
        ({"unanswered-0-channel": "é" * 5000}, "60 caractères au plus"),
    ],
)
def test_what_cannot_be_used_is_explained_and_nothing_is_kept(
    manager: FlaskClient,
    desk_engine: Engine,
    house: House,
    address: str,
    wrong: Mapping[str, str],
    sentence: str,
) -> None:
    before = _answers(manager, address)
    answer = manager.post(address, data=before | wrong)
    page = read(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    faults = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert set(wrong) <= faults
    assert _counts(desk_engine, house) == (1, 0)


def test_more_messages_than_anybody_would_send_are_left_out(
    manager: FlaskClient, address: str
) -> None:
    many = {
        f"unanswered-{number}-{name}": value
        for number in range(500)
        for name, value in (("sent_on", "2026-11-02"), ("channel", "courriel"))
    }
    assert manager.post(address, data=_answers(manager, address) | many).status_code == 302


def test_half_a_form_is_answered_with_sentences(manager: FlaskClient, address: str) -> None:
    token = _answers(manager, address)["csrf_token"]
    answer = manager.post(
        address, data={"csrf_token": token, "unanswered-3-channel": "courriel", "x": "y"}
    )
    assert answer.status_code == 422
    assert "Indiquez aussi le jour où ce message est parti." in read(answer).text


def test_a_form_without_its_token_starts_nothing(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    answers = _answers(manager, address)
    del answers["csrf_token"]
    assert manager.post(address, data=answers).status_code == 400
    assert _counts(desk_engine, house) == (1, 0)


def _answers(client: FlaskClient, address: str) -> dict[str, str]:
    page = read(client.get(address))
    chosen = next(item["value"] for item in page.all("input") if "checked" in item)
    selected = next((item["value"] for item in page.all("option") if "selected" in item), "")
    return page.form | {"situation": chosen, "lead_id": selected}


def _work(app: Flask, engine: Engine, house: House) -> None:
    services: Services = app.extensions[EXTENSION]
    queue: Queue = services.queue
    place = Workplace(engine=engine, queue=queue, handlers=handlers(services))
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        units: list[UUID] = list(session.scalars(select(Unit.id)))
    for unit_id in units:
        do_unit(place, house.actor.practice_id, unit_id)


def _counts(engine: Engine, house: House) -> tuple[int, int]:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return len(session.scalars(select(Exit)).all()), len(session.scalars(select(Run)).all())
