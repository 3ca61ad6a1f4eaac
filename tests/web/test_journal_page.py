"""The journal on the page: plain words, filters, its check, and what leaves of it."""

import csv
import io
import json
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text

from reversibility.journal import service as journal
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.store.session import transaction
from tests.web.house import House, examine, furnish, seat, theirs
from tests.web.pages import read
from tests.web.test_page_budget import MOST, counting


def test_the_journal_says_who_did_what_to_which_record(manager: FlaskClient, house: House) -> None:
    page = read(manager.get("/journal"))
    said = "L’exploitant du service (console) a ajouté le contrat « Maintenance informatique"
    assert said in page.text
    links = [link["href"] for link in page.all("a")]
    assert f"/contrats/{house.contracts['studio-web-2023']}" in links
    assert "(console) opened the practice" in read(manager.get("/journal?lang=en")).text


def test_what_changed_is_told_with_labels_and_names_never_as_it_is_stored(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    page = read(manager.get("/journal"))
    for told in (
        "Titulaire du compte Studio Exemple Web",
        "Résultats, titulaire Non concordant",
        "réponse lue",
        "Double authentification application",
        "Rôle gestionnaire",
    ):
        assert told.lower() in page.text.lower(), told
    for stored in ("{", "account_holder", "_id", "provider_id", "'", "None", "True", "01930"):
        assert stored not in page.text, stored
    assert str(house.assets["domaine"]) not in page.text


@pytest.mark.parametrize(
    ("asked", "found", "not_found"),
    [
        ("famille=contracts", "a ajouté le contrat", "a déclaré l’élément"),
        ("genre=party", "a ajouté l’intervenant", "a ajouté le contrat"),
        ("texte=google+déclaré", "Compte Google Ads", "Messagerie"),
        ("texte=Établissement", "Fiche d’établissement Google", "Compte Google Ads"),
        ("personne=operator&famille=exits", "a ouvert la sortie", "a ajouté le contrat"),
        ("personne=worker", "Aucune inscription", "a ajouté le contrat"),
    ],
)
def test_the_journal_is_filtered_by_person_record_action_and_words(
    manager: FlaskClient, asked: str, found: str, not_found: str
) -> None:
    text_ = _entries(manager, asked)
    assert found in text_
    assert not_found not in text_


def test_a_period_holds_its_last_day_whole(manager: FlaskClient) -> None:
    today = clock.now().date()
    assert "a ouvert le cabinet" in _entries(manager, f"du={today - timedelta(days=1)}")
    later = today + timedelta(days=2)
    assert "Aucune inscription" in _entries(manager, f"du={later}&au={later}")


@pytest.mark.parametrize(
    "asked", ["du=hier", "personne=quelqu-un", "genre=x", "famille=x", "au=9999-12-31"]
)
def test_a_filter_that_cannot_be_read_gets_a_sentence(manager: FlaskClient, asked: str) -> None:
    answer = manager.get(f"/journal?{asked}")
    assert answer.status_code == 422
    assert "Un point à corriger" in read(answer).text


@pytest.mark.parametrize("asked", ["avant=-1", "avant=99999999999999999999", "avant=x"])
def test_a_page_number_that_is_none_shows_the_newest_entries(
    manager: FlaskClient, asked: str
) -> None:
    assert manager.get(f"/journal?{asked}").status_code == 200


def test_an_element_has_its_own_history_with_its_accesses(
    manager: FlaskClient, house: House
) -> None:
    asset_id = house.assets["google-ads"]
    links = [link["href"] for link in read(manager.get(f"/registre/{asset_id}")).all("a")]
    assert f"/journal?fiche={asset_id}" in links
    page = read(manager.get(f"/journal?fiche={asset_id}"))
    assert page.heading.startswith("L’historique de «")
    assert "a déclaré l’élément « Compte Google Ads" in page.text
    assert "Hugo Bernard → Compte Google Ads" in page.text
    assert "Messagerie" not in page.text


def test_the_history_of_another_practice_is_empty(
    manager: FlaskClient, desk_engine: Engine
) -> None:
    other = furnish(desk_engine, clock.now(), siren="333333334")
    page = read(manager.get(f"/journal?fiche={other.assets['google-ads']}"))
    assert "Google Ads" not in page.text
    assert "Voisin" not in read(manager.get("/journal?texte=Voisin")).text.replace("«", "")


def test_who_may_not_read_the_journal_gets_neither_page_nor_file(
    desk_app: Flask, desk_engine: Engine, house: House
) -> None:
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    assert client.get("/journal").status_code == 403
    form = read(client.get("/registre")).form
    assert client.post("/journal/export", data=form | {"format": "csv"}).status_code == 403
    assert client.post("/journal/controler", data=form).status_code == 403
    links = [link["href"] for link in read(client.get("/registre")).all("a")]
    assert "/journal" not in links


def test_pages_follow_each_other_without_a_gap_or_a_repeat(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    subject = journal.Subject(type="asset", id=house.assets["domaine"])
    with transaction(desk_engine, house.actor.practice_id) as session:
        for _ in range(80):
            journal.record(
                session, house.actor, "asset.declared", subject, now=clock.now(), content={}
            )
        last = max(session.scalars(select(JournalEntry.sequence)))
    seen: list[str] = []
    address = "/journal"
    while address:
        page = read(manager.get(address))
        seen += [tag["id"] for tag in page.all("li") if tag.get("id", "").startswith("n")]
        older = [link["href"] for link in page.all("a") if "avant=" in link["href"]]
        address = older[-1] if older else ""
    assert seen == [f"n{number}" for number in range(last, 0, -1)]


def test_the_check_says_that_the_journal_is_intact_and_when_that_was_seen(
    manager: FlaskClient,
) -> None:
    page = read(manager.get("/journal"))
    assert "Il n’a pas encore été contrôlé." in page.text
    assert manager.post("/journal/controler", data=page.form).status_code == 302
    page = read(manager.get("/journal"))
    assert "inscriptions ont été recalculées et correspondent." in page.text
    assert "par Nadia Lopez." in page.text
    assert "Nadia Lopez a contrôlé le journal." in page.text


def test_an_entry_changed_behind_the_service_is_named(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    _rewrite(desk_engine, house, 5)
    manager.post("/journal/controler", data=read(manager.get("/journal")).form)
    page = read(manager.get("/journal"))
    assert "L’inscription n° 5 ne correspond plus" in page.text
    assert "/journal?avant=6#n5" in [link["href"] for link in page.all("a")]


def test_an_erased_content_is_said_with_its_day_and_its_reason(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        query = select(JournalEntry.id).where(JournalEntry.action == "person.added")
        entry_id = session.scalars(query).first()
        assert entry_id
        journal.erase_payload(
            session, house.actor, entry_id, reason="demande de la personne", now=clock.now()
        )
    page = read(manager.get("/journal"))
    assert "Contenu effacé le" in page.text
    assert "motif : demande de la personne" in page.text


def test_the_table_holds_what_was_filtered_and_its_cells_are_never_formulas(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    subject = journal.Subject(type="party", id=UUID(int=9))
    with transaction(desk_engine, house.actor.practice_id) as session:
        content = {"after": {"name": '=HYPERLINK("http://exemple.example")'}}
        journal.record(
            session, house.actor, "party.added", subject, now=clock.now(), content=content
        )
    answer = _export(manager, "csv", "genre=party")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows[0]) == 9
    assert {row[4] for row in rows[1:]} == {"Intervenant"}
    assert rows[-1][5].startswith("'=HYPERLINK")
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]


def test_taking_entries_away_is_journalled_with_what_was_taken(manager: FlaskClient) -> None:
    _export(manager, "json", "famille=contracts&texte=contrat")
    page = read(manager.get("/journal"))
    assert "Nadia Lopez a exporté des inscriptions du journal." in page.text
    assert "Critères, famille contracts" in page.text


def test_the_whole_journal_leaves_with_what_it_takes_to_check_it(manager: FlaskClient) -> None:
    document = json.loads(_export(manager, "json", "").data)
    assert document["complete"]
    assert document["entries"][-1]["digest"] == document["head"]["digest"]
    assert not json.loads(_export(manager, "json", "genre=party").data)["complete"]


def test_the_journal_asks_twelve_questions_at_most(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    asset_id = house.assets["domaine"]
    for asked in ("", f"fiche={asset_id}", "texte=un+deux+trois+quatre+cinq&famille=register"):
        with counting(desk_engine) as questions:
            assert manager.get(f"/journal?{asked}").status_code == 200
        assert len(questions) <= MOST, asked


def _entries(client: FlaskClient, asked: str) -> str:
    html = client.get(f"/journal?{asked}").text
    before, _, rest = html.partition('<section class="sheet')
    assert before
    return " ".join(rest.replace("\u00a0", " ").replace("\u202f", " ").split())


def _export(client: FlaskClient, kind: str, asked: str):  # type: ignore[no-untyped-def]
    form = read(client.get("/journal")).form
    token = {"csrf_token": form["csrf_token"], "format": kind}
    answer = client.post(f"/journal/export?{asked}", data=token)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer


def _rewrite(engine: Engine, house: House, number: int) -> None:
    # As somebody would who has the database in hand, and not the service.
    with transaction(engine, house.actor.practice_id) as session:
        entry_id = session.scalars(
            select(JournalEntry.id).where(JournalEntry.sequence == number)
        ).one()
        session.execute(text("DROP TRIGGER IF EXISTS journal_payloads_no_update"))
        session.get_one(JournalPayload, entry_id).content = {"after": {"name": "autre"}}
