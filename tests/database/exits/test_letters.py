"""Letters on both databases: final ones never change, and all of them move with the practice."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from reversibility.catalogues.letters import Channel
from reversibility.catalogues.loader import load_catalogue
from reversibility.contracts.models import Contract
from reversibility.contracts.money.models import ChargeKind, LossKind
from reversibility.contracts.money.queries import get_account
from reversibility.contracts.money.rules import ChargeFacts
from reversibility.contracts.money.service import ChargeDraft, LossDraft, add_charge, add_loss
from reversibility.exits.deciding.queries import find_weighing
from reversibility.exits.deciding.service import answer_weighing
from reversibility.exits.drafting.gathering import gather_letter
from reversibility.exits.drafting.producing import print_final
from reversibility.exits.drafting.service import make_final
from reversibility.exits.letters.errors import LetterFinalError, LetterGuardedError, LetterStepError
from reversibility.exits.letters.queries import LetterState, get_letter, get_shelf_of, letters_of
from reversibility.exits.letters.service import (
    Sending,
    change_letter,
    discard_letter,
    mark_received,
    mark_sent,
    start_letter,
)
from reversibility.exits.letters.writing import writing_of
from reversibility.http.exporting.document import practice_document, practice_json
from reversibility.http.importing.practice import import_practice
from reversibility.kernel.actor import operator
from reversibility.register.archiving import Edit
from reversibility.store.session import transaction
from tests.factories.letters import writing
from tests.web.house import House, furnish

CONTRACT = "studio-web-2023"
WARNINGS = ("unpaid_unknown",)


@pytest.fixture
def house(engine: Engine, now: datetime) -> House:
    """Return the practice of the demo."""
    return furnish(engine, now)


def final_letter(engine: Engine, house: House, now: datetime, kind: str = "L1") -> UUID:
    """Write a letter and make it final."""
    contract_id = house.contracts[CONTRACT]
    with transaction(engine, house.actor.practice_id) as session:
        written = writing(kind, on=now.date())
        letter_id = start_letter(session, house.actor, contract_id, written, now=now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        material = gather_letter(session, house.actor, contract_id, load_catalogue(), now=now)
        line = get_letter(session, house.actor, letter_id, today=now.date())
    final = print_final(letter_id, material, writing_of(line), WARNINGS)
    with transaction(engine, house.actor.practice_id) as session:
        make_final(session, house.actor, final, load_catalogue(), now=now)
    return letter_id


ANSWERS = {"amount": "1", "owed_what": "Les textes"}


def tell_everything(engine: Engine, house: House, now: datetime) -> None:
    """Send a letter; note an invoice, a loss and answers."""
    letter_id, contract_id = final_letter(engine, house, now), house.contracts[CONTRACT]
    facts = ChargeFacts(
        kind=ChargeKind.ONE_OFF,
        net=Decimal(1000),
        vat_rate=Decimal("5.5"),
        paid=Decimal(1055),
        paid_on=date(2026, 2, 1),
        invoiced_on=date(2026, 1, 5),
        accepted=Decimal(250),
    )
    loss = LossDraft(
        dated_on=date(2026, 3, 1),
        kind=LossKind.SUFFERED,
        label="Heures",
        amount=Decimal("210.50"),
        method="6 heures",
    )
    with transaction(engine, house.actor.practice_id) as session:
        charge = ChargeDraft(label="Refonte", reference="F-1", facts=facts)
        add_charge(session, house.actor, contract_id, charge, now=now)
        add_loss(session, house.actor, contract_id, loss, now=now)
        answer_weighing(session, house.actor, contract_id, ANSWERS, version=0, now=now)
        sending = Sending(sent_on=now.date(), channel=Channel.EMAIL)
        mark_sent(session, house.actor, letter_id, sending, now=now)


def test_a_final_letter_keeps_its_words_and_its_files_for_good(
    engine: Engine, house: House, now: datetime
) -> None:
    letter_id = final_letter(engine, house, now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        files = get_shelf_of(session, house.actor, letter_id, today=now.date()).files[letter_id]
        line = get_letter(session, house.actor, letter_id, today=now.date())
    endings = [(each.filename.rsplit(".", 1)[1], each.locale) for each in files]
    assert endings == [("pdf", ""), ("docx", ""), ("pdf", "en")]
    assert line.state is LetterState.FINAL
    assert line.accepted == WARNINGS
    with transaction(engine, house.actor.practice_id) as session:
        edit = Edit(id=letter_id, version=line.version)
        with pytest.raises(LetterFinalError):
            change_letter(session, house.actor, edit, writing("L1", on=now.date()), now=now)
        with pytest.raises(LetterFinalError):
            discard_letter(session, house.actor, letter_id, now=now)
    for statement in ("UPDATE letter_documents SET filename = 'x'", "DELETE FROM letter_documents"):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            transaction(engine, house.actor.practice_id) as session,
        ):
            session.execute(text(statement))


def test_the_service_asks_the_guards_by_itself(engine: Engine, house: House, now: datetime) -> None:
    # A command typed on the machine is nobody of the practice.
    with pytest.raises(LetterGuardedError):
        final_letter(engine, house, now, kind="L4")


def test_of_two_people_who_make_a_letter_final_at_once_one_does(
    engine: Engine, house: House, now: datetime
) -> None:
    contract_id = house.contracts[CONTRACT]
    with transaction(engine, house.actor.practice_id) as session:
        written = writing("L1", on=now.date())
        letter_id = start_letter(session, house.actor, contract_id, written, now=now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        material = gather_letter(session, house.actor, contract_id, load_catalogue(), now=now)
        line = get_letter(session, house.actor, letter_id, today=now.date())
    final = print_final(letter_id, material, writing_of(line), WARNINGS)

    # Both have printed it; whoever comes second finds it final, and keeps nothing.
    with transaction(engine, house.actor.practice_id) as session:
        make_final(session, house.actor, final, load_catalogue(), now=now)
    with (
        pytest.raises(LetterFinalError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        make_final(session, house.actor, final, load_catalogue(), now=now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        assert len(
            get_shelf_of(session, house.actor, letter_id, today=now.date()).files[letter_id]
        ) == len(final.files)


def test_a_sending_noted_again_stays_before_the_receipt(
    engine: Engine, house: House, now: datetime
) -> None:
    letter_id = final_letter(engine, house, now)
    sent, later = now.date(), now + timedelta(days=5)
    with transaction(engine, house.actor.practice_id) as session:
        sending = Sending(sent_on=sent, channel=Channel.EMAIL)
        mark_sent(session, house.actor, letter_id, sending, now=now)
        mark_received(session, house.actor, letter_id, sent + timedelta(days=2), now=later)
    with (
        pytest.raises(LetterStepError) as refused,
        transaction(engine, house.actor.practice_id) as session,
    ):
        again = Sending(sent_on=sent + timedelta(days=4), channel=Channel.EMAIL)
        mark_sent(session, house.actor, letter_id, again, now=later)
    assert refused.value.fields == {"sent_on": "letter_sent_after_received"}


def test_a_receipt_before_the_sending_leaves_nothing(
    engine: Engine, house: House, now: datetime
) -> None:
    letter_id = final_letter(engine, house, now)
    sending = Sending(sent_on=now.date(), channel=Channel.EMAIL)
    with transaction(engine, house.actor.practice_id) as session:
        mark_sent(session, house.actor, letter_id, sending, now=now)
    with (
        pytest.raises(LetterStepError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        earlier = now.date() - timedelta(days=1)
        mark_received(session, house.actor, letter_id, earlier, now=now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        line = get_letter(session, house.actor, letter_id, today=now.date())
    assert (line.state, line.received_on) == (LetterState.SENT, None)


def test_accounts_answers_and_letters_move_with_the_practice_file(
    engine: Engine, house: House, now: datetime
) -> None:
    tell_everything(engine, house, now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        document = json.loads(practice_json(practice_document(session, house.actor)))
    told = next(each for each in document["contracts"] if each["id"] == CONTRACT)
    assert {each["filename"].rsplit(".", 1)[1] for each in told["letters"][0]["files"]} == {
        "pdf",
        "docx",
    }
    document["practice"] |= {"siren": "123456790", "legal_name": "SELARL Ailleurs"}
    done = import_practice(engine, json.dumps(document).encode(), load_catalogue(), now=now)
    actor = operator(done.practice_id)
    with transaction(engine, done.practice_id, read_only=True) as session:
        there = session.scalars(select(Contract.id).where(Contract.slug == CONTRACT)).one()
        account = get_account(session, actor, there, today=now.date())
        (line,) = letters_of(session, actor, there, today=now.date())
        weighing = find_weighing(session, actor, there)
    assert account.totals.refundable == Decimal("791.25")
    assert account.loss_total == Decimal("210.50")
    assert (line.kind, line.state, line.subject[:5]) == ("L1", LetterState.SENT, "Suivi")
    assert weighing is not None
    assert weighing.answers == ANSWERS
