"""The pages of an import: a table is sent, read, corrected and confirmed, in both languages."""

import io
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.web.house import House, seat
from tests.web.pages import Page, read
from tests.web.test_page_budget import MOST, counting

HEAD = "Nature;Nom;Titulaire;Nom de domaine;Date d’expiration\r\n"
GOOD = HEAD + "Nom de domaine .fr;ajout.example;cabinet;ajout.example;31/12/2027\r\n"


def send(client: FlaskClient, content: bytes, name: str = "inventaire.csv") -> TestResponse:
    """Send a file on the page."""
    token = read(client.get("/registre/import")).form["csrf_token"]
    # Written by hand: of what is large, the test client would leave a file open.
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="' + head + b'"\r\n\r\n' + part + b"\r\n"
        for head, part in (
            (b"csrf_token", token.encode()),
            (b'file"; filename="' + name.encode(), content),
        )
    )
    kind = "multipart/form-data; boundary=x"
    return client.post("/registre/import", data=body + b"--x--\r\n", content_type=kind)


def preview(client: FlaskClient, content: str) -> str:
    """Send a table; return the address of its preview."""
    answer = send(client, content.encode("cp1252"))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return urlsplit(answer.headers["Location"]).path


def press(client: FlaskClient, address: str, button: str, **choices: str) -> TestResponse:
    """Press a button of a preview."""
    page = read(client.get(address))
    digest = {"digest": page.form["digest"]} if "digest" in page.form else {}
    data = {"csrf_token": page.form["csrf_token"], **digest, **choices}
    return client.post(f"{address}/{button}", data=data)


def names(engine: Engine, house: House) -> set[str]:
    """Return the names of the elements."""
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return set(session.scalars(select(Asset.name)))


def test_a_table_is_previewed_then_imported_and_the_journal_says_so(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    address = preview(manager, GOOD)
    page = read(manager.get(address))
    assert page.heading == "Voici ce que ferait ce tableau, rien n’est encore importé."
    assert "1 élément serait créé" in page.text
    assert "encodage Windows-1252, titres à la ligne 1" in page.text
    assert "Date d’expiration : 2027-12-31" in page.text
    assert "ajout.example" not in names(desk_engine, house)
    done = press(manager, address, "confirmation")
    assert (done.status_code, done.headers["Location"]) == (302, "/registre")
    assert "Import terminé : 1 élément créé, 0 modifié." in read(manager.get("/registre")).text
    assert "ajout.example" in names(desk_engine, house)
    assert "a importé un tableau dans le registre." in read(manager.get("/journal")).text
    assert manager.get(address).status_code == 404


def test_people_come_in_by_the_same_page_and_are_told_as_rows(manager: FlaskClient) -> None:
    table = "Intervenant;Personne;Fonction\r\nStudio Exemple Web;Léa Roux;cheffe de projet\r\n"
    address = preview(manager, table)
    page = read(manager.get(address))
    assert "1 ligne serait ajoutée" in page.text
    assert "Fonction" not in page.text  # it is called as in the register
    assert "Rôle : cheffe de projet" in page.text
    done = press(manager, address, "confirmation")
    assert done.headers["Location"] == "/intervenants"
    after = read(manager.get("/intervenants")).text
    assert "Import terminé : 1 ligne ajoutée." in after


def test_there_is_a_template_for_each_table(manager: FlaskClient) -> None:
    for table, heading in (
        ("people", "Personne *"),
        ("accesses", "Rôle *"),
        ("contracts", "Objet *"),
    ):
        answer = manager.get(f"/registre/import/modele?nature={table}")
        book = load_workbook(io.BytesIO(answer.data))
        assert heading in [cell.value for cell in book.worksheets[0][1]]


def test_wrong_rows_are_listed_first_each_with_its_column_and_what_to_do(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    wrong = "Nom de domaine .fr;faux.example;Inconnu SARL;faux.example;31/02/2027\r\n"
    address = preview(manager, GOOD + wrong)
    page = read(manager.get(address))
    assert page.heading.startswith("Une ligne est à corriger,")
    assert "Ligne 3 · faux.example" in page.text
    assert "Titulaire : Aucun intervenant ne s’appelle « Inconnu SARL »." in page.text
    assert "« 31/02/2027 » n’est pas une date. Écrivez-la ainsi : 31/12/2026." in page.text
    assert "digest" not in page.form
    assert press(manager, address, "confirmation", digest="x").status_code == 409
    press(manager, address, "choix", leaves_wrong="y")
    page = read(manager.get(address))
    assert "1 ligne sera laissée de côté." in page.text
    press(manager, address, "confirmation")
    assert "ajout.example" in names(desk_engine, house)
    assert "faux.example" not in names(desk_engine, house)


def test_unknown_columns_and_parties_are_asked_about(manager: FlaskClient) -> None:
    text = GOOD.replace("\r\n", ";12\r\n").replace(";12", ";Prix", 1).replace("cabinet", "Agence X")
    address = preview(manager, text)
    page = read(manager.get(address))
    assert "Le registre ne connaît pas cette colonne : Prix" in page.text
    assert "Cet intervenant n’est pas au registre : Agence X" in page.text
    press(manager, address, "choix", ignores_columns="y", creates_parties="y")
    page = read(manager.get(address))
    assert "Titulaire : Agence X (à créer)" in page.text
    assert "1 prestataire sera créé." in page.text
    assert press(manager, address, "confirmation").status_code == 302


def test_what_somebody_else_changed_meanwhile_is_shown_before_anything_happens(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    text = HEAD + "Nom de domaine .fr;cabinet-exemple.fr.example;;;01/02/2030\r\n"
    address = preview(manager, text)
    press(manager, address, "choix", changes_known="y")
    page = read(manager.get(address))
    assert "→ 2030-02-01" in page.text
    with transaction(desk_engine, house.actor.practice_id) as session:
        asset = session.get(Asset, house.assets["domaine"])
        assert asset
        asset.importance = 1
    data = {name: page.form[name] for name in ("csrf_token", "digest")}
    refused = manager.post(f"{address}/confirmation", data=data)
    assert refused.status_code == 409
    assert "Le registre a changé, rien n’a été importé." in read(refused).heading
    assert press(manager, address, "confirmation").status_code == 302


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choisissez un fichier."),
        (b"%PDF-1.7", "Ce fichier n’est ni un classeur XLSX ni un texte CSV."),
        (b"bonjour\r\n", "Aucune ligne de titres n’est reconnue"),
        (b"Nom;Notes\r\na;b\r\n", "La colonne « Nature » manque."),
    ],
)
def test_what_cannot_be_read_is_said_under_the_field(
    manager: FlaskClient, content: bytes, said: str
) -> None:
    answer = send(manager, content, "inventaire.csv" if content else "")
    assert answer.status_code == 422
    assert said in read(answer).text


def test_a_file_of_fifty_megabytes_gets_a_clear_sentence(manager: FlaskClient) -> None:
    answer = send(manager, b"a;b\r\n" * 10_000_000)
    assert answer.status_code == 413
    assert "Un tableau peut peser 10 Mo au plus" in read(answer).text
    answer = send(manager, b"a;b\r\n" * 2_150_000)
    assert answer.status_code == 422
    assert "Le fichier dépasse 10 Mo." in read(answer).text


def test_a_name_that_is_a_script_is_shown_as_text(manager: FlaskClient) -> None:
    address = preview(manager, GOOD.replace("ajout.example;c", "<script>alert(1)</script>;c"))
    assert "<script>alert(1)" in read(manager.get(address)).text
    assert "<script>alert(1)" not in manager.get(address).get_data(as_text=True)


def test_the_template_has_headings_choices_and_explanations(manager: FlaskClient) -> None:
    answer = manager.get("/registre/import/modele?nature=domain_fr")
    assert "modele-registre-domain_fr.xlsx" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Éléments", "Choix", "Explications"]
    heads = [cell.value for cell in book["Éléments"][1]]
    assert heads[1:3] == ["Nature *", "Nom *"]
    assert "Date d’expiration" in heads
    assert [each.value for each in book["Choix"]["B"]][:2] == ["Nature", "Nom de domaine .fr"]
    assert len(book["Éléments"].data_validations.dataValidation) > 5
    everything = manager.get("/registre/import/modele?nature=all&lang=en")
    book = load_workbook(io.BytesIO(everything.data))
    assert len(list(book["Choices"]["B"])) == 41
    assert book["Assets"]["B1"].value == "Kind *"


def test_a_template_that_was_filled_in_is_read(manager: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(manager.get("/registre/import/modele?nature=domain_fr").data))
    page = book["Éléments"]
    heads = {cell.value: cell.column for cell in page[1]}
    for title, value in {
        "Nature *": "Nom de domaine .fr",
        "Nom *": "x",
        "Nom de domaine *": "x.example",
    }.items():
        page.cell(2, heads[title], value)
    file = io.BytesIO()
    book.save(file)
    answer = send(manager, file.getvalue(), "modele.xlsx")
    page_text = read(manager.get(answer.headers["Location"])).text
    assert "feuille « Éléments »" in page_text
    assert "1 élément serait créé" in page_text


def test_many_rows_are_shown_a_hundred_at_a_time_in_few_questions(
    manager: FlaskClient, desk_engine: Engine
) -> None:
    rows = "".join(f"domain_fr;n{n:03};;n{n}.example;\r\n" for n in range(250))
    address = preview(manager, HEAD + rows)
    with counting(desk_engine) as questions:
        page = read(manager.get(f"{address}?depuis=200"))
    assert len(questions) <= MOST
    assert "201 à 250 sur 250" in page.text
    assert "Ligne 202 · n200" in page.text
    assert "n199" not in page.text


def test_a_preview_of_a_colleague_cannot_be_seen_and_an_outsider_sees_no_page(
    desk_app: Flask, desk_engine: Engine, house: House, manager: FlaskClient
) -> None:
    address = preview(manager, GOOD)
    colleague = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    assert colleague.get(address).status_code == 404
    auditor = seat(desk_app, desk_engine, house, Role.AUDITOR, clock.now())
    assert auditor.get("/registre/import").status_code == 403
    page = read(colleague.get("/registre/import"))
    data = {"csrf_token": page.form["csrf_token"], "digest": "x"}
    assert colleague.post(f"{address}/confirmation", data=data).status_code == 404


def test_in_english_everything_is_english(manager: FlaskClient) -> None:
    manager.get("/registre?lang=en")
    text = "Kind;Name;Domain name;Expiry date\r\n.fr domain name;n;n.example;soon\r\n"
    page: Page = read(manager.get(preview(manager, text)))
    assert page.heading == "One row is to be corrected, nothing is imported yet."
    assert "Expiry date: “soon” is not a date. Write it like this: 31/12/2026." in page.text
