"""The emergency card: one page, filled from the register, with lines to write on."""

import io

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine, select

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.web.conftest import AppMaker
from tests.web.house import House, seat
from tests.web.pages import read

PATH = "/carte-urgence"


@pytest.fixture
def owner(make_app: AppMaker, desk_engine: Engine, house: House) -> FlaskClient:
    return seat(make_app(desk_engine), desk_engine, house, Role.OWNER, clock.now())


def printed(client: FlaskClient, locale: str) -> list[str]:
    """Print the card; return the text of each page."""
    token = read(client.get(PATH)).form["csrf_token"]
    answer = client.post(f"{PATH}/{locale}.pdf", data={"csrf_token": token})
    assert answer.mimetype == "application/pdf"
    return [
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages
    ]


def write(client: FlaskClient, **lines: str):
    form = read(client.get(PATH)).form
    return client.post(PATH, data=form | lines)


def test_one_page_in_each_language_says_whom_to_call_and_what_to_do(owner: FlaskClient) -> None:
    write(
        owner,
        cyber_name="Assureur Exemple",
        cyber_policy="CY-2026-7",
        lawyer_name="Me Anne Exemple",
        envelope="Coffre du secrétariat",
    )
    (french,) = printed(owner, "fr")
    (english,) = printed(owner, "en")
    for text in (french, english):
        for said in ("cabinet-exemple.fr.example", "CY-2026-7", "Me Anne Exemple", "Coffre"):
            assert said in text
    assert "Les dix premières minutes" in french
    assert "The first ten minutes" in english


def test_each_line_says_whom_to_call_and_the_next_to_fill_in_is_open(owner: FlaskClient) -> None:
    write(owner, legal_name="Assureur Exemple", legal_phone="01 99 00 00 01")
    page = read(owner.get(PATH))
    assert "Assureur Exemple, 01 99 00 00 01" in page.text
    folds = ["open" in each for each in page.all("details") if each.get("class") == "fold"]
    assert folds == [False, True] + [False] * 6


def test_the_longest_lines_still_make_one_page(owner: FlaskClient) -> None:
    form = read(owner.get(PATH)).form
    lines = {
        name: "Société d’assurance mutuelle des professions " * 2 for name in form if "_" in name
    }
    lines.pop("csrf_token")
    assert write(owner, **lines).status_code == 302
    assert len(printed(owner, "fr")) == 1


def test_a_card_that_no_longer_says_what_the_register_says_is_to_be_printed_again(
    owner: FlaskClient, desk_engine: Engine, house: House
) -> None:
    assert "réimprimez-la" not in owner.get(PATH).text
    printed(owner, "en")
    assert "est à jour" in owner.get(PATH).text
    with transaction(desk_engine, house.actor.practice_id) as session:
        asset = session.scalars(select(Asset).where(Asset.id == house.assets["domaine"])).one()
        asset.name = "autre-nom.example"
    assert "réimprimez-la" in owner.get(PATH).text


def test_what_two_people_write_at_once_is_not_lost(owner: FlaskClient) -> None:
    stale = read(owner.get(PATH)).form
    write(owner, lawyer_name="Me Anne Exemple")
    answer = owner.post(PATH, data=stale | {"envelope": "Étude notariale"})
    assert answer.status_code == 409
    form = read(answer).form
    assert form["envelope"] == "Étude notariale"
    assert owner.post(PATH, data=form).status_code == 302
