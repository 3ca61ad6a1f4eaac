"""The list of exhibits and its pack: same numbers, same order, and what never leaves."""

import io
import re
from datetime import date
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from exports.manifest import sha256
from exports.verify import verify_file
from reversibility.catalogues.letters import Channel
from reversibility.contracts.event_models import EventKind
from reversibility.contracts.events import EventDraft, add_event
from reversibility.contracts.paper_models import PaperKind
from reversibility.exits.exhibiting import gathering
from reversibility.exits.letters.service import Sending, mark_sent
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.pieces.models import PieceKind
from reversibility.retention.service import Piece, mark_secret
from reversibility.store.session import transaction
from tests.database.exits.test_letters import final_letter
from tests.exports.conftest import page_texts, text_of
from tests.factories.files import pdf_of, png_of
from tests.factories.papers import file_paper
from tests.web.house import House, seat
from tests.web.pages import read
from tests.web.test_letters import begin

STUDIO = "studio-web-2023"
EMPTY = "exemple-ads-2025"


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

    capture = file("Capture de la page", PaperKind.CAPTURE, png_of(640, 360))
    quote = file("Devis signé", PaperKind.QUOTE, pdf_of(*["x"] * 3))
    file("Avis de notre avocat", PaperKind.COUNSEL, pdf_of(*["x"] * 2))
    file("Proposition du médiateur", PaperKind.MEDIATION, pdf_of(*["x"] * 4))
    secret = file("Relevé bancaire", PaperKind.PAYMENT, pdf_of(*["x"] * 5))
    file("Facture de mars", PaperKind.INVOICE, pdf_of(*["x"] * 6))
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


def _take(client: FlaskClient, address: str, what: str, language: str = "fr") -> bytes:
    form = read(client.get(address)).form
    chosen = {"nothing_private": "y", "what": what, "language": language}
    answer = client.post(address, data=form | chosen)
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
    bundle = archive.read("exhibit-pack/data/exhibits-fr.pdf")
    pages = page_texts(bundle)
    front = len(pages) - 10
    told = "".join(text_of(bundle).split())
    at = front
    for number, name, count in ((1, names[0], 3), (2, names[1], 1), (3, names[2], 6)):
        last = f"à{at + count}" if count > 1 else ""
        assert f"(p.{at + 1}{last})" in told
        assert name.removeprefix("exhibit-pack/") in told
        assert sha256(archive.read(name)) in told
        for page in pages[at : at + count]:
            at += 1
            assert f"Pièce n° {number}" in page
            assert f"{at} / {len(pages)}" in page


def test_the_pack_in_english_holds_the_same_files_behind_an_english_list(
    manager: FlaskClient, address: str
) -> None:
    archive = ZipFile(io.BytesIO(_take(manager, address, "pack", "en")))
    bundle = archive.read("exhibit-pack/data/exhibits-en.pdf")
    assert "List of exhibits" in text_of(bundle)
    assert "Exhibit 3" in page_texts(bundle)[-1]
    assert sum("/data/exhibits/" in name for name in archive.namelist()) == 3


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


def test_the_list_alone_is_what_stands_in_front_of_the_bundle(
    manager: FlaskClient, address: str
) -> None:
    for language, title in (("fr", "Chronologie des faits"), ("en", "Chronology of facts")):
        pages = page_texts(_take(manager, address, "list", language))
        assert title in pages[0]
        bundle = page_texts(_take(manager, address, "bundle", language))
        # The minute it was made may differ, the page numbers may not.
        assert [page[:200] for page in pages] == [page[:200] for page in bundle[: len(pages)]]
        assert f"1 / {len(bundle)}" in pages[0]


def _send(engine: Engine, house: House, kind: str) -> None:
    now = clock.now()
    letter_id = final_letter(engine, house, now, kind)
    sending = Sending(sent_on=now.date(), channel=Channel.EMAIL)
    with transaction(engine, house.actor.practice_id) as session:
        mark_sent(session, house.actor, letter_id, sending, now=now)


def test_a_letter_that_was_sent_is_an_exhibit_and_the_welcome_of_a_successor_is_none(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    _send(desk_engine, house, "L1")
    _send(desk_engine, house, "L9")
    final_letter(desk_engine, house, clock.now(), "L1")
    address = f"/contrats/{house.contracts[STUDIO]}/bordereau"
    archive = ZipFile(io.BytesIO(_take(manager, address, "pack")))
    files = [name for name in archive.namelist() if "/data/exhibits/" in name]
    assert [name.rpartition("/")[2] for name in files] == ["001-letter.pdf"]
    pages = page_texts(archive.read("exhibit-pack/data/exhibits-fr.pdf"))
    assert "Pièce n° 1" in pages[-1]
    line = pages[0][pages[0].index("Courrier envoyé") :]
    assert re.match(r"Courrier envoyé .+? 1 ", line)
    written = page_texts(archive.read(files[0]))
    assert written[0][:80] in pages[-len(written)]


def test_a_letter_keeps_the_numbers_it_quotes_once_it_is_sent_and_is_quoted_by_the_next(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    quote = file_paper(desk_engine, house.actor, house.contracts[STUDIO], clock.now())
    _send(desk_engine, house, "L1")
    page = read(manager.get(f"/contrats/{house.contracts[STUDIO]}/bordereau"))
    assert page.text.index(f"1. {quote.title}") < page.text.index("2. ")
    form = read(manager.get(f"{begin(manager, house, 'L4')}/ecrire")).form
    assert "Premier courriel amiable (pièce n°\u00a02)" in form["x_facts"]


def test_with_nothing_to_list_the_page_says_where_to_begin_and_offers_no_file(
    manager: FlaskClient, house: House
) -> None:
    page = read(manager.get(f"/contrats/{house.contracts[EMPTY]}/bordereau"))
    assert "Rien à lister pour l’instant" in page.text
    assert "Ouvrir la chronologie" in page.text
    assert "PDF" not in page.text
    assert "J’ai relu" not in page.text


def test_a_file_that_the_pack_has_no_room_for_keeps_its_number_and_is_named(
    manager: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_BYTES", len(pdf_of(*["x"] * 3)))
    archive = ZipFile(io.BytesIO(_take(manager, address, "pack")))
    files = [name for name in archive.namelist() if "/data/exhibits/" in name]
    assert [name.rpartition("/")[2] for name in files] == ["001-quote.pdf"]
    pages = page_texts(archive.read("exhibit-pack/data/exhibits-fr.pdf"))
    assert "Pièce n° 3" in pages[-1]
    assert "Ce fichier ne tient plus dans le dossier" in pages[-1]


def test_who_may_not_produce_what_leaves_gets_no_list(
    desk_app: Flask, desk_engine: Engine, house: House, address: str
) -> None:
    client = seat(desk_app, desk_engine, house, Role.CONTRIBUTOR, clock.now())
    assert client.get(address).status_code == 403
