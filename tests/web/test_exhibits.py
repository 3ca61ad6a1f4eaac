"""The list of exhibits and its pack: same numbers, same order, and what never leaves."""

import io
from datetime import date
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine

from exports.verify import verify_file
from reversibility.contracts.event_models import EventKind
from reversibility.contracts.events import EventDraft, add_event
from reversibility.contracts.paper_models import PaperKind
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.pieces.models import PieceKind
from reversibility.retention.service import Piece, mark_secret
from reversibility.store.session import transaction
from tests.exports.test_exhibits import pdf_of, text_of
from tests.factories.papers import file_paper
from tests.factories.proofs import PNG
from tests.web.house import House, seat
from tests.web.pages import read

STUDIO = "studio-web-2023"


@pytest.fixture
def address(desk_engine: Engine, house: House) -> str:
    """Note two facts, the later one first shown by the longer paper; keep some papers apart."""
    now, contract_id = clock.now(), house.contracts[STUDIO]

    def file(title: str, kind: PaperKind, content: bytes) -> object:
        row = file_paper(
            desk_engine, house.actor, contract_id, now,
            title=title, kind=kind, content=content, filename=f"{title}.pdf",
        )  # fmt: skip
        return row.id

    capture = file("Capture de la page", PaperKind.CAPTURE, PNG)
    quote = file("Devis signé", PaperKind.QUOTE, pdf_of(3))
    file("Avis de notre avocat", PaperKind.COUNSEL, pdf_of(2))
    file("Proposition du médiateur", PaperKind.MEDIATION, pdf_of(4))
    secret = file("Relevé bancaire", PaperKind.PAYMENT, pdf_of(5))
    file("Facture de mars", PaperKind.INVOICE, pdf_of(6))
    facts = (
        (date(2026, 11, 12), "Page en erreur.", (capture,)),
        (date(2026, 11, 2), "Devis accepté.", (quote, capture)),
    )
    with transaction(desk_engine, house.actor.practice_id) as session:
        piece = Piece(kind=PieceKind.PAPER, id=secret)
        mark_secret(session, house.actor, piece, secret=True, now=now)
        for day, told, papers in facts:
            draft = EventDraft(kind=EventKind.INCIDENT, happened_on=day, facts=told, papers=papers)
            add_event(session, house.actor, contract_id, draft, today=now.date(), now=now)
    return f"/contrats/{contract_id}/bordereau"


def _take(client: FlaskClient, address: str, what: str) -> bytes:
    form = read(client.get(address)).form
    answer = client.post(address, data=form | {"nothing_private": "y", "what": what})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.data


def test_numbers_and_pages_of_the_list_are_those_of_the_files_in_the_pack(
    manager: FlaskClient, address: str
) -> None:
    pack = _take(manager, address, "pack")
    assert verify_file(io.BytesIO(pack)).whole
    archive = ZipFile(io.BytesIO(pack))
    names = sorted(name for name in archive.namelist() if "/data/exhibits/" in name)
    assert [name.rpartition("/")[2] for name in names] == [
        "001-quote.pdf",
        "002-capture.png",
        "003-invoice.pdf",
    ]
    text = text_of(archive.read("exhibit-pack/data/exhibits-fr.pdf"))
    for number, name, pages in (
        (1, names[0], "3 pages (p. 1 à 3)"),
        (2, names[1], "1 page (p. 4)"),
        (3, names[2], "6 pages (p. 5 à 10)"),
    ):
        told = text[text.index("Liste des pièces") :]
        path = name.removeprefix("exhibit-pack/")
        assert path.replace("/", "") in told.replace(" ", "").replace("/", "")
        assert pages in told
        if name.endswith(".pdf"):
            counted = len(PdfReader(io.BytesIO(archive.read(name))).pages)
            assert pages.startswith(f"{counted} page"), number
    assert "List of exhibits" in text_of(archive.read("exhibit-pack/data/exhibits-en.pdf"))


def test_what_comes_from_a_lawyer_a_mediation_or_is_kept_apart_never_leaves(
    manager: FlaskClient, address: str
) -> None:
    pack = _take(manager, address, "pack")
    archive = ZipFile(io.BytesIO(pack))
    told = text_of(archive.read("exhibit-pack/data/exhibits-fr.pdf"))
    for title in ("Avis de notre avocat", "Proposition du médiateur", "Relevé bancaire"):
        assert title not in told
    assert "3 pièces restent au cabinet" in told
    page = read(manager.get(address))
    assert "3 pièces restent au cabinet" in page.text


def test_nothing_leaves_before_somebody_says_that_no_patient_shows(
    manager: FlaskClient, address: str
) -> None:
    token = read(manager.get(address)).form["csrf_token"]
    answer = manager.post(address, data={"csrf_token": token, "what": "pack"})
    assert answer.status_code == 422
    assert "Relisez les faits et les pièces, puis cochez." in read(answer).text


def test_the_list_alone_is_a_pdf_in_the_language_that_was_chosen(
    manager: FlaskClient, address: str
) -> None:
    assert "Chronologie des faits" in text_of(_take(manager, address, "fr"))
    assert "Chronology of facts" in text_of(_take(manager, address, "en"))


def test_who_may_not_produce_what_leaves_gets_no_list(
    desk_app: Flask, desk_engine: Engine, house: House, address: str
) -> None:
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    assert client.get(address).status_code == 403
