"""Papers of a contract are added, read, taken away and withdrawn through the pages."""

from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.kernel.digest import sha256
from reversibility.kernel.files import LARGEST
from tests.factories.papers import MAIL, file_paper
from tests.factories.proofs import PDF
from tests.web.house import House, seat
from tests.web.pages import Page, read


@pytest.fixture
def address(house: House) -> str:
    """Return the papers of the web agency's contract."""
    return f"/contrats/{house.contracts['studio-web-2023']}/pieces"


def post(client: FlaskClient, address: str, **answers: object) -> TestResponse:
    """Fill in the form as people do; an answer of None is left out."""
    usual: dict[str, object] = {
        "csrf_token": read(client.get(f"{address}/ajout")).form["csrf_token"],
        "file": FileStorage(BytesIO(MAIL), filename="Re devis.eml"),
        "kind": "acceptance",
        "title": "Acceptation du devis",
        "dated_on": "2026-03-03",
    }
    given = {name: value for name, value in (usual | answers).items() if value is not None}
    boundary, body = encode_multipart(given)
    return client.post(
        f"{address}/ajout", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def after(client: FlaskClient, answer: TestResponse) -> Page:
    """Follow where the form leads."""
    assert answer.status_code == 302, read(answer).text
    return read(client.get(answer.headers["Location"]))


def test_a_mail_is_filed_listed_and_handed_back_as_an_attachment(
    manager: FlaskClient, address: str
) -> None:
    assert "Aucune pièce pour l’instant" in read(manager.get(address)).text
    page = after(manager, post(manager, address))
    assert "Acceptation du devis, du 3 mars 2026" in page.text.replace("\u00a0", " ")
    assert sha256(MAIL)[:12] in page.text.replace("\u202f", "").replace(" ", "")
    (link,) = [each["href"] for each in page.all("a") if each["href"].startswith("/pieces/")]
    answer = manager.get(link)
    assert answer.data == MAIL
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "message/rfc822"


def test_the_page_of_the_contract_leads_there_and_says_how_many(
    manager: FlaskClient, address: str
) -> None:
    contract = address.removesuffix("/pieces")
    assert "aucune pièce" in read(manager.get(contract)).text
    post(manager, address)
    page = read(manager.get(contract))
    assert "1 pièce" in page.text.replace("\u00a0", " ")
    assert address in {link["href"] for link in page.all("a")}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"file": FileStorage(BytesIO(b"<html>"), filename="x.html")}, "ni un courriel (.eml)"),
        ({"file": None}, "Choisissez le fichier"),
        ({"kind": "toto"}, "Dites de quelle pièce il s’agit."),
        ({"title": " "}, "Donnez un titre à cette pièce."),
        ({"dated_on": "2999-01-01"}, ""),
        ({"dated_on": "hier"}, "Écrivez une date"),
        (
            {"file": FileStorage(BytesIO(PDF + bytes(LARGEST)), filename="x.pdf")},
            "pèse plus de 10",
        ),
    ],
)
def test_what_cannot_be_kept_says_what_to_do_and_loses_nothing(
    manager: FlaskClient, address: str, answers: dict[str, object], sentence: str
) -> None:
    answer = post(manager, address, **answers)
    page = read(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    assert page.form["title"] == (answers.get("title", "Acceptation du devis") or "").strip()
    assert "Aucune pièce pour l’instant" in read(manager.get(address)).text


def test_a_paper_is_withdrawn_with_a_reason_and_stays_listed(
    manager: FlaskClient, address: str
) -> None:
    page = after(manager, post(manager, address))
    (leaving,) = [each["href"] for each in page.all("a") if each["href"].endswith("/retrait")]
    form = read(manager.get(leaving)).form
    assert manager.post(leaving, data=form | {"reason": ""}).status_code == 422
    page = after(manager, manager.post(leaving, data=form | {"reason": "Mauvais contrat"}))
    assert "Pièces retirées ou effacées" in page.text
    assert "Mauvais contrat" in page.text
    assert not [each for each in page.all("a") if each["href"].startswith("/pieces/")]
    assert manager.get(leaving).status_code == 404


def test_a_contributor_reads_papers_and_adds_none(
    desk_app: Flask, desk_engine: Engine, house: House, address: str
) -> None:
    contract_id = UUID(address.split("/")[2])
    file_paper(desk_engine, house.actor, contract_id, clock.now())
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    page = read(client.get(address))
    assert "Acceptation du devis de mars" in page.text
    assert "Joindre une pièce" not in page.text
    assert client.get(f"{address}/ajout").status_code == 403


def test_the_owner_keeps_a_paper_within_the_practice_and_erases_it(
    desk_app: Flask, desk_engine: Engine, house: House, address: str
) -> None:
    contract_id, now = UUID(address.split("/")[2]), clock.now()
    # An open exit holds the papers of its contract: another contract's can be erased.
    other = house.contracts["infogerance-2024"]
    held = file_paper(desk_engine, house.actor, contract_id, now)
    paper = file_paper(desk_engine, house.actor, other, now, content=PDF, title="Devis du parc")
    client = seat(desk_app, desk_engine, house, Role.OWNER, now)
    pieces = read(client.get("/donnees/pieces/paper"))
    assert "Devis du parc" in pieces.text
    token = {"csrf_token": pieces.form["csrf_token"]}
    assert client.post(f"/donnees/pieces/paper/{paper.id}/reserve", data=token).status_code == 302
    assert "Réservée au cabinet." in read(client.get(f"/contrats/{other}/pieces")).text
    erasing = f"/donnees/pieces/paper/{paper.id}/effacement"
    form = read(client.get(erasing)).form | {"reason": "Demande"}
    assert client.post(erasing, data=form).status_code == 302
    assert "Contenu effacé" in read(client.get(f"/contrats/{other}/pieces")).text
    erasing = f"/donnees/pieces/paper/{held.id}/effacement"
    form = read(client.get(erasing)).form | {"reason": "Demande"}
    assert client.post(erasing, data=form).status_code == 409
