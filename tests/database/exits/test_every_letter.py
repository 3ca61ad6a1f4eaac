"""Every letter in print: PDF and DOCX say the same, and stand as a French office sends them."""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.document import Document
from pypdf import PdfReader
from sqlalchemy import Engine

from exports.letter import render, write_docx
from reversibility.catalogues.letters import letters
from reversibility.catalogues.loader import load_catalogue
from reversibility.contracts.money.models import ChargeKind
from reversibility.contracts.money.rules import ChargeFacts
from reversibility.contracts.money.service import ChargeDraft, add_charge
from reversibility.exits.drafting.gathering import LetterMaterial, gather_letter
from reversibility.exits.drafting.printing import PrintedLetter, build_letter, missing
from reversibility.exits.letters.models import Letter
from reversibility.kernel.dates import Locale
from reversibility.kernel.ids import new_id
from reversibility.store.session import make_engine, transaction
from tests.factories.letters import writing
from tests.web.house import House, furnish

KINDS = tuple(letters().letters)
NOW = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
CONTRACT = "studio-web-2023"


@pytest.fixture(scope="module")
def material(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> LetterMaterial:
    """Return a contract with an invoice, a first e-mail and a formal notice behind it."""
    path = tmp_path_factory.mktemp("letters") / "letters.db"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    house = furnish(engine, NOW)
    _write_before(engine, house)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        contract = house.contracts[CONTRACT]
        found = gather_letter(session, house.actor, contract, load_catalogue(), now=NOW)
    engine.dispose()
    return found


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_and_the_docx_of_a_letter_say_the_same(
    material: LetterMaterial, kind: str, locale: Locale
) -> None:
    written = writing(kind, locale, on=NOW.date())
    assert missing(material, written) == ()
    letter = build_letter(material, written, is_draft=False)
    printed = packed(pdf_text(render(letter)))
    document = docx.Document(io.BytesIO(write_docx(letter)))
    lines = list(docx_lines(document))
    assert [line for line in lines if packed(line) not in printed] == []
    for line in on_the_page(letter):
        assert packed(line) in printed
        assert packed(line) in packed("".join(lines))
    # Space comes from styles: whoever edits the letter meets no empty paragraph.
    assert [paragraph for paragraph in document.paragraphs if not paragraph.text.strip()] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_listed_as_enclosed_is_what_is_enclosed(
    material: LetterMaterial, kind: str
) -> None:
    letter = build_letter(material, writing(kind, on=NOW.date()), is_draft=False)
    listed = ["".join(span.text for span in line) for line in letter.enclosures]
    annexes = [f"Annexe {number} : {each.title}" for number, each in enumerate(letter.annexes, 1)]
    assert [
        line.replace("\u00a0", " ") for line in listed if re.match(r"Annexe \d", line)
    ] == annexes
    assert all(each.rows for each in letter.annexes)


def on_the_page(letter: PrintedLetter) -> Iterator[str]:
    """Tell what stands around the words of a letter."""
    spans = [letter.sender.name, *letter.sender.lines, letter.dated, letter.subject]
    if letter.recipient is not None:
        spans += [letter.recipient.name, *letter.recipient.lines, letter.signer, letter.capacity]
        yield letter.channel
    yield from ("".join(span.text for span in line) for line in (*spans, *letter.enclosures))
    yield from (each.title for each in letter.annexes)


def docx_lines(document: Document) -> Iterator[str]:
    """Return what a document says, line by line."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for text in (*(each.text for each in document.paragraphs), *cells):
        yield from re.split(r"[\n\t]", text)


def pdf_text(pdf: bytes) -> str:
    """Return what a PDF says, in the order in which it is read."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def packed(text: str) -> str:
    """Return a text without its spaces: lines break at other places in a table."""
    return re.sub(r"\s+", "", text)


def _write_before(engine: Engine, house: House) -> None:
    before = {
        "L1": (date(2026, 10, 1), date(2026, 10, 1)),
        "L4": (date(2026, 11, 2), date(2026, 11, 4)),
    }
    facts = ChargeFacts(
        kind=ChargeKind.ONE_OFF,
        net=Decimal(1000),
        vat_rate=Decimal(20),
        paid=Decimal(1200),
        paid_on=date(2026, 2, 1),
        invoiced_on=date(2026, 1, 5),
        accepted=Decimal(250),
    )
    with transaction(engine, house.actor.practice_id) as session:
        charge = ChargeDraft(label="Refonte du site", reference="F-1", facts=facts)
        add_charge(session, house.actor, house.contracts[CONTRACT], charge, now=NOW)
        for kind, (sent_on, received_on) in before.items():
            channel = letters().letters[kind].channels[0]
            row = Letter(
                id=new_id(NOW),
                practice_id=house.actor.practice_id,
                contract_id=house.contracts[CONTRACT],
                kind=kind,
                locale="fr",
                channel=channel,
                planned_on=sent_on,
                days=0,
                values={},
                created_at=NOW - timedelta(days=90),
                changed_by="Dr Claire Martin",
                subject="Suivi de la prestation",
                final_at=NOW,
                sent_on=sent_on,
                sent_by=channel,
                received_on=received_on,
            )
            session.add(row)
