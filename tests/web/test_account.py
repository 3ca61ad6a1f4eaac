"""One's own account: sessions, second factor, recovery codes, password; on both databases."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy import Engine, select

from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import FailedSignIn, SignIn
from reversibility.kernel import clock
from reversibility.store.session import transaction
from tests.web.conftest import PASSWORD, Person, sign_in
from tests.web.pages import read

OTHER = "une autre phrase, plus longue"


def press(client: FlaskClient, address: str, page: str = "/compte", **values: str) -> int:
    """Send a form of a page; return the status."""
    token = read(client.get(page)).form["csrf_token"]
    return client.post(address, data={"csrf_token": token} | values).status_code


def is_in(client: FlaskClient) -> bool:
    return client.get("/compte").status_code == 200


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("session")
    assert found is not None
    return found.value


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """Return the browser of somebody who has stolen the cookie."""
    thief = app.test_client()
    thief.set_cookie("session", cookie_of(client))
    return thief


def set_up_code(client: FlaskClient) -> str:
    """Put the second factor in place; return the key of the app."""
    token = read(client.get("/compte/double-authentification")).form["csrf_token"]
    shown = client.post(
        "/compte/double-authentification", data={"csrf_token": token, "setup": "authenticator"}
    )
    html = shown.get_data(as_text=True)
    found = re.search(r"<code>([A-Z2-7 -]+)</code>", html)
    action = re.search(r'action="(/compte/double-authentification/[^"]+)"', html)
    assert found
    assert action
    key = re.sub("[ -]", "", found[1])
    # The code of half a minute ago is good too, and leaves that of now for the next sign-in.
    past = datetime.now(UTC) - timedelta(seconds=30)
    code = TOTP(key=key).generate(int(past.timestamp())).token
    done = client.post(action[1], data={"csrf_token": token, "code": code})
    assert done.status_code == 302
    assert "La double authentification est en place" in read(client.get("/compte")).text
    return key


def give_code(client: FlaskClient, code: str, page: str = "/connexion/code") -> str:
    form = read(client.get(page)).form
    answer = client.post(page, data=form | {"code": code})
    return answer.headers.get("Location", "")


def test_a_copied_cookie_dies_when_its_owner_signs_out(app: Flask, browser: FlaskClient) -> None:
    thief = copy_of(app, browser)
    assert is_in(thief)
    press(browser, "/deconnexion")
    assert not is_in(thief)


def test_signing_out_everywhere_ends_every_session_and_says_so(
    app: Flask, person: Person, browser: FlaskClient
) -> None:
    phone = app.test_client()
    sign_in(phone, person.email)
    assert press(browser, "/compte/sessions/terminer") == 302
    assert "déconnecté partout" in read(browser.get("/connexion")).text
    assert not is_in(phone)
    assert not is_in(browser)


def test_one_session_can_be_ended_from_another_and_only_by_its_owner(
    app: Flask, person: Person, browser: FlaskClient, engine: Engine
) -> None:
    phone = app.test_client()
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    form = read(phone.get("/connexion")).form
    phone.post(
        "/connexion",
        data=form | {"email": person.email, "password": PASSWORD},
        headers={"User-Agent": agent},
    )
    assert "Safari sur iPhone" in read(browser.get("/compte")).text
    with transaction(engine, None) as session:
        row = session.scalars(select(SignIn).where(SignIn.browser == agent)).one()
    assert press(browser, f"/compte/sessions/{row.id}/terminer") == 302
    assert not is_in(phone)
    assert is_in(browser)
    assert press(browser, "/compte/sessions/01930000-0000-7000-8000-000000000009/terminer") == 404


def test_changing_the_password_asks_for_the_present_one_and_ends_the_other_sessions(
    app: Flask, person: Person, browser: FlaskClient
) -> None:
    phone, thief = app.test_client(), copy_of(app, browser)
    sign_in(phone, person.email)
    page = "/compte/mot-de-passe"
    new = {"password": OTHER, "again": OTHER}
    assert press(browser, page, page, current="autre chose", **new) == 422
    assert is_in(phone)
    assert press(browser, page, page, current=PASSWORD, **new) == 302
    assert is_in(browser)
    assert not is_in(phone)
    assert not is_in(thief)
    assert sign_in(app.test_client(), person.email, PASSWORD) == ""
    assert sign_in(app.test_client(), person.email, OTHER) == "/"


def test_a_person_who_may_no_longer_sign_in_is_out_at_once(
    browser: FlaskClient, engine: Engine
) -> None:
    with transaction(engine, None) as session:
        session.scalars(select(User)).one().active = False
    assert not is_in(browser)


def test_a_session_ends_after_half_a_day_without_a_sign_of_life(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=11))
    assert is_in(browser)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=22))
    assert is_in(browser)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=35))
    assert not is_in(browser)
    assert "Votre session est terminée" in read(browser.get("/connexion")).text


def test_a_cookie_given_before_signing_in_is_worth_nothing_afterwards(
    app: Flask, person: Person
) -> None:
    victim, attacker = app.test_client(), app.test_client()
    attacker.get("/connexion")
    token = read(attacker.get("/connexion")).form["csrf_token"]
    victim.set_cookie("session", cookie_of(attacker))  # planted
    sign_in(victim, person.email)
    assert is_in(victim)
    assert not is_in(attacker)
    # The CSRF token that the attacker knew is no good in the new session.
    answer = victim.post("/compte/langue", data={"csrf_token": token, "language": "en"})
    assert answer.status_code == 400


def test_the_code_is_asked_after_the_password_and_no_code_comes_twice(
    app: Flask, person: Person, browser: FlaskClient
) -> None:
    key = set_up_code(browser)
    code = TOTP(key=key).generate().token
    again = app.test_client()
    assert sign_in(again, person.email).startswith("/connexion/code")
    assert not is_in(again)
    assert give_code(again, "000000") == ""
    assert give_code(again, f"{code[:3]} {code[3:]}") == "/"
    third = app.test_client()
    sign_in(third, person.email)
    assert give_code(third, code) == ""
    assert (
        "a déjà servi"
        in read(
            third.post(
                "/connexion/code", data=read(third.get("/connexion/code")).form | {"code": code}
            )
        ).text
    )
    assert not is_in(third)


def test_a_lost_phone_is_replaced_by_a_recovery_code_that_serves_once(
    app: Flask, person: Person, browser: FlaskClient, engine: Engine
) -> None:
    set_up_code(browser)
    token = read(browser.get("/compte/codes-de-secours")).form["csrf_token"]
    shown = browser.post("/compte/codes-de-secours", data={"csrf_token": token})
    codes = re.findall(r"<code>([0-9a-f-]{14})</code>", shown.get_data(as_text=True))
    assert len(codes) == 10
    with transaction(engine, None) as session:
        kept = session.scalars(select(User)).one().mf_recovery_codes
    assert kept is not None
    assert not set(kept) & set(codes)
    other = app.test_client()
    sign_in(other, person.email)
    assert give_code(other, codes[3].upper(), "/connexion/code-de-secours") == "/"
    assert "Il vous en reste 9." in read(other.get("/compte")).text
    third = app.test_client()
    sign_in(third, person.email)
    assert give_code(third, codes[3], "/connexion/code-de-secours") == ""
    assert not is_in(third)


def test_the_second_factor_can_be_taken_away(
    app: Flask, person: Person, browser: FlaskClient
) -> None:
    set_up_code(browser)
    page = "/compte/double-authentification"
    assert press(browser, page, page, setup="disable") == 302
    assert sign_in(app.test_client(), person.email) == "/"


def test_changing_the_second_factor_long_after_signing_in_asks_for_the_password(
    browser: FlaskClient,
) -> None:
    with browser.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
    answer = browser.get("/compte/double-authentification")
    assert answer.headers["Location"].startswith("/connexion/confirmer")
    page = answer.headers["Location"]
    form = read(browser.get(page)).form
    assert "actuel" in read(browser.post(page, data=form | {"password": "essai"})).text
    done = browser.post(page, data=form | {"password": PASSWORD})
    assert done.headers["Location"] == "/compte/double-authentification"


@pytest.mark.parametrize("page", ["/connexion/code", "/connexion/code-de-secours"])
def test_the_second_step_cannot_be_reached_without_the_first(
    app: Flask, person: Person, page: str
) -> None:
    assert person
    answer = app.test_client().get(page)
    assert answer.headers["Location"] == "/connexion"


def test_whoever_answers_for_the_practice_sees_failed_attempts(
    app: Flask, person: Person, browser: FlaskClient, engine: Engine
) -> None:
    sign_in(app.test_client(), person.email, "deviné")
    assert "Essais refusés sur votre compte" in read(browser.get("/compte")).text
    with transaction(engine, None) as session:
        assert session.scalars(select(FailedSignIn.client)).all() == ["127.0.0.1"]
