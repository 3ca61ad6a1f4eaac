"""The first start, from an empty database to the sign-in page; on both databases."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from reversibility.accounts import first_start
from reversibility.accounts.models import Practice, User
from reversibility.catalogues.loader import load_catalogue
from reversibility.http.importing.practice import import_practice
from reversibility.kernel import clock
from reversibility.register.models import Party, PartyKind, Person
from reversibility.store.session import transaction
from tests.demo.practice_file import practice_file
from tests.web.conftest import AppMaker, sign_in
from tests.web.pages import read

PASSWORD = "une phrase que je retiens"
HOUSE = {
    "legal_name": "SELARL Cabinet médical Exemple",
    "legal_form": "SELARL",
    "siren": "123 456 782",
    "street": "12 rue des Exemples",
    "postcode": "69001",
    "city": "Lyon",
}
OWNER = {
    "owner_name": "Dr Claire Martin",
    "email": "Claire@Cabinet-Exemple.example",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture
def browser(make_app: AppMaker, engine: Engine) -> FlaskClient:
    return make_app(engine).test_client()


@pytest.fixture
def code(engine: Engine) -> str:
    """Return what the console shows."""
    with transaction(engine, None) as session:
        issued = first_start.issue_code(session, now=clock.now())
    assert issued is not None
    return issued


def enter(browser: FlaskClient, code: str) -> None:
    form = read(browser.get("/premier-demarrage")).form
    answer = browser.post("/premier-demarrage/code", data=form | {"code": code})
    assert answer.headers["Location"] == "/premier-demarrage"


def fill(browser: FlaskClient, **values: str):
    form = read(browser.get("/premier-demarrage")).form
    return browser.post("/premier-demarrage", data=form | HOUSE | OWNER | values)


@pytest.mark.parametrize(
    "address", ["/", "/connexion", "/registre", "/fiches", "/lien/x", "/nulle-part"]
)
def test_until_somebody_has_an_account_every_page_leads_to_the_first_start(
    browser: FlaskClient, address: str
) -> None:
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/premier-demarrage")


def test_the_code_opens_a_practice_whose_owner_then_signs_in(
    browser: FlaskClient, engine: Engine, code: str
) -> None:
    enter(browser, code)
    answer = fill(browser)
    assert answer.headers["Location"] == "/connexion"
    # Nobody is signed in by that.
    assert "/connexion" in browser.get("/registre").headers["Location"]
    assert sign_in(browser, "claire@cabinet-exemple.example", PASSWORD) == "/"
    page = read(browser.get("/registre"))
    assert "SELARL Cabinet médical Exemple" in page.text
    assert "responsable du cabinet" in page.text
    with transaction(engine, None, read_only=True) as session:
        assert session.scalars(select(Practice.siren)).all() == ["123456782"]
        assert session.scalars(select(Party.kind)).all() == [PartyKind.PRACTICE]
        assert session.scalars(select(Person.name)).all() == ["Dr Claire Martin"]


def test_the_code_opens_nothing_a_second_time(
    browser: FlaskClient, make_app: AppMaker, engine: Engine, code: str
) -> None:
    other = make_app(engine).test_client()
    enter(browser, code)
    enter(other, code)
    fill(browser)
    form = read(browser.get("/connexion")).form
    late = other.post("/premier-demarrage", data=form | HOUSE | OWNER)
    assert late.status_code in {302, 400}
    with transaction(engine, None, read_only=True) as session:
        assert len(session.scalars(select(User)).all()) == 1
    assert browser.get("/premier-demarrage").headers["Location"] == "/connexion"


def test_without_the_code_nothing_is_asked_and_nothing_kept(
    browser: FlaskClient, engine: Engine, code: str
) -> None:
    assert code
    form = read(browser.get("/premier-demarrage")).form
    assert "legal_name" not in form
    answer = browser.post("/premier-demarrage", data=form | HOUSE | OWNER)
    assert answer.headers["Location"] == "/premier-demarrage"
    with transaction(engine, None, read_only=True) as session:
        assert session.scalars(select(User)).all() == []


def test_wrong_codes_are_counted_and_then_even_the_right_one_opens_nothing(
    browser: FlaskClient, code: str
) -> None:
    form = read(browser.get("/premier-demarrage")).form
    said = [
        read(browser.post("/premier-demarrage/code", data=form | {"code": "AAAA"})).text
        for _ in range(10)
    ]
    assert "Il reste 9 essais" in said[0]
    assert "Il reste 1 essai." in said[8]
    assert "Relancez le service" in said[9]
    answer = browser.post("/premier-demarrage/code", data=form | {"code": code})
    assert answer.status_code == 422
    assert "Relancez le service" in read(answer).text


def test_a_code_that_was_replaced_while_the_form_was_filled_in_is_said(
    browser: FlaskClient, engine: Engine, code: str
) -> None:
    enter(browser, code)
    with transaction(engine, None) as session:
        first_start.issue_code(session, now=clock.now() + timedelta(minutes=1))
    assert fill(browser).headers["Location"] == "/premier-demarrage"
    page = read(browser.get("/premier-demarrage"))
    assert "un lancement plus récent" in page.text
    assert "legal_name" not in page.form
    with transaction(engine, None, read_only=True) as session:
        assert session.scalars(select(User)).all() == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"siren": "123 456 78"}, "9 chiffres, vous en avez saisi 8"),
        ({"siren": "123456789"}, "chiffre de contrôle"),
        ({"legal_name": " "}, "Saisissez le nom du cabinet."),
        ({"email": "claire"}, "adresse de courriel"),
        ({"password": "court", "again": "court"}, "12 caractères"),
        ({"again": "autre chose"}, "Les deux saisies diffèrent"),
        ({"owner_name": "Claire\u202eMartin"}, "invisible"),
    ],
)
def test_what_cannot_be_used_is_explained_and_what_was_typed_stays(
    browser: FlaskClient, engine: Engine, code: str, values: dict[str, str], sentence: str
) -> None:
    enter(browser, code)
    answer = fill(browser, **values)
    page = read(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    assert page.form["city"] == "Lyon"
    assert page.form["password"] == ""
    typed_one = values.get("password", PASSWORD)
    assert ("le mot de passe n’est jamais gardé" in page.text) is bool(typed_one)
    assert page.text.count("(facultatif)") == 5
    with transaction(engine, None, read_only=True) as session:
        assert session.scalars(select(Practice)).all() == []
    assert fill(browser).headers["Location"] == "/connexion"  # the code still works


def test_a_practice_loaded_from_its_file_only_needs_its_owner(
    browser: FlaskClient, engine: Engine, code: str
) -> None:
    document = json.loads(practice_file(clock.now().date()))
    done = import_practice(engine, json.dumps(document).encode(), load_catalogue(), now=clock.now())
    enter(browser, code)
    page = read(browser.get("/premier-demarrage"))
    assert "siren" not in page.form
    answer = browser.post(
        "/premier-demarrage", data=page.form | OWNER | {"practice": str(done.practice_id)}
    )
    assert answer.headers["Location"] == "/connexion"
    assert sign_in(browser, "claire@cabinet-exemple.example", PASSWORD) == "/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_start_speaks_both_languages(
    browser: FlaskClient, code: str, language: str
) -> None:
    first = read(browser.get(f"/premier-demarrage?lang={language}"))
    enter(browser, code)
    second = read(browser.get(f"/premier-demarrage?lang={language}"))
    for page in (first, second):
        assert page.language == language
        assert len(page.all("h1")) == 1
