"""Guessing gets slower and slower, and keeps no owner out; on both databases."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from reversibility.accounts.sign_in_rules import LONGEST_WAIT, wait_after
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from tests.web.conftest import PASSWORD, AppMaker, Person, choose_password, let_in, sign_in
from tests.web.pages import read

STRANGER = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def app(make_app: AppMaker, engine: Engine) -> Flask:
    return make_app(engine)


@pytest.fixture
def person(engine: Engine, actor: Actor, app: Flask) -> Person:
    made = let_in(engine, actor)
    choose_password(app.test_client(), made)
    return made


def guess(client: FlaskClient, email: str, password: str = "deviné") -> TestResponse:
    form = read(client.get("/connexion")).form
    data = form | {"email": email, "password": password}
    return client.post("/connexion", data=data, environ_overrides=STRANGER)


def test_after_five_failures_the_right_password_has_to_wait_too(
    app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    for _ in range(5):
        assert guess(client, person.email).status_code == 200
    answer = guess(client, person.email, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 11
    assert "Trop d’essais" in read(answer).text
    later = clock.now() + timedelta(seconds=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert guess(client, person.email, PASSWORD).status_code == 302


def test_an_unknown_address_is_slowed_down_in_the_same_words(app: Flask, person: Person) -> None:
    answers = []
    for email in (person.email, "personne@cabinet-exemple.example"):
        client = app.test_client()
        for _ in range(6):
            answer = guess(client, email)
        answers.append((answer.status_code, read(answer).text))
    assert answers[0] == answers[1]


def test_a_stranger_does_not_keep_out_whoever_has_signed_in_here_before(
    app: Flask, person: Person
) -> None:
    owner, stranger = app.test_client(), app.test_client()
    assert sign_in(owner, person.email) == "/"
    owner.delete_cookie("session")
    for _ in range(40):
        guess(stranger, person.email)
    assert guess(stranger, person.email, PASSWORD).status_code == 429
    assert sign_in(owner, person.email) == "/"


def test_one_place_that_tries_many_accounts_is_slowed_down(app: Flask, person: Person) -> None:
    client = app.test_client()
    for number in range(30):
        guess(client, f"essai{number}@cabinet-exemple.example")
    assert guess(client, person.email, PASSWORD).status_code == 429
    assert sign_in(app.test_client(), person.email) == "/"  # from elsewhere


def test_signing_in_does_not_open_the_place_for_more_guesses(app: Flask, person: Person) -> None:
    client = app.test_client()
    for number in range(29):
        guess(client, f"essai{number}@cabinet-exemple.example")
    other = app.test_client()
    assert guess(other, person.email, PASSWORD).status_code == 302
    guess(client, "encore@cabinet-exemple.example")
    assert guess(client, "encore2@cabinet-exemple.example").status_code == 429


def test_a_mark_that_was_not_made_here_changes_nothing(app: Flask, person: Person) -> None:
    client = app.test_client()
    client.set_cookie("known", "eyJhIjoiYiJ9.forged", path="/connexion")
    for _ in range(5):
        guess(client, person.email)
    assert guess(client, person.email, PASSWORD).status_code == 429


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 10), (6, 20), (9, 160), (12, 900), (4000, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert wait_after(failures, 5) == timedelta(seconds=seconds)
    assert wait_after(failures, 5) <= LONGEST_WAIT
