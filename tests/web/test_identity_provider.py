"""Signing in with the operator's identity provider, on both databases."""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import Engine, delete, select, update

from reversibility.accounts import people
from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import Identity, SignIn
from reversibility.journal.models import JournalEntry
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from reversibility.retention.persons import list_held
from reversibility.store.session import transaction
from tests.factories.identity_provider import NAME, OpenIdProvider, open_id_provider
from tests.web.conftest import AppMaker, Person, choose_password, let_in, sign_in
from tests.web.house import open_session
from tests.web.pages import read
from tests.web.test_account import give_code, set_up_code
from tests.web.way_in import BACK, LEAVE, PAGE, back_from, go, leave, link, said


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with open_id_provider() as running:
        yield running


@pytest.fixture
def app(make_app: AppMaker, engine: Engine, provider: OpenIdProvider, tmp_path: Path) -> Flask:
    return make_app(engine, **provider.settings(tmp_path))


@pytest.fixture
def person(engine: Engine, actor: Actor, app: Flask) -> Person:
    made = let_in(engine, actor)
    choose_password(app.test_client(), made)
    return made


@pytest.fixture
def browser(app: Flask, person: Person) -> FlaskClient:
    """Return the browser of somebody who has signed in with their password."""
    client = app.test_client()
    assert sign_in(client, person.email) == "/"
    return client


@pytest.fixture
def linked(browser: FlaskClient, provider: OpenIdProvider) -> FlaskClient:
    """Return it once their account is linked to the provider."""
    assert "Votre compte est relié" in said(browser, link(browser, provider))
    return browser


@pytest.fixture
def elsewhere(app: Flask, linked: FlaskClient) -> FlaskClient:
    """Return another browser of theirs, before signing in."""
    assert linked
    return app.test_client()


@pytest.fixture
def browser_of_other(app: Flask, engine: Engine, person: Person) -> FlaskClient:
    """Return the browser of a colleague."""
    assert person
    with transaction(engine, None) as session:
        people.add(session, "h.petit@cabinet-exemple.example", "Hugo Petit", now=clock.now())
    return open_session(app, engine, "h.petit@cabinet-exemple.example")


def actions(engine: Engine) -> list[str]:
    with transaction(engine, None) as session:
        return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.sequence)))


def test_a_linked_account_opens_without_password_and_the_session_says_by_what(
    elsewhere: FlaskClient, provider: OpenIdProvider, engine: Engine
) -> None:
    page = read(elsewhere.get("/connexion"))
    assert f"Se connecter avec {NAME}" in page.text
    assert go(elsewhere, provider).headers["Location"] == "/"
    assert f"par {NAME}" in read(elsewhere.get("/compte")).text
    with transaction(engine, None) as session:
        assert set(session.scalars(select(SignIn.method))) == {"password", "provider"}
    assert actions(engine)[-2:] == ["account.identity_added", "account.signed_in"]
    assert "Nadia Lopez a relié son compte à un fournisseur d’identité" in (
        read(elsewhere.get("/compte")).text + read(elsewhere.get("/journal")).text
    )


def test_signing_in_leads_to_the_page_that_was_wanted_and_to_no_other_site(
    elsewhere: FlaskClient, app: Flask, provider: OpenIdProvider
) -> None:
    assert go(elsewhere, provider, next="/contrats").headers["Location"] == "/contrats"
    stranger = app.test_client()
    answer = go(stranger, provider, next="https://ailleurs.example/")
    assert "ailleurs" not in answer.headers["Location"]


def test_nobody_gets_in_before_they_have_linked_their_account(
    app: Flask, person: Person, provider: OpenIdProvider, engine: Engine
) -> None:
    # Also with the right address: whoever gets an address later must not get the account.
    provider.claims = {"email": person.email, "email_verified": True}
    client = app.test_client()
    text = said(client, go(client, provider))
    assert "Aucun compte d’ici n’est relié" in text
    assert "reliez votre compte depuis « Sécurité de votre compte »" in text
    with transaction(engine, None) as session:
        assert len(session.scalars(select(User)).all()) == 1
        assert session.scalars(select(SignIn)).all() == []


def test_a_closed_account_stays_closed_and_gets_the_answer_of_an_unknown_one(
    elsewhere: FlaskClient, provider: OpenIdProvider, engine: Engine
) -> None:
    with transaction(engine, None) as session:
        session.execute(update(User).values(active=False))
    closed = said(elsewhere, go(elsewhere, provider))
    provider.subject = "somebody-else"
    assert said(elsewhere, go(elsewhere, provider)) == closed


def test_the_code_of_the_application_is_still_asked_for(
    linked: FlaskClient, elsewhere: FlaskClient, provider: OpenIdProvider
) -> None:
    key = set_up_code(linked)
    asked = go(elsewhere, provider, next="/contrats").headers["Location"]
    assert asked.startswith("/connexion/code?")
    assert elsewhere.get("/registre").status_code == 302
    assert give_code(elsewhere, "000000", asked) == ""
    assert elsewhere.get("/registre").status_code == 302
    code = TOTP(key=key).generate(int(time.time())).token
    assert give_code(elsewhere, code, asked) == "/contrats"
    assert elsewhere.get("/registre").status_code == 200


def test_an_account_that_is_unlinked_opens_no_more(
    linked: FlaskClient, elsewhere: FlaskClient, provider: OpenIdProvider, engine: Engine
) -> None:
    token = read(linked.get(PAGE)).form["csrf_token"]
    answer = linked.post(f"{PAGE}/delier", data={"csrf_token": token})
    assert f"« {NAME} » n’ouvre plus votre compte" in said(linked, answer)
    assert "Aucun compte d’ici n’est relié" in said(elsewhere, go(elsewhere, provider))
    assert actions(engine)[-1] == "account.identity_removed"


def test_one_identity_opens_one_account_and_an_account_has_one(
    linked: FlaskClient, browser_of_other: FlaskClient, provider: OpenIdProvider, engine: Engine
) -> None:
    assert "Rien n’a été ajouté" in said(browser_of_other, link(browser_of_other, provider))
    provider.subject = "another"
    assert "Rien n’a été ajouté" in said(linked, link(linked, provider))
    with transaction(engine, None) as session:
        assert session.scalars(select(Identity.subject)).all() == ["9f86d081884c7d65"]
    assert "Relié le" in read(linked.get(PAGE)).text


def test_linking_again_changes_nothing(
    linked: FlaskClient, provider: OpenIdProvider, engine: Engine
) -> None:
    assert "Votre compte est relié" in said(linked, link(linked, provider))
    assert actions(engine).count("account.identity_added") == 1


def test_linking_and_unlinking_ask_who_it_is_when_the_session_is_not_fresh(
    browser: FlaskClient,
) -> None:
    token = read(browser.get(PAGE)).form["csrf_token"]
    with browser.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
        cookie.pop("fs_gexp")
    assert browser.get(PAGE).headers["Location"].startswith("/connexion/confirmer")
    for step in ("relier", "delier"):
        answer = browser.post(f"{PAGE}/{step}", data={"csrf_token": token})
        assert answer.headers["Location"] == PAGE


def test_an_account_is_linked_by_whoever_began_and_nobody_else(
    browser: FlaskClient, browser_of_other: FlaskClient, provider: OpenIdProvider, engine: Engine
) -> None:
    path = back_from(provider, leave(browser, f"{PAGE}/relier", PAGE))
    with browser.session_transaction() as cookie:
        journey = cookie["journey"]
    token = read(browser.get("/compte")).form["csrf_token"]
    browser.post("/deconnexion", data={"csrf_token": token})
    for client in (browser, browser_of_other):
        with client.session_transaction() as cookie:
            cookie["journey"] = journey
        assert "a expiré ou a déjà servi" in said(client, client.get(path))
    with transaction(engine, None) as session:
        assert session.scalars(select(Identity)).all() == []


@pytest.mark.parametrize("address", [LEAVE, f"{PAGE}/relier", f"{PAGE}/delier"])
def test_a_form_of_another_site_starts_nothing(browser: FlaskClient, address: str) -> None:
    assert browser.post(address).status_code == 400


def test_a_response_is_taken_once_and_only_by_the_browser_that_left(
    elsewhere: FlaskClient, app: Flask, provider: OpenIdProvider
) -> None:
    path = back_from(provider, leave(elsewhere))
    thief = app.test_client()
    assert "a expiré ou a déjà servi" in said(thief, thief.get(path))
    leave(thief)
    assert "a expiré ou a déjà servi" in said(thief, thief.get(path))
    with elsewhere.session_transaction() as cookie:
        before = dict(cookie)
    assert elsewhere.get(path).headers["Location"] == "/"
    elsewhere.post("/deconnexion", data=read(elsewhere.get("/compte")).form)
    assert "a expiré ou a déjà servi" in said(elsewhere, elsewhere.get(path))
    # A copy of the cookie does not help: the provider takes its code once.
    with thief.session_transaction() as cookie:
        cookie.clear()
        cookie.update(before)
    assert "a expiré ou a déjà servi" in said(thief, thief.get(path))


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=", "?state=%C3%A9&code=x"])
def test_a_response_without_its_state_is_refused_and_ends_nobody_s_journey(
    elsewhere: FlaskClient, provider: OpenIdProvider, query: str
) -> None:
    path = back_from(provider, leave(elsewhere))
    assert "a expiré ou a déjà servi" in said(elsewhere, elsewhere.get(BACK + query))
    assert elsewhere.get(path).headers["Location"] == "/"


def test_a_journey_ends_after_ten_minutes(
    elsewhere: FlaskClient, provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = back_from(provider, leave(elsewhere))
    late = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert "a expiré ou a déjà servi" in said(elsewhere, elsewhere.get(path))


def test_somebody_who_is_signed_in_already_is_not_signed_in_again(
    linked: FlaskClient, provider: OpenIdProvider
) -> None:
    token = read(linked.get("/compte")).form["csrf_token"]
    answer = linked.post(LEAVE, data={"csrf_token": token})
    assert answer.headers["Location"] == "/"
    assert provider.asked.count("/token") == 1


def test_a_refusal_is_said_in_our_words_and_theirs_go_to_the_log(
    elsewhere: FlaskClient, provider: OpenIdProvider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.refusal = "access_denied"
    provider.response = {"error_description": "<script>alert(1)</script>"}
    text = said(elsewhere, go(elsewhere, provider))
    assert f"« {NAME} » n’a pas dit qui vous êtes" in text
    assert "connectez-vous avec votre mot de passe" in text
    provider.refusal = "server_error\n<b>faute</b>"
    with caplog.at_level(logging.WARNING):
        page = elsewhere.get(go(elsewhere, provider).headers["Location"])
    assert f"« {NAME} » n’a pas pu vous identifier" in read(page).text
    assert "faute" not in page.get_data(as_text=True)
    assert "server_error\\n<b>faute</b>" in caplog.text


def test_what_went_wrong_is_said_in_english_too(
    elsewhere: FlaskClient, provider: OpenIdProvider
) -> None:
    elsewhere.get("/connexion?lang=en")
    provider.refusal = "access_denied"
    assert f"“{NAME}” did not say who you are" in said(elsewhere, go(elsewhere, provider))


def test_the_identity_is_among_what_is_held_about_a_person(
    linked: FlaskClient, person: Person, engine: Engine, actor: Actor
) -> None:
    assert linked
    with transaction(engine, actor.practice_id) as session:
        held = list_held(session, actor, person.email, now=clock.now()).by_table()
    (record,) = held["identities"]
    assert record.values["subject"] == "9f86d081884c7d65"


def test_the_identity_goes_with_the_account(
    browser_of_other: FlaskClient, provider: OpenIdProvider, engine: Engine
) -> None:
    link(browser_of_other, provider)
    with transaction(engine, None) as session:
        (linked,) = session.scalars(select(Identity.user_id)).all()
        session.execute(delete(SignIn).where(SignIn.user_id == linked))
        session.execute(delete(User).where(User.id == linked))
    with transaction(engine, None) as session:
        assert session.scalars(select(Identity)).all() == []


def test_without_a_provider_there_is_no_button_and_no_page(
    make_app: AppMaker, engine: Engine, person: Person
) -> None:
    client = make_app(engine).test_client()
    page = read(client.get("/connexion"))
    assert "Se connecter avec" not in page.text
    token = {"csrf_token": page.form["csrf_token"]}
    assert client.post(LEAVE, data=token).status_code == 404
    assert client.get(BACK).status_code == 404
    sign_in(client, person.email)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/compte").text
