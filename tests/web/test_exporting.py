"""The register leaves as a practice file, a workbook and a table; nothing in them is computed."""

import csv
import io
import json
import re

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Asset, Party
from reversibility.store.session import transaction
from tests.web.house import House, seat
from tests.web.pages import read

FORMULA = '=HYPERLINK("http://evil.example";"cliquez")'


def take(client: FlaskClient, kind: str, **more: str) -> TestResponse:
    """Press the button of a format on the page."""
    token = read(client.get("/registre/export")).form["csrf_token"]
    return client.post("/registre/export", data={"csrf_token": token, "format": kind, **more})


def name_it(engine: Engine, house: House, slug: str, name: str) -> None:
    """Give an element a name of a hostile taste."""
    with transaction(engine, house.actor.practice_id) as session:
        asset = session.get(Asset, house.assets[slug])
        assert asset
        asset.name = name


def test_the_table_opens_in_a_french_spreadsheet_and_formulas_stay_text(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    name_it(desk_engine, house, "site", FORMULA)
    answer = take(manager, "csv")
    assert answer.mimetype == "text/csv"
    assert "filename=registre-2" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbfIdentifiant;Nature;Nom;Importance;Titulaire;")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(house.assets)
    by_id = {row["Identifiant"]: row for row in rows}
    assert by_id["site"]["Nom"] == "'" + FORMULA
    domain = by_id["domaine"]
    assert domain["Nature"] == "Nom de domaine .fr"
    assert domain["Nom de domaine"] == "cabinet-exemple.fr.example"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", domain["Date d’expiration"])
    assert "Marc Vidal (" in domain["Peuvent entrer"]


def test_the_workbook_has_every_table_and_no_formula(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    name_it(desk_engine, house, "site", FORMULA)
    book = load_workbook(io.BytesIO(take(manager, "xlsx").data))
    assert book.sheetnames == ["Éléments", "Accès", "Intervenants", "Personnes", "Contrats"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert FORMULA in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    names = {row[0].value for row in book["Intervenants"].iter_rows(min_row=2)}
    assert {"Cabinet médical Exemple", "Studio Exemple Web"} <= names


def test_two_parties_of_one_name_are_told_apart(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    with transaction(desk_engine, house.actor.practice_id) as session:
        for party in session.query(Party).filter(Party.slug.in_(["studio-web", "infogerance"])):
            party.name = "Studio"
    text = take(manager, "csv").data.decode("utf-8-sig")
    assert "Studio (studio-web)" in text
    assert "Studio (infogerance)" in text


def test_the_practice_file_is_whole_and_the_journal_says_who_took_it(
    manager: FlaskClient, house: House
) -> None:
    document = json.loads(take(manager, "json").data)
    assert document["format"] == "reversibility-practice/1"
    assert {asset["id"] for asset in document["assets"]} == set(house.assets)
    said = read(manager.get("/journal")).text
    assert "Nadia Lopez a exporté le registre." in said


def test_each_table_leaves_as_a_csv_of_its_own(manager: FlaskClient) -> None:
    answer = take(manager, "csv", table="people")
    assert "registre-personnes-" in answer.headers["Content-Disposition"]
    head, first, *_ = answer.get_data().decode("utf-8-sig").splitlines()
    assert head.startswith("Personne;Intervenant;")
    assert first.startswith("Dr Claire Martin;")
    assert take(manager, "csv", table="journal").status_code == 404


def test_in_english_the_table_is_english_with_commas(manager: FlaskClient) -> None:
    manager.get("/registre?lang=en")
    answer = take(manager, "csv")
    assert answer.data.startswith(b"\xef\xbb\xbfIdentifier,Kind,Name,Importance,Holder,")


def test_outsiders_take_nothing_and_an_unknown_format_is_said_so(
    desk_app: Flask, desk_engine: Engine, house: House, manager: FlaskClient
) -> None:
    assert take(manager, "exe").status_code == 404
    auditor = seat(desk_app, desk_engine, house, Role.AUDITOR, clock.now())
    assert auditor.get("/registre/export").status_code == 403
