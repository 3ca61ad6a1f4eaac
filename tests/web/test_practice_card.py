"""The practice's own identity, on its page and as the first of the first steps."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from tests.web.house import House, furnish, seat
from tests.web.pages import read

STEP = "/premiers-pas/cabinet"


@pytest.mark.parametrize("path", ["/cabinet", STEP])
def test_what_is_declared_is_shown_and_what_is_changed_is_kept(
    manager: FlaskClient, path: str
) -> None:
    form = read(manager.get(path)).form
    assert form["siren"] == "123456782"
    changed = {
        **form,
        "legal_form": "SELAS",
        "people": "Dr Claire Martin, associée\r\nMaître Paul Lefèvre\r\nשרה כהן",
        "vat": "FR 83 404 833 048",
        "trading_names": "Cabinet de la Gare 🏥\r\n=cmd|'calc'",
    }
    answer = manager.post(path, data=changed)
    assert answer.status_code == 302
    again = read(manager.get(path)).form
    assert again["legal_form"] == "SELAS"
    assert again["vat"] == "FR83404833048"
    assert again["people"].splitlines() == [
        "Dr Claire Martin, associée", "Maître Paul Lefèvre", "שרה כהן",
    ]  # fmt: skip
    assert "Cabinet de la Gare 🏥" in read(manager.get("/intervenants")).text
    assert "a modifié l’identité du cabinet" in read(manager.get("/journal")).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("siren", "12345678", "Un SIREN compte 9 chiffres, vous en avez saisi 8."),
        ("siren", "123456789", "son chiffre de contrôle n’est pas le bon"),
        ("vat", "FR00123456782", "TVA"),
        ("legal_name", "", "Saisissez le nom du cabinet."),
        ("legal_name", "é" * 5000, "200 caractères au plus : vous en avez saisi 5000."),
        ("legal_name", "Cabinet \u202eelpmexE", "caractère"),
        ("people", "x" * 201, "200 caractères au plus"),
        ("emails", "sans-arobase", "sans-arobase : ce n’est pas une adresse"),
    ],
)
def test_what_cannot_be_right_comes_back_with_all_that_was_typed(
    manager: FlaskClient, field: str, typed: str, said: str
) -> None:
    form = read(manager.get(STEP)).form
    answer = manager.post(STEP, data={**form, "street": "à garder", field: typed})
    assert answer.status_code == 422
    page = read(answer)
    assert said in page.text
    assert page.form["street"] == "à garder"
    assert read(manager.get("/cabinet")).form["street"] == form["street"]


def test_the_second_of_two_tabs_sees_both_versions_and_decides(
    manager: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    colleague = seat(desk_app, desk_engine, house, Role.OWNER, clock.now())
    mine, theirs = (read(each.get(STEP)).form for each in (manager, colleague))
    colleague.post(STEP, data={**theirs, "city": "Villeurbanne"})
    answer = manager.post(STEP, data={**mine, "city": "Vienne"})
    assert answer.status_code == 409
    page = read(answer)
    assert "pendant que vous écriviez" in page.heading
    assert "Villeurbanne" in page.text
    assert page.form["city"] == "Vienne"
    assert manager.post(STEP, data=page.form).status_code == 302
    assert read(manager.get(STEP)).form["city"] == "Vienne"


def test_the_same_form_sent_twice_is_kept_once(manager: FlaskClient) -> None:
    form = read(manager.get("/cabinet")).form | {"city": "Vienne"}
    assert manager.post("/cabinet", data=form).status_code == 302
    again = manager.post("/cabinet", data=form)
    assert again.status_code == 409
    assert "Nulle part : vous avez écrit la même chose." in read(again).text


def test_the_siren_of_another_practice_of_the_service_is_said_at_its_field(
    manager: FlaskClient, desk_engine: Engine
) -> None:
    furnish(desk_engine, clock.now(), siren="222222226")
    form = read(manager.get(STEP)).form
    answer = manager.post(STEP, data={**form, "siren": "222 222 226"})
    assert answer.status_code == 422
    assert "Un autre cabinet de ce service porte déjà ce SIREN" in read(answer).text
