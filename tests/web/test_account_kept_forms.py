"""A session that ends in the middle of a form: nothing is lost, and nobody else sees it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, select, update

from reversibility.accounts.sign_in_models import KeptForm, SignIn
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.web.house import House, open_session, seat
from tests.web.pages import Page, read

PAGE = "/registre/nouveau/google_ads"
OURS = {"Origin": "http://localhost"}
NAME = "cabinet-très-exemple.fr.example"


def end_sessions(engine: Engine) -> None:
    with transaction(engine, None) as session:
        session.execute(update(SignIn).values(ended_at=clock.now()))


def send(client: FlaskClient, headers: dict[str, str] = OURS) -> Page:
    """Fill in the form, and send it after the session has ended."""
    engine = client.application.extensions["reversibility"].engine
    form = read(client.get(PAGE)).form
    end_sessions(engine)
    answer = client.post(PAGE, data=form | {"name": NAME}, headers=headers)
    assert answer.status_code == 403
    return read(answer)


def way_back(page: Page) -> str:
    href = next(link["href"] for link in page.all("a") if "reprise" in link.get("href", ""))
    return parse_qs(urlsplit(href).query)["next"][0]


def again(client: FlaskClient, engine: Engine, role: Role = Role.MANAGER) -> FlaskClient:
    """Sign the same person in again."""
    return open_session(client.application, engine, f"{role}@cabinet-exemple.example")


def test_what_was_typed_is_there_after_signing_in_again(
    manager: FlaskClient, desk_engine: Engine
) -> None:
    page = send(manager)
    assert page.heading == "Votre session est terminée, ce que vous avez saisi est gardé une heure."
    form = read(again(manager, desk_engine).get(way_back(page)))
    assert form.form["name"] == NAME, form.text
    assert "Rien n’est encore enregistré" in form.text
    with transaction(desk_engine, None) as session:
        assert session.scalar(select(Asset).where(Asset.name == NAME)) is None


def test_the_way_back_leads_through_the_sign_in_page(manager: FlaskClient) -> None:
    page = send(manager)
    href = next(link["href"] for link in page.all("a") if "reprise" in link.get("href", ""))
    assert href.startswith("/connexion?next=")


def test_nobody_else_sees_what_was_typed(
    manager: FlaskClient, desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    address = way_back(send(manager))
    other = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    assert NAME not in other.get(address).get_data(as_text=True)


def test_it_is_kept_encrypted_and_for_an_hour(
    manager: FlaskClient, desk_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = way_back(send(manager))
    with transaction(desk_engine, None) as session:
        assert NAME.encode() not in session.scalars(select(KeptForm.content)).one()
    browser, late = again(manager, desk_engine), clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert NAME not in browser.get(address).get_data(as_text=True)


def test_a_form_that_another_site_sent_is_not_kept(
    manager: FlaskClient, desk_engine: Engine
) -> None:
    page = send(manager, headers={"Origin": "https://ailleurs.example"})
    assert page.heading == "Votre session est terminée, rien n’a été enregistré."
    with transaction(desk_engine, None) as session:
        assert session.scalars(select(KeptForm)).all() == []


def test_a_forged_session_keeps_nothing(manager: FlaskClient, desk_engine: Engine) -> None:
    with transaction(desk_engine, None) as session:
        session.execute(delete(SignIn))
    answer = manager.post(PAGE, data={"name": NAME}, headers=OURS)
    assert "rien n’a été enregistré" in read(answer).heading


def test_passwords_are_never_kept(manager: FlaskClient, desk_engine: Engine) -> None:
    end_sessions(desk_engine)
    secret = {"current": "l’été à la mer", "password": "une autre", "again": "une autre"}
    page = read(manager.post("/compte/mot-de-passe", data=secret, headers=OURS))
    assert page.heading == "Votre session est terminée, rien n’a été enregistré."
    with transaction(desk_engine, None) as session:
        assert session.scalars(select(KeptForm)).all() == []
