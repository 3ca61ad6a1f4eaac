"""What has changed is on the page of the element and on one of its own; somebody explains it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from probes.interface import Contact, Privacy
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.kernel.digest import sha256
from reversibility.pieces.models import PieceKind
from reversibility.retention.erasing import Why, erase
from reversibility.store.session import transaction
from tests.factories import changes as factory
from tests.web.house import House, seat
from tests.web.pages import Page, read

DAY = timedelta(days=1)


def see(engine: Engine, house: House, at: datetime, **facts: object) -> tuple[UUID, ...]:
    """Record a check of the domain that shows these facts; return what changed."""
    return factory.see(engine, house.actor, house.assets["domaine"], at, **facts)


def word(number: int) -> str:
    """Return a name that is like no other."""
    return sha256(str(number).encode())[:12]


def registrar_changes(engine: Engine, house: House) -> UUID:
    now = clock.now()
    see(engine, house, now - 2 * DAY, registrar="Ancre SAS")
    return see(engine, house, now - DAY, registrar="Boussole SAS")[0]


def explain(client: FlaskClient, change_id: UUID, **answers: str) -> Page:
    """Fill in the form of a change as people do; return the page that follows."""
    address = f"/changements/{change_id}"
    form = read(client.get(address)).form | answers
    return read(client.post(address, data=form, follow_redirects=True))


def test_a_change_shows_before_after_both_answers_and_their_digests(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    registrar_changes(desk_engine, house)
    for address in (f"/registre/{house.assets['domaine']}", "/changements"):
        page = read(manager.get(address))
        assert "a changé de bureau d’enregistrement" in page.text
        assert "avant : Ancre SAS → après : Boussole SAS" in page.text
        assert page.text.count("sha256") >= 2
        answers = [link["href"] for link in page.all("a") if "/releves/" in link["href"]]
        bodies = [manager.get(href).get_data() for href in dict.fromkeys(answers)]
        assert {b"Ancre" in body or b"Boussole" in body for body in bodies[:2]} == {True}


def test_a_hidden_holder_is_shown_as_hidden(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    now = clock.now()
    shown = {"registrant": Contact(name="Claire Martin"), "privacy": Privacy.PUBLIC}
    hidden = {"registrant": Contact(masked=True), "privacy": Privacy.REDACTED}
    see(desk_engine, house, now - 2 * DAY, **shown)
    see(desk_engine, house, now - DAY, **hidden)
    page = read(manager.get("/changements?vue=tous"))
    assert "avant : Claire Martin → après : masqué" in page.text
    assert "Masqué ne veut pas dire changé" in page.text
    assert "rien ne reste à expliquer" in page.heading


def test_an_unexplained_change_stays_until_it_is_explained(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    change_id = registrar_changes(desk_engine, house)
    assert "un changement reste à expliquer" in read(manager.get("/changements")).heading
    explain(manager, change_id, mark="seen")
    assert "un changement reste à expliquer" in read(manager.get("/changements")).heading
    page = explain(manager, change_id, mark="explained", text="Transfert demandé le 3 mars.")
    assert "Transfert demandé le 3 mars. Nadia Lopez" in page.text
    assert "rien ne reste à expliquer" in read(manager.get("/changements")).heading
    explained = read(manager.get("/changements?vue=importants"))
    assert "Transfert demandé le 3 mars." in explained.text
    assert "Expliquer ce changement" not in explained.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"mark": "explained", "text": ""}, "Dites en une phrase ce qui explique ce changement"),
        ({"text": "x"}, "Choisissez ce qu’il en est"),
        ({"mark": "jamais", "text": "x"}, "Choisissez ce qu’il en est"),
        ({"mark": "seen", "text": "x" * 501}, "500 caractères au plus"),
        ({"mark": "seen", "text": "a\x07b"}, "aractère"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(
    manager: FlaskClient,
    desk_engine: Engine,
    house: House,
    answers: dict[str, str],
    sentence: str,
) -> None:
    change_id = registrar_changes(desk_engine, house)
    page = explain(manager, change_id, **answers)
    assert sentence in page.text
    assert "Nadia Lopez," not in page.text
    assert page.form["text"] == answers["text"]


def test_many_changes_are_paged_by_key(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    now = clock.now()
    for number in range(33):
        see(desk_engine, house, now - (40 - number) * DAY, registrar=word(number))
    first = read(manager.get("/changements"))
    older = next(link["href"] for link in first.all("a") if "/avant/" in link["href"])
    second = read(manager.get(older))
    assert (first.text.count("avant :"), second.text.count("avant :")) == (30, 2)
    assert word(0) in second.text
    assert "Les plus récents" in second.text


def test_an_erased_answer_leaves_the_date_and_the_digest(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    change_id = registrar_changes(desk_engine, house)
    page = read(manager.get(f"/changements/{change_id}"))
    answer = next(link["href"] for link in page.all("a") if "/releves/" in link["href"])
    gone = {PieceKind.ANSWER: UUID(answer.rpartition("/")[2]), PieceKind.RESULT: change_id}
    with transaction(desk_engine, house.actor.practice_id) as session:
        for kind, piece_id in gone.items():
            why = Why(reason="Demande de M. Petit")
            erase(session, house.actor, kind, [piece_id], why=why, now=clock.now())
    page = read(manager.get(f"/changements/{change_id}"))
    assert "Ce que les deux relevés disaient a été effacé" in page.text
    assert "contenu effacé" in page.text
    assert page.text.count("sha256") == 2
    assert "Ancre SAS" not in page.text


def test_what_a_registry_sends_cannot_break_the_page(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    now = clock.now()
    evil = "<script>alert(1)</script>\u202e\x00" + "A" * 5_000
    see(desk_engine, house, now - 2 * DAY, registrar="Ancre SAS")
    see(desk_engine, house, now - DAY, registrar=evil)
    answer = manager.get("/changements")
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.data
    assert len(answer.data) < 40_000


def test_english_says_the_same(desk_app: Flask, desk_engine: Engine, house: House) -> None:
    registrar_changes(desk_engine, house)
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    page = read(client.get("/changements", headers={"Accept-Language": "en"}))
    assert page.language == "en"
    assert "one change is still to be explained" in page.heading
    assert "has moved to another registrar" in page.text
