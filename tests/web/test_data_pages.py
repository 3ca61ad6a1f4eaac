"""The owner's page of data: periods, holds, pieces, and what is held about a person."""

import io
import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine, select

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.pieces.models import Erasure, PieceKind, SecretPiece
from reversibility.retention.holds import lift_hold, list_holds
from reversibility.retention.models import LegalHold, RetentionPeriod
from reversibility.store.session import transaction
from reversibility.worker.purging import purge_due
from tests.web.house import House, answers_of, examine, seat, theirs
from tests.web.pages import read

PERIODS = {
    "same_answers": "24",
    "withdrawn_proofs": "2",
    "drafts": "6",
    "security_journal": "12",
    "activity_journal": "60",
    "after_contract": "60",
}


@pytest.fixture
def owner(desk_app: Flask, desk_engine: Engine, house: House) -> FlaskClient:
    """Return the browser of the owner of the practice of the demo."""
    return seat(desk_app, desk_engine, house, Role.OWNER, clock.now())


def rows(engine: Engine, house: House, table: type) -> list[object]:
    """Return the rows of a table."""
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return list(session.scalars(select(table)))


def post(browser: FlaskClient, path: str, **values: str) -> object:
    """Send a form with the token of its page."""
    form = read(browser.get("/donnees/durees")).form
    return browser.post(path, data={"csrf_token": form["csrf_token"], **values})


def test_the_page_says_how_long_and_from_where(owner: FlaskClient) -> None:
    text = owner.get("/donnees").get_data(as_text=True)
    for expected in ("Journal de sécurité", "12\u00a0mois", "2021-122", "À lire avec un"):
        assert expected in text
    assert "Security journal" in owner.get("/donnees?lang=en").get_data(as_text=True)


def test_only_the_owner_gets_there(manager: FlaskClient) -> None:
    for path in ("/donnees", "/donnees/durees", "/donnees/pieces", "/donnees/personne"):
        assert manager.get(path).status_code == 403
    assert "/donnees" not in manager.get("/registre").get_data(as_text=True)


def test_periods_are_changed_and_wrong_ones_come_back(
    owner: FlaskClient, desk_engine: Engine, house: House
) -> None:
    assert post(owner, "/donnees/durees", **PERIODS).status_code == 302
    assert len(rows(desk_engine, house, RetentionPeriod)) == 2
    answer = post(owner, "/donnees/durees", **{**PERIODS, "security_journal": "trois"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "de 6 à 36" in text
    assert 'value="trois"' in text


def test_a_hold_is_set_shown_and_lifted(
    owner: FlaskClient, desk_engine: Engine, house: House
) -> None:
    assert post(owner, "/donnees/suspendre", about="", reason="").status_code == 422
    assert post(owner, "/donnees/suspendre", about="", reason="Litige").status_code == 302
    (hold,) = rows(desk_engine, house, LegalHold)
    assert "Litige" in owner.get("/donnees").get_data(as_text=True)
    path = f"/donnees/suspensions/{hold.id}/levee"
    assert owner.get(path).status_code == 200
    assert post(owner, path, reason="Le litige est clos").status_code == 302
    assert owner.get(path).status_code == 404


def test_what_goes_next_is_counted_with_the_purge_and_again_when_a_hold_is_lifted(
    owner: FlaskClient, desk_engine: Engine, house: House
) -> None:
    now = clock.now()
    for days in (352, 351, 350, 0):
        examine(desk_engine, house, "domaine", theirs(), now=now - timedelta(days=days))
    assert "trente jours" not in read(owner.get("/donnees")).text
    purge_due(desk_engine, now)
    held = read(owner.get("/donnees")).text
    assert "Rien ne sera effacé dans les trente jours." in held
    assert "2 contenus restent, parce que les effacements sont suspendus." in held
    with transaction(desk_engine, house.actor.practice_id) as session:
        for hold in list_holds(session, house.actor):
            lift_hold(session, house.actor, hold.id, "Sortie terminée", now=now)
    going = read(owner.get("/donnees")).text
    assert "2 contenus arrivent au terme de leur durée : ils seront effacés à partir du" in going
    assert "restent, parce que" not in going


def test_notes_are_kept_within_the_practice_and_shown_again(
    owner: FlaskClient, desk_engine: Engine, house: House
) -> None:
    piece_id = next(iter(house.assets.values()))
    way = f"/donnees/pieces/notes/{piece_id}"
    assert post(owner, f"{way}/reserve").status_code == 302
    assert len(rows(desk_engine, house, SecretPiece)) == 1
    assert post(owner, f"{way}/partage").status_code == 302
    assert rows(desk_engine, house, SecretPiece) == []


def test_an_answer_is_erased_and_every_page_says_so(
    owner: FlaskClient, desk_engine: Engine, house: House
) -> None:
    slug = next(slug for slug in house.assets if "domaine" in slug)
    asset_id = examine(desk_engine, house, slug, theirs(), now=clock.now())
    answer = answers_of(desk_engine, house, asset_id)[0]
    way = f"/donnees/pieces/answer/{answer.id}/effacement"
    assert post(owner, way, reason="").status_code == 422
    held = post(owner, way, reason="Demande de la personne")
    assert held.status_code == 409
    assert "suspendus" in held.get_data(as_text=True)
    with transaction(desk_engine, house.actor.practice_id) as session:
        for line in list_holds(session, house.actor):
            lift_hold(session, house.actor, line.id, "Sortie finie", now=clock.now())
    assert post(owner, way, reason="Demande de la personne").status_code == 302
    erased = rows(desk_engine, house, Erasure)
    assert {row.reason for row in erased} == {"Demande de la personne"}
    assert {row.piece_kind for row in erased} == {PieceKind.ANSWER, PieceKind.RESULT}
    assert "Contenu effacé" in owner.get("/donnees").get_data(as_text=True)
    assert "Contenu effacé" in owner.get("/donnees/pieces/answer").get_data(as_text=True)
    assert "ontenu effacé" in owner.get(f"/registre/{asset_id}").get_data(as_text=True)
    gone = owner.get(f"/releves/{answer.id}")
    assert gone.status_code == 409
    assert "a été effacé" in gone.get_data(as_text=True)
    assert owner.get(way).status_code == 409


def test_what_is_held_about_a_person_is_shown_and_taken_away(owner: FlaskClient) -> None:
    page = post(owner, "/donnees/personne", wanted="Lopez Nadia")
    assert "Compte" in page.get_data(as_text=True)
    taken = post(owner, "/donnees/personne/json", wanted="Nadia Lopez")
    assert json.loads(taken.data)["records"]
    printed = post(owner, "/donnees/personne/pdf", wanted="Nadia Lopez")
    assert "Nadia Lopez" in PdfReader(io.BytesIO(printed.data)).pages[0].extract_text()
    assert post(owner, "/donnees/personne", wanted="x").status_code == 422


@pytest.mark.parametrize("name", ["record", "agreement", "operator"])
def test_the_documents_are_filled_in(owner: FlaskClient, name: str) -> None:
    answer = owner.get(f"/donnees/documents/{name}?lang=en")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Exemple" in PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
