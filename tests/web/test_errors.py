"""Error pages say what happened and what to do, in both languages."""

import logging

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel.errors import ConflictError, DeniedError, InvalidError, MissingError
from reversibility.store.errors import DatabaseUnusableError
from reversibility.web.errors import STATUSES
from tests.web.conftest import AppMaker
from tests.web.pages import read


class SilenceUnprovedError(ConflictError):
    """A refusal with a sentence of its own."""

    code = "exits.silence_unproved"


FAULTS = {
    "absent": MissingError(),
    "interdit": DeniedError(permission="exit.produce"),
    "conflit": ConflictError(),
    "silence": SilenceUnprovedError(),
    "invalide": InvalidError({"siren": "siren_length:8"}),
    "occupee": DatabaseUnusableError("locked", "database is locked"),
    "lecture": DatabaseUnusableError("read_only", "attempt to write a readonly database"),
    "panne": RuntimeError("a fault of ours"),
}


def _fail(kind: str) -> str:
    raise FAULTS[kind]


@pytest.fixture
def failing(make_app: AppMaker, sqlite: Engine) -> FlaskClient:
    app: Flask = make_app(sqlite)
    app.add_url_rule("/erreur/<int:code>", view_func=abort, endpoint="status")
    app.add_url_rule("/faute/<kind>", view_func=_fail, endpoint="fault")
    return app.test_client()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_every_error_has_a_page_in_both_languages(
    failing: FlaskClient, status: int, language: str
) -> None:
    answer = failing.get(f"/erreur/{status}?lang={language}")
    page = read(answer)
    assert answer.status_code == status
    assert page.language == language
    assert page.heading
    assert len(page.text) > len(page.heading) + 60


@pytest.mark.parametrize("status", [410, 414, 415, 501])
def test_an_error_without_a_page_of_its_own_borrows_the_nearest(
    failing: FlaskClient, status: int
) -> None:
    answer = failing.get(f"/erreur/{status}")
    assert answer.status_code == status
    assert read(answer).heading


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("absent", 404, "n’existe pas"),
        ("interdit", 403, "Demandez-la au responsable du cabinet"),
        ("conflit", 409, "Rechargez la page"),
        ("silence", 409, "au moins deux messages restés sans réponse"),
        ("invalide", 422, "ne peut pas être"),
        ("occupee", 503, "Attendez un instant, puis recommencez"),
        ("lecture", 503, "lecture seule"),
    ],
)
def test_a_refusal_becomes_its_status_and_its_sentence(
    failing: FlaskClient, kind: str, status: int, words: str
) -> None:
    answer = failing.get(f"/faute/{kind}")
    assert answer.status_code == status
    assert words in read(answer).text


def test_a_busy_database_says_when_to_come_back(failing: FlaskClient) -> None:
    assert failing.get("/faute/occupee").headers["Retry-After"] == "30"


def test_a_fault_of_ours_shows_a_reference_that_the_log_also_has(
    failing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = failing.get("/faute/panne")
    assert answer.status_code == 500
    text = read(answer).text
    reference = text.split("Référence à donner à l’exploitant du service : ")[1].split()[0]
    assert reference in caplog.text
    assert "a fault of ours" in caplog.text
    assert "a fault of ours" not in text


def test_the_error_page_stands_when_the_database_is_gone(
    signed_in: FlaskClient, sqlite: Engine
) -> None:
    with sqlite.connect() as connection:
        connection.exec_driver_sql("DROP TABLE memberships")
        connection.commit()
    assert read(signed_in.get("/nulle-part")).heading.startswith("Cette page n’existe pas")


def test_an_address_that_only_takes_forms_says_so_and_which(client: FlaskClient) -> None:
    answer = client.get("/deconnexion")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "Revenez à la page qui contient le bouton" in read(answer).text


def test_a_part_of_a_page_that_fails_gets_a_part_and_not_a_whole_page(
    failing: FlaskClient,
) -> None:
    answer = failing.get("/faute/absent", headers={"HX-Request": "true"})
    page = read(answer)
    assert answer.status_code == 404
    assert page.all("html") == []
    assert 'role="alert"' in answer.get_data(as_text=True)


def test_the_page_of_somebody_signed_in_keeps_the_way_back(signed_in: FlaskClient) -> None:
    page = read(signed_in.get("/nulle-part"))
    assert {"/registre", "/contrats"} <= {link["href"] for link in page.all("a")}
    assert "Cabinet médical Exemple" in page.text


def test_a_host_name_that_cannot_be_read_is_refused_without_a_fault_of_ours(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/registre", headers={"Host": "x" * 5000})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not caplog.records
