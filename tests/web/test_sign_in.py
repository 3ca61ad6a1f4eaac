"""Choosing a password by a one-time link, signing in and out; on both databases."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.kernel.actor import Actor
from tests.web.conftest import PASSWORD, AppMaker, Person, choose_password, let_in, sign_in
from tests.web.pages import read

HTTPS = "https://registre.cabinet.example"


@pytest.fixture
def browser(make_app: AppMaker, engine: Engine) -> FlaskClient:
    return make_app(engine).test_client()


@pytest.fixture
def person(engine: Engine, actor: Actor) -> Person:
    return let_in(engine, actor)


def test_a_link_lets_a_person_choose_a_password_with_accents_and_sign_in(
    browser: FlaskClient, person: Person
) -> None:
    choose_password(browser, person, PASSWORD)
    assert "Votre mot de passe est enregistré" in read(browser.get("/connexion")).text
    assert sign_in(browser, person.email, PASSWORD) == "/"


def test_the_address_is_recognised_in_any_case(browser: FlaskClient, person: Person) -> None:
    choose_password(browser, person)
    assert sign_in(browser, person.email.upper()) == "/"


def test_looking_at_a_link_does_not_use_it(browser: FlaskClient, person: Person) -> None:
    for _ in range(2):
        page = read(browser.get(person.link))
    assert page.heading == "Bonjour Nadia Lopez, choisissez votre mot de passe."
    choose_password(browser, person)


def test_a_link_works_once(browser: FlaskClient, person: Person) -> None:
    choose_password(browser, person)
    answer = browser.get(person.link)
    assert answer.status_code == 404
    assert "Demandez-en un nouveau" in read(answer).text


def test_an_unknown_link_gets_the_answer_of_a_used_one(
    browser: FlaskClient, person: Person
) -> None:
    choose_password(browser, person)
    browser.get("/connexion")  # shows, once, that the password is saved
    used, unknown = browser.get(person.link), browser.get("/lien/jamais-vu")
    assert (used.status_code, read(used).text) == (unknown.status_code, read(unknown).text)


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("trop court", "trop court", "Il faut au moins 12 caractères"),
        ("n.lopez@cabinet-exemple.example",) * 2 + ("Choisissez autre chose",),
        (PASSWORD, "autre chose", "Les deux saisies diffèrent"),
        ("", "", "Saisissez un mot de passe"),
    ],
)
def test_a_password_that_cannot_be_used_is_explained_and_not_kept(
    browser: FlaskClient, person: Person, password: str, again: str, sentence: str
) -> None:
    form = read(browser.get(person.link)).form
    answer = browser.post(person.link, data=form | {"password": password, "again": again})
    assert answer.status_code == 422
    page = read(answer)
    assert sentence in page.text
    assert page.form["password"] == ""
    assert sign_in(browser, person.email, password) == ""


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    browser: FlaskClient, person: Person
) -> None:
    choose_password(browser, person)
    answers = []
    for email in (person.email, "personne@cabinet-exemple.example"):
        form = read(browser.get("/connexion")).form
        answer = browser.post("/connexion", data=form | {"email": email, "password": "essai"})
        answers.append((answer.status_code, read(answer).text))
    assert answers[0] == answers[1]
    assert "ne vont pas ensemble" in answers[0][1]


def test_signing_in_does_not_lead_to_another_site(browser: FlaskClient, person: Person) -> None:
    choose_password(browser, person)
    form = read(browser.get("/connexion?next=https://ailleurs.example/")).form
    answer = browser.post(
        "/connexion?next=https://ailleurs.example/",
        data=form | {"email": person.email, "password": PASSWORD},
    )
    assert "ailleurs" not in answer.headers.get("Location", "")


def test_signing_out_is_a_button_and_not_a_link(browser: FlaskClient, person: Person) -> None:
    choose_password(browser, person)
    sign_in(browser, person.email)
    assert browser.get("/deconnexion").status_code == 405
    page = read(browser.get("/nulle-part"))
    assert "Nadia Lopez" in page.text
    browser.post("/deconnexion", data={"csrf_token": page.form["csrf_token"]})
    assert "Nadia Lopez" not in read(browser.get("/nulle-part")).text


@pytest.mark.parametrize("address", ["/connexion", "/deconnexion", "/lien/jeton"])
def test_a_form_without_its_token_is_refused(
    browser: FlaskClient, person: Person, address: str
) -> None:
    assert person
    answer = browser.post(address, data={"email": "a@b.example", "password": PASSWORD})
    assert answer.status_code == 400
    assert read(answer).heading == "Ce formulaire a expiré, rien n’a été enregistré."


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    browser: FlaskClient, person: Person
) -> None:
    assert person
    cookie = browser.get("/connexion").headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_the_session_cookie_never_travels_in_clear(
    make_app: AppMaker, sqlite: Engine
) -> None:
    browser = make_app(sqlite, base_url=HTTPS).test_client()
    cookie = browser.get("/connexion", base_url=HTTPS).headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie


def test_a_service_with_a_public_address_answers_to_no_other_name(
    make_app: AppMaker, sqlite: Engine
) -> None:
    browser = make_app(sqlite, base_url=HTTPS).test_client()
    answer = browser.get("/connexion", base_url="https://ailleurs.example")
    assert answer.status_code == 400
    assert "ailleurs" not in answer.get_data(as_text=True)
    assert browser.get("/connexion", base_url=HTTPS).status_code == 200
