"""The pages through their front door: an app on a database of its own, and somebody signed in."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from reversibility.accounts import people
from reversibility.accounts import service as accounts
from reversibility.app import create_app
from reversibility.http.services import Services, build
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, Role
from reversibility.settings import Settings
from reversibility.store.session import make_engine, transaction
from tests.web.house import House, furnish, seat
from tests.web.pages import read

CATALOGUE = Path("reversibility/web/translations/en/LC_MESSAGES/messages.po")
PASSWORD = "l’été à la mer, encore"
EMAIL = "n.lopez@cabinet-exemple.example"

AppMaker = Callable[..., Flask]


@dataclass(frozen=True)
class Person:
    """Somebody of the practice who has a one-time link."""

    email: str
    link: str


@pytest.fixture(scope="session", autouse=True)
def english() -> None:
    """Compile the English texts, as make does, so that these tests also run by themselves."""
    compiled = CATALOGUE.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime > CATALOGUE.stat().st_mtime:
        return
    with CATALOGUE.open("rb") as source, compiled.open("wb") as target:
        write_mo(target, read_po(source))


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[AppMaker]:
    """Return a maker of apps on a given database."""
    made: list[Services] = []

    def make(engine: Engine, **settings: str) -> Flask:
        built = build(Settings(data_dir=str(tmp_path / "data"), **settings))
        made.append(built)
        app = create_app(replace(built, engine=engine))
        app.config["PROPAGATE_EXCEPTIONS"] = False
        return app

    yield make
    for built in made:
        built.close()


@pytest.fixture
def sqlite(tmp_path: Path, sqlite_template: Path) -> Iterator[Engine]:
    """Return an engine on SQLite, for what does not depend on the database.

    Somebody has an account: until then every page leads to the first start.
    """
    path = tmp_path / "pages.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    with transaction(engine, None) as session:
        people.add(session, "e.roche@ailleurs.example", "Emma Roche", now=clock.now())
    yield engine
    engine.dispose()


@pytest.fixture
def client(make_app: AppMaker, sqlite: Engine) -> FlaskClient:
    """Return a browser before signing in."""
    return make_app(sqlite, components_page="yes").test_client()


@pytest.fixture(scope="session")
def furnished(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, House]:
    """Return a SQLite file with the practice of the demo, and what is in it."""
    path = tmp_path_factory.mktemp("furnished") / "template.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    house = furnish(engine, clock.now())
    engine.dispose()
    return path, house


@pytest.fixture
def house(furnished: tuple[Path, House]) -> House:
    """Return the practice of the demo, as it stands in `desk_engine`."""
    return furnished[1]


@pytest.fixture
def desk_engine(furnished: tuple[Path, House], tmp_path: Path) -> Iterator[Engine]:
    """Return an engine on a copy of the practice of the demo."""
    path = tmp_path / "furnished.db"
    shutil.copy(furnished[0], path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def desk_app(make_app: AppMaker, desk_engine: Engine) -> Flask:
    """Return the app on the practice of the demo."""
    return make_app(desk_engine)


@pytest.fixture
def manager(desk_app: Flask, desk_engine: Engine, house: House) -> FlaskClient:
    """Return the browser of a manager of the practice of the demo."""
    return seat(desk_app, desk_engine, house, Role.MANAGER, clock.now())


def let_in(engine: Engine, actor: Actor) -> Person:
    """Open a practice and let one manager in."""
    now = clock.now()
    with transaction(engine, actor.practice_id) as session:
        practice = accounts.PracticeDraft(legal_name="Cabinet médical Exemple")
        accounts.open_practice(session, actor, practice, now=now)
        draft = accounts.MemberDraft(email=EMAIL, name="Nadia Lopez", role=Role.MANAGER)
        token = accounts.add_member(session, actor, draft, now=now)
    return Person(email=EMAIL, link=f"/lien/{token}")


def choose_password(client: FlaskClient, person: Person, password: str = PASSWORD) -> None:
    """Use the one-time link as a person would."""
    form = read(client.get(person.link)).form
    answer = client.post(person.link, data=form | {"password": password, "again": password})
    assert answer.status_code == 302


def sign_in(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD) -> str:
    """Fill in the sign-in page; return where it leads, or "" when it is shown again."""
    form = read(client.get("/connexion")).form
    answer = client.post("/connexion", data=form | {"email": email, "password": password})
    return answer.headers.get("Location", "")


@pytest.fixture
def signed_in(make_app: AppMaker, sqlite: Engine, actor: Actor) -> FlaskClient:
    """Return the browser of a manager who has signed in."""
    client = make_app(sqlite, components_page="yes").test_client()
    choose_password(client, let_in(sqlite, actor))
    assert sign_in(client) == "/"
    return client


@pytest.fixture
def app(make_app: AppMaker, engine: Engine) -> Flask:
    """Return the app on either kind of database."""
    return make_app(engine)


@pytest.fixture
def person(engine: Engine, actor: Actor, app: Flask) -> Person:
    """Return a manager who has chosen a password."""
    made = let_in(engine, actor)
    choose_password(app.test_client(), made)
    return made


@pytest.fixture
def browser(app: Flask, person: Person) -> FlaskClient:
    """Return the browser in which they have signed in."""
    client = app.test_client()
    assert sign_in(client, person.email) == "/"
    return client
