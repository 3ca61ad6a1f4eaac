"""The chronology: facts, corrections, remarks of the provider, mails and what the checks saw."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from probes.interface import Contact, Privacy
from reversibility.contracts.event_models import ContractEvent
from reversibility.contracts.paper_models import PaperRow
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.store.session import transaction
from tests.factories.changes import see
from tests.factories.papers import file_paper
from tests.factories.proofs import PDF
from tests.web.house import House, seat
from tests.web.pages import read

STUDIO = "studio-web-2023"
MAIL = (
    b"From: Studio Exemple Web <contact@studio-exemple-web.example>\r\n"
    b"To: cabinet@cabinet-exemple.example\r\n"
    b"Date: Tue, 3 Nov 2026 09:11:58 +0100\r\n"
    b"Subject: Nous arr=?utf-8?b?w6p0?=ons\r\n\r\nBonjour,\r\n"
)


@pytest.fixture
def address(house: House) -> str:
    return f"/contrats/{house.contracts[STUDIO]}/chronologie"


def _note(client: FlaskClient, address: str, **told: str) -> None:
    form = read(client.get(f"{address}/ajout")).form
    fact = {"kind": "call", "happened_on": "2026-11-10", "facts": "Deux appels, sans réponse."}
    answer = client.post(f"{address}/ajout", data=form | fact | told)
    assert answer.status_code == 302, read(answer).text


def _only_event(engine: Engine, house: House) -> UUID:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return session.scalars(select(ContractEvent.id).order_by(ContractEvent.id)).all()[-1]


def test_facts_stand_in_the_order_in_which_they_happened(
    manager: FlaskClient, address: str
) -> None:
    assert "aucun fait n’est encore noté" in read(manager.get(address)).heading
    _note(manager, address, facts="Le second.", happened_on="2026-11-10", hour="14:05")
    _note(manager, address, facts="Le premier.", happened_on="2026-11-10")
    _note(manager, address, facts="Le dernier.", happened_on="2026-11-12", author="Nadia Lopez")
    page = read(manager.get(address))
    assert page.heading.startswith("Avec Studio Exemple Web, 3 faits notés")
    places = [page.text.index(fact) for fact in ("Le premier.", "Le second.", "Le dernier.")]
    assert places == sorted(places)
    assert "10 novembre 2026 à 14 h 05" in page.text


def test_a_correction_takes_the_place_of_a_line_that_stays_visible_with_its_reason(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    _note(manager, address, facts="Trois appels.")
    event = f"{address}/{_only_event(desk_engine, house)}/correction"
    form = read(manager.get(event)).form
    assert form["facts"] == "Trois appels."
    without = manager.post(event, data=form | {"facts": "Deux appels."})
    assert without.status_code == 422
    corrected = form | {"facts": "Deux appels.", "because": "relevé de l’opérateur"}
    assert manager.post(event, data=corrected).status_code == 302
    page = read(manager.get(address))
    assert page.heading.endswith("un fait noté.")
    assert "Ligne corrigée : relevé de l’opérateur" in page.text
    assert page.text.index("Deux appels.") < page.text.index("Trois appels.")
    # The line that was corrected is one no more: whoever had its form open is told.
    assert manager.post(event, data=corrected).status_code == 404


def test_the_database_itself_refuses_to_change_or_remove_a_fact(
    manager: FlaskClient, desk_engine: Engine, address: str
) -> None:
    _note(manager, address)
    for statement in ("UPDATE contract_events SET facts = ''", "DELETE FROM contract_events"):
        with pytest.raises(DBAPIError, match="append-only"), desk_engine.begin() as connection:
            connection.execute(text(statement))


def test_what_the_provider_observes_stands_beside_the_fact_also_after_a_correction(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    _note(manager, address)
    event_id = _only_event(desk_engine, house)
    remark = f"{address}/{event_id}/observation"
    form = read(manager.get(remark)).form
    told = form | {"text": "Nous avons rappelé le 11, sans succès.", "dated_on": "2026-11-20"}
    assert manager.post(remark, data=told).status_code == 302
    form = read(manager.get(f"{address}/{event_id}/correction")).form
    manager.post(f"{address}/{event_id}/correction", data=form | {"because": "faute de frappe"})
    page = read(manager.get(address))
    assert "Observation du prestataire, 20 novembre 2026" in page.text
    assert "Nous avons rappelé le 11, sans succès." in page.text


def test_what_the_checks_saw_change_stands_among_the_facts_and_can_be_filtered(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    now = clock.now()
    for days, registrar in ((4, "Ancre SAS"), (3, "Boussole SAS")):
        see(
            desk_engine,
            house.actor,
            house.assets["domaine"],
            now - timedelta(days=days),
            registrar=registrar,
            registrant=Contact(name="Atelier Corail SARL"),
            privacy=Privacy.PUBLIC,
        )
    _note(manager, address)
    everything = read(manager.get(address)).text
    assert "Changement relevé" in everything
    assert "Boussole SAS" in everything
    calls = read(manager.get(f"{address}?nature=call")).text
    assert "Boussole SAS" not in calls
    assert "Deux appels" in calls
    assert "Deux appels" not in read(manager.get(f"{address}?nature=changes")).text
    assert "Deux appels" in read(manager.get(f"{address}?nature=n-importe-quoi")).text


def test_several_files_are_kept_at_once_and_a_mail_is_proposed_from_its_headers(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    token = read(manager.get(f"{address}/fichiers")).form["csrf_token"]
    sent = {
        "csrf_token": token,
        "nothing_private": "y",
        "files": [(BytesIO(MAIL), "annonce.eml"), (BytesIO(PDF), "devis.pdf")],
    }
    answer = manager.post(f"{address}/fichiers", data=sent, content_type="multipart/form-data")
    assert answer.headers["Location"].endswith("/chronologie/courriels")
    page = read(manager.get(f"{address}/courriels"))
    assert page.form["happened_on"] == "2026-11-03"
    assert page.form["hour"].startswith("09:11")
    assert page.form["author"] == "Studio Exemple Web"
    assert "Nous arrêtons" in page.form["facts"]
    assert "contact@studio-exemple-web.example" in page.text
    assert "Un courriel gardé n’est pas encore" in read(manager.get(address)).text
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        papers = {row.filename: row for row in session.scalars(select(PaperRow))}
    assert papers["annonce.eml"].content == MAIL
    confirm = f"{address}/courriels/{papers['annonce.eml'].id}"
    assert manager.post(confirm, data=page.form | {"kind": "announcement"}).status_code == 302
    page = read(manager.get(address))
    assert "Annonce" in page.text
    assert f"/pieces/{papers['annonce.eml'].id}" in {link["href"] for link in page.all("a")}
    # Nothing is left to confirm: the page leads back.
    assert manager.get(f"{address}/courriels").headers["Location"].endswith("/chronologie")


def test_a_file_that_cannot_be_kept_is_named_and_the_others_are_kept(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    token = read(manager.get(f"{address}/fichiers")).form["csrf_token"]
    nested = MAIL + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 30
    sent = {
        "csrf_token": token,
        "nothing_private": "y",
        "files": [
            (BytesIO(MAIL), "annonce.eml"),
            (BytesIO(b"MZ\x90"), "programme.exe"),
            (BytesIO(nested), "poupees.eml"),
            (BytesIO(b""), "vide.pdf"),
        ],
    }
    answer = manager.post(f"{address}/fichiers", data=sent, content_type="multipart/form-data")
    page = read(answer)
    assert answer.status_code == 422
    assert "3 fichiers n’ont pas été gardés" in page.text
    assert "programme.exe : Ce n’est ni un PDF" in page.text
    assert "poupees.eml : Ce courriel contient trop de parties" in page.text
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        assert session.scalars(select(PaperRow.filename)).all() == ["annonce.eml"]


def test_files_are_kept_only_after_the_promise_that_no_patient_shows_in_them(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    token = read(manager.get(f"{address}/fichiers")).form["csrf_token"]
    sent = {"csrf_token": token, "files": [(BytesIO(PDF), "devis.pdf")]}
    answer = manager.post(f"{address}/fichiers", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "après avoir masqué ce qui doit l’être" in read(answer).text
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        assert session.scalars(select(PaperRow.id)).all() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"facts": ""}, "Écrivez ce qui s’est passé."),
        ({"facts": "x" * 2001}, "2000 caractères au plus"),
        ({"facts": "a\x00b"}, "caractère invisible"),
        ({"kind": "grievance"}, "Dites de quoi il s’agit."),
        ({"happened_on": "2199-01-01"}, "à venir"),
        ({"happened_on": "10/11/2026"}, "Écrivez une date, par exemple"),
        ({"hour": "25:99"}, "Écrivez une heure, par exemple 14:05."),
        ({"papers": "01930000-0000-7000-8000-000000000009"}, "Choisissez des pièces de la liste."),
    ],
)
def test_what_cannot_be_kept_is_explained_and_what_was_typed_stays(
    manager: FlaskClient,
    desk_engine: Engine,
    house: House,
    address: str,
    wrong: dict[str, str],
    sentence: str,
) -> None:
    form = read(manager.get(f"{address}/ajout")).form
    fact = {
        "kind": "call",
        "happened_on": "2026-11-10",
        "facts": "Deux appels.",
        "effect": "deux h",
    }
    answer = manager.post(f"{address}/ajout", data=form | fact | wrong)
    page = read(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    assert page.form["effect"] == "deux h"
    with transaction(desk_engine, house.actor.practice_id, read_only=True) as session:
        assert session.scalars(select(ContractEvent.id)).all() == []


def test_a_fact_names_papers_of_its_own_contract_alone(
    manager: FlaskClient, desk_engine: Engine, house: House, address: str
) -> None:
    now = clock.now()
    ours = file_paper(desk_engine, house.actor, house.contracts[STUDIO], now)
    theirs = file_paper(
        desk_engine, house.actor, house.contracts["infogerance-2024"], now, title="Ailleurs"
    )
    text_ = read(manager.get(f"{address}/ajout")).text
    assert "Acceptation du devis de mars" in text_
    assert "Ailleurs" not in text_
    _note(manager, address, papers=str(ours.id))
    form = read(manager.get(f"{address}/ajout")).form
    fact = {"kind": "call", "happened_on": "2026-11-10", "facts": "x", "papers": str(theirs.id)}
    assert manager.post(f"{address}/ajout", data=form | fact).status_code == 422


def test_a_contributor_reads_the_chronology_and_does_not_write_in_it(
    desk_app: Flask, desk_engine: Engine, house: House, manager: FlaskClient, address: str
) -> None:
    _note(manager, address)
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    page = read(client.get(address))
    assert "Deux appels" in page.text
    assert "Corriger" not in page.text
    assert client.get(f"{address}/ajout").status_code == 403
    assert client.get(f"{address}/fichiers").status_code == 403
