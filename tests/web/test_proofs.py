"""A document is added, read, taken away and withdrawn through the pages."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from probes.interface import HolderClass, VerdictState, message
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.kernel.digest import sha256
from reversibility.kernel.files import LARGEST
from reversibility.pieces.models import PieceKind
from reversibility.register.models import Asset
from reversibility.retention.erasing import Why, erase
from reversibility.store.session import transaction
from tests.factories.proofs import PDF, PNG
from tests.web.conftest import AppMaker
from tests.web.house import House, certify, examine, furnish, seat, theirs
from tests.web.pages import Page, read

MASKED = theirs(
    state=VerdictState.NOT_PUBLISHED,
    observed="",
    holder=HolderClass.REDACTED,
    reasons=(message("OWN02_PERSON_HIDDEN"),),
    next_step=message("VRD_NEXT_ASK_REGISTRAR"),
)


def address_of(house: House, slug: str) -> str:
    return f"/registre/{house.assets[slug]}/justificatif"


def post(client: FlaskClient, address: str, **answers: object) -> TestResponse:
    """Fill in the form as people do; an answer of None is left out."""
    form = {"csrf_token": read(client.get(address)).form["csrf_token"]}
    usual: dict[str, object] = {
        "file": upload(PDF, "Attestation.pdf"),
        "kind": "registrar_certificate",
        "shows": "holder",
        "title": "Attestation Gandi",
        "dated_on": "2026-03-03",
        "matches": "y",
    }
    given = {name: value for name, value in (usual | answers).items() if value is not None}
    return send(client, address, form | given)


def send(client: FlaskClient, address: str, values: Mapping[str, object]) -> TestResponse:
    """Send a form with a file, from memory: the client's own way leaves a file of its open."""
    boundary, body = encode_multipart(values)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def upload(content: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(content), filename=name)


def after(client: FlaskClient, answer: TestResponse) -> Page:
    """Follow where the form leads."""
    assert answer.status_code == 302, read(answer).text
    return read(client.get(answer.headers["Location"]))


def downloads(page: Page) -> list[str]:
    """Return the addresses of filed documents, each once."""
    links = [link["href"] for link in page.all("a") if link["href"].startswith("/justificatifs/")]
    return list(dict.fromkeys(links))


def test_a_certificate_settles_a_masked_holder_and_says_who_filed_it(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    asset_id = examine(desk_engine, house, "domaine-rdv", MASKED, now=clock.now())
    assert "Ajouter un justificatif" in read(manager.get(f"/registre/{asset_id}")).text
    page = after(manager, post(manager, address_of(house, "domaine-rdv")))
    assert page.heading.startswith("Vous êtes titulaire de cabinet-rdv.com.example")
    assert "Le justificatif est joint à l’élément." in page.text
    assert "Justifié par un document" in page.text
    assert (
        "Justifié par « Attestation Gandi » (attestation de titularité), document du 3 mars 2026,"
        " ajouté par Nadia Lopez."
    ) in page.text
    assert "À faire : Demandez au bureau d’enregistrement" not in page.text
    assert "Ajouté par Nadia Lopez" in page.text
    assert sha256(PDF)[-4:] in page.text
    register = read(manager.get("/registre")).text
    assert "Justifié par un document" in register


def test_a_document_is_taken_away_as_an_attachment_exactly_as_it_came(
    manager: FlaskClient, house: House
) -> None:
    page = after(manager, post(manager, address_of(house, "domaine-rdv")))
    (address,) = downloads(page)
    answer = manager.get(address)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=Attestation.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_is_published_stays_the_result_with_the_document_beside_it(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    page = after(manager, post(manager, address_of(house, "domaine")))
    assert page.heading.endswith("est inscrit au nom de STUDIO EXEMPLE WEB, pas au vôtre.")
    assert "Non concordant" in page.text
    assert "dit autre chose que ce qui est publié" in page.text


def test_an_element_without_public_source_is_justified_by_an_invoice_of_the_platform(
    manager: FlaskClient, house: House
) -> None:
    address = f"/registre/{house.assets['google-ads']}"
    before = read(manager.get(address)).text
    assert "Une attestation de la plateforme, ou sa facture" in before
    page = after(manager, post(manager, address_of(house, "google-ads"), kind="invoice"))
    assert "Aucune source publique" in page.text
    assert "Justifié par un document" in page.text
    assert "Relevé le" not in page.text  # nothing was asked


def test_a_screenshot_shows_who_gets_in_and_never_who_holds(
    manager: FlaskClient, house: House
) -> None:
    address = address_of(house, "google-ads")
    picture = {"kind": "role_screenshot", "file": upload(PNG, "ecran.png")}
    page = after(manager, post(manager, address, **picture))
    assert "une capture montre un accès, pas un titulaire" in page.text
    assert "Justifié par un document" not in page.text
    picture["file"] = upload(PNG + b"2", "ecran.png")
    page = after(manager, post(manager, address, shows="control", **picture))
    assert "Accès et rôles" in page.text
    assert "Justifié par un document" in page.text


def test_a_document_about_an_earlier_holder_says_that_it_counts_no_more(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    post(manager, address_of(house, "domaine-rdv"))
    with transaction(desk_engine, house.actor.practice_id) as session:
        row = session.get_one(Asset, house.assets["domaine-rdv"])
        row.holder_id = session.get_one(Asset, house.assets["google-ads"]).holder_id
    page = read(manager.get(f"/registre/{house.assets['domaine-rdv']}"))
    assert "Ne compte plus : le titulaire déclaré a changé depuis." in page.text
    assert "Justifié par un document" not in page.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"file": None}, "Choisissez le fichier à joindre."),
        ({"file": upload(b"", "vide.pdf")}, "Ce fichier est vide"),
        ({"file": upload(b"GIF89a....", "photo.pdf")}, "Ce n’est ni un PDF, ni une image"),
        ({"file": upload(PDF + bytes(LARGEST), "gros.pdf")}, "pèse plus de 10 Mo"),
        ({"kind": None}, "Dites de quel document il s’agit."),
        ({"kind": "selfie"}, "Dites de quel document il s’agit."),
        ({"shows": None}, "Dites ce que montre ce document."),
        ({"shows": "expiry"}, "Dites ce que montre ce document."),
        ({"title": " "}, "Donnez un titre à ce document."),
        ({"title": "x" * 201}, "200 caractères au plus"),
        ({"dated_on": "2199-12-31"}, "Cette date est à venir"),
        ({"dated_on": "0206-01-01"}, "Vérifiez l’année"),
        ({"dated_on": ""}, "Indiquez la date que porte le document."),
        ({"dated_on": "hier"}, "Écrivez une date, par exemple"),
    ],
)
def test_what_cannot_be_kept_is_said_under_its_field(
    manager: FlaskClient, house: House, answers: dict[str, object], sentence: str
) -> None:
    answer = post(manager, address_of(house, "domaine-rdv"), **answers)
    assert answer.status_code == 422
    page = read(answer)
    assert sentence in page.text
    assert downloads(read(manager.get(f"/registre/{house.assets['domaine-rdv']}"))) == []


def test_what_was_typed_is_kept_and_the_file_is_asked_for_again(
    manager: FlaskClient, house: House
) -> None:
    answer = post(manager, address_of(house, "domaine-rdv"), dated_on="")
    page = read(answer)
    assert page.form["title"] == "Attestation Gandi"
    assert "2 points à corriger" in page.text
    assert "Choisissez de nouveau le fichier" in page.text


def test_the_same_file_sent_twice_is_kept_once(manager: FlaskClient, house: House) -> None:
    address = address_of(house, "domaine-rdv")
    assert post(manager, address).status_code == 302
    again = post(manager, address)
    assert again.status_code == 422
    assert "déjà joint à cet élément" in read(again).text


def test_a_body_beyond_every_measure_gets_the_page_that_says_the_limit(
    manager: FlaskClient, house: House
) -> None:
    large = upload(PDF + bytes(3 * LARGEST), "enorme.pdf")
    answer = post(manager, address_of(house, "domaine-rdv"), file=large)
    assert answer.status_code == 413
    assert "10 Mo au plus" in read(answer).text


def test_only_the_page_that_takes_a_file_takes_more_than_a_text(
    manager: FlaskClient, house: House
) -> None:
    address = f"/registre/{house.assets['domaine-rdv']}/acces"
    answer = send(manager, address, {"file": upload(bytes(2 * 1024 * 1024), "x.pdf")})
    assert answer.status_code == 413
    assert "1 Mo de texte au plus" in read(answer).text


def test_a_withdrawn_document_stays_listed_with_its_reason_and_counts_no_more(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    examine(desk_engine, house, "domaine-rdv", MASKED, now=clock.now())
    page = after(manager, post(manager, address_of(house, "domaine-rdv")))
    (download,) = downloads(page)
    leave = next(link["href"] for link in page.all("a") if link["href"].endswith("/retrait"))
    form = read(manager.get(leave))
    assert "Attestation Gandi" in form.text
    token = {"csrf_token": form.form["csrf_token"]}
    refused = manager.post(leave, data=token | {"reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi ce document est retiré." in read(refused).text
    shown = after(manager, manager.post(leave, data=token | {"reason": "Mauvais fichier"}))
    assert "Un justificatif retiré" in shown.text
    assert "Retiré par Nadia Lopez" in shown.text
    assert ": Mauvais fichier" in shown.text
    assert "Non publié" in shown.text
    assert downloads(shown) == []
    assert manager.get(download).status_code == 404
    assert manager.get(leave).status_code == 404
    assert manager.post(leave, data=token | {"reason": "Encore"}).status_code == 404


def test_an_erased_document_leaves_its_trace_and_counts_no_more(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    now = clock.now()
    proof_id = certify(desk_engine, house, "domaine-rdv", now=now)
    with transaction(desk_engine, house.actor.practice_id) as session:
        why = Why(reason="Demande de la personne")
        erase(session, house.actor, PieceKind.PROOF, [proof_id], why=why, now=now)
    page = read(manager.get(f"/registre/{house.assets['domaine-rdv']}"))
    assert "Contenu effacé le" in page.text
    assert "Justifié par un document" not in page.text
    assert downloads(page) == []
    assert manager.get(f"/justificatifs/{proof_id}").status_code == 404
    leave = f"{address_of(house, 'domaine-rdv')}/{proof_id}/retrait"
    assert manager.get(leave).status_code == 404


def test_a_document_of_one_element_is_not_withdrawn_from_another(
    manager: FlaskClient, house: House
) -> None:
    page = after(manager, post(manager, address_of(house, "domaine-rdv")))
    leave = next(link["href"] for link in page.all("a") if link["href"].endswith("/retrait"))
    elsewhere = leave.replace(str(house.assets["domaine-rdv"]), str(house.assets["domaine"]))
    assert manager.get(elsewhere).status_code == 404


def test_a_post_without_its_token_files_nothing(manager: FlaskClient, house: House) -> None:
    answer = send(manager, address_of(house, "domaine-rdv"), {"file": upload(PDF, "a.pdf")})
    assert answer.status_code == 400
    assert downloads(read(manager.get(f"/registre/{house.assets['domaine-rdv']}"))) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PROVIDER_GUEST])
def test_who_may_not_write_files_nothing(
    desk_app: Flask, desk_engine: Engine, house: House, role: Role
) -> None:
    client = seat(desk_app, desk_engine, house, role, clock.now())
    assert client.get(address_of(house, "domaine-rdv")).status_code == 403


def test_the_documents_of_another_practice_are_not_there(
    make_app: AppMaker, engine: Engine
) -> None:
    now = clock.now()
    house, other = furnish(engine, now), furnish(engine, now, siren="552100554")
    asset_id = other.assets["domaine"]
    proof_id = certify(engine, other, "domaine", now=now)
    client = seat(make_app(engine), engine, house, Role.OWNER, now)
    theirs_, mine = f"/registre/{asset_id}", f"/registre/{house.assets['domaine']}"
    for address in (
        f"/justificatifs/{proof_id}",
        f"{theirs_}/justificatif",
        f"{theirs_}/justificatif/{proof_id}/retrait",
        f"{mine}/justificatif/{proof_id}/retrait",
    ):
        assert client.get(address).status_code == 404, address
    token = read(client.get(f"{mine}/justificatif")).form["csrf_token"]
    data = {"csrf_token": token, "reason": "Pas le mien"}
    assert client.post(f"{theirs_}/justificatif", data=data).status_code == 404
    leave = f"{theirs_}/justificatif/{proof_id}/retrait"
    assert client.post(leave, data=data).status_code == 404


def test_what_people_typed_is_text_and_never_markup(manager: FlaskClient, house: House) -> None:
    hostile = "<script>alert(1)</script> 🦷"
    files = {"title": hostile, "file": upload(PDF, "<script>.pdf")}
    answer = post(manager, address_of(house, "domaine-rdv"), **files)
    html = manager.get(answer.headers["Location"]).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🦷" in html
    (address,) = downloads(read(manager.get(answer.headers["Location"])))
    assert manager.get(address).headers["Content-Disposition"].startswith("attachment; filename=")
