"""What the journal is told beside the services: who signed in and out, who took evidence away."""

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.http.seat import EXTENSION
from reversibility.journal.models import JournalEntry
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, Role
from reversibility.store.session import make_engine, transaction
from tests.web.conftest import AppMaker, choose_password, let_in, sign_in
from tests.web.house import House, answers_of, examine, seat, theirs
from tests.web.pages import read
from tests.web.test_account import give_code, set_up_code


def test_taking_a_raw_answer_away_is_in_the_journal_with_who_and_what(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    address = _answer(desk_engine, house)
    manager.get(address).close()
    page = read(manager.get(f"/journal?fiche={house.assets['domaine']}"))
    assert "Nadia Lopez a téléchargé une réponse brute sur « cabinet-exemple.fr.example »." in (
        page.text
    )


def test_asking_only_whether_a_file_is_there_is_not_a_download(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    manager.head(_answer(desk_engine, house)).close()
    assert "a téléchargé" not in read(manager.get("/journal")).text


def test_a_file_that_is_refused_is_not_a_download(manager: FlaskClient) -> None:
    answer = manager.get("/releves/01930000-0000-7000-8000-000000000009")
    answer.close()
    assert answer.status_code == 404
    assert "a téléchargé" not in read(manager.get("/journal")).text


def test_a_file_is_handed_over_also_while_nothing_can_be_written(
    make_app: AppMaker, desk_engine: Engine, house: House
) -> None:
    address = _answer(desk_engine, house)
    app: Flask = make_app(desk_engine)
    client = seat(app, desk_engine, house, Role.MANAGER, clock.now())
    hasty = make_engine(str(desk_engine.url), wait_ms=20)
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], engine=hasty)
    with transaction(desk_engine, house.actor.practice_id):  # somebody else is writing
        answer = client.get(address)
        assert (answer.status_code, len(answer.data) > 0) == (200, True)
        answer.close()
    hasty.dispose()


def test_signing_in_and_out_and_a_new_password_are_in_the_journal_of_each_practice(
    make_app: AppMaker, sqlite: Engine, actor: Actor
) -> None:
    person = let_in(sqlite, actor)
    client = make_app(sqlite).test_client()
    choose_password(client, person)
    sign_in(client)
    page = read(client.get("/journal"))
    assert "Nadia Lopez a choisi un nouveau mot de passe." in page.text
    assert "Nadia Lopez a ouvert une session." in page.text
    client.post("/deconnexion", data={"csrf_token": page.form["csrf_token"]})
    with transaction(sqlite, actor.practice_id, read_only=True) as session:
        assert "account.signed_out" in set(session.scalars(select(JournalEntry.action)))


def test_a_wrong_password_is_not_told_to_practices(
    make_app: AppMaker, sqlite: Engine, actor: Actor
) -> None:
    person = let_in(sqlite, actor)
    client = make_app(sqlite).test_client()
    choose_password(client, person)
    assert sign_in(client, password="ce n’est pas lui, non") == ""
    with transaction(sqlite, actor.practice_id, read_only=True) as session:
        assert "account.signed_in" not in set(session.scalars(select(JournalEntry.action)))


def _answer(engine: Engine, house: House) -> str:
    asset_id = examine(engine, house, "domaine", theirs(), now=clock.now())
    return f"/releves/{answers_of(engine, house, asset_id)[0].id}"


def test_the_second_factor_its_codes_and_each_refusal_are_in_the_journal(
    make_app: AppMaker, sqlite: Engine, actor: Actor
) -> None:
    person = let_in(sqlite, actor)
    app = make_app(sqlite)
    client = app.test_client()
    choose_password(client, person)
    sign_in(client)
    set_up_code(client)
    token = read(client.get("/compte/codes-de-secours")).form["csrf_token"]
    client.post("/compte/codes-de-secours", data={"csrf_token": token})
    other = app.test_client()
    sign_in(other)
    assert give_code(other, "000000") == ""
    assert give_code(other, "0000-0000-0000", "/connexion/code-de-secours") == ""
    page = read(client.get("/journal"))
    for told in (
        "Nadia Lopez a mis en place la double authentification.",
        "Nadia Lopez a demandé de nouveaux codes de secours.",
    ):
        assert told in page.text
    assert page.text.count("Nadia Lopez a donné un second facteur qui a été refusé.") == 2
    assert page.text.count("Nadia Lopez a ouvert une session.") == 1
