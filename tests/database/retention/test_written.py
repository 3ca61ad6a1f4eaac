"""What is written about a provider goes with its contract: letters, facts, situations as told."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from reversibility.catalogues.cases import cases
from reversibility.contracts.event_models import ContractEvent, EventKind, EventRemark
from reversibility.contracts.event_queries import list_events
from reversibility.contracts.events import EventDraft, RemarkDraft, add_event, add_remark
from reversibility.contracts.models import Contract
from reversibility.contracts.queries import get_contract
from reversibility.exits.chronology.queries import get_chronology
from reversibility.exits.letters.models import Letter, LetterDocument
from reversibility.exits.letters.queries import get_file, get_shelf_of, letters_of
from reversibility.exits.qualifying.models import ToldSituation
from reversibility.exits.qualifying.rules import Answers
from reversibility.exits.qualifying.service import tell_situation
from reversibility.journal.models import JournalPayload
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import PieceKind
from reversibility.retention.errors import HeldError, PieceMissingError
from reversibility.retention.holds import lift_hold, list_holds
from reversibility.retention.persons import list_held
from reversibility.retention.queries import list_pieces
from reversibility.retention.service import Piece, erase_piece, purge
from reversibility.store.session import transaction
from tests.database.exits.test_letters import final_letter
from tests.web.house import House, furnish

CONTRACT = "studio-web-2023"
WRITTEN = (PieceKind.LETTER, PieceKind.FACT, PieceKind.SITUATION)
SIX_YEARS = timedelta(days=6 * 366)


@pytest.fixture
def house(engine: Engine, now: datetime) -> House:
    """Return the practice of the demo, with a letter, a fact, a remark and a situation."""
    house = furnish(engine, now)
    contract_id = house.contracts[CONTRACT]
    final_letter(engine, house, now)
    today = now.date()
    with transaction(engine, house.actor.practice_id) as session:
        fact = EventDraft(
            kind=EventKind.CALL,
            happened_on=today,
            facts="Ada Durand a appelé.",
            author="Ada Durand",
        )
        event = add_event(session, house.actor, contract_id, fact, today=today, now=now)
        remark = RemarkDraft(text="Aucun appel reçu.", dated_on=today)
        add_remark(session, house.actor, event.id, remark, today=today, now=now)
        tell_situation(
            session,
            house.actor,
            contract_id,
            Answers(choices={"answers": "no"}),
            catalogue=cases(),
            expiring=(),
            now=now,
        )
    return house


def end(engine: Engine, house: House, now: datetime) -> None:
    """Let the contract have ended."""
    with transaction(engine, house.actor.practice_id) as session:
        contract = session.get_one(Contract, house.contracts[CONTRACT])
        contract.ends_on = (now + timedelta(days=1)).date()


def lift(engine: Engine, house: House, now: datetime) -> None:
    """Lift every hold."""
    with transaction(engine, house.actor.practice_id) as session:
        for hold in list_holds(session, house.actor):
            lift_hold(session, house.actor, hold.id, "Essai", now=now)


def test_letters_facts_and_situations_are_listed_with_whom_they_are_about(
    engine: Engine, house: House
) -> None:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        listed = {kind: list_pieces(session, house.actor, kind) for kind in WRITTEN}
    titles = {kind: sorted(each.title for each in lines) for kind, lines in listed.items()}
    assert titles[PieceKind.FACT] == ["Ada Durand a appelé.", "Aucun appel reçu."]
    assert titles[PieceKind.LETTER][0].startswith("Suivi de la prestation")
    assert len(titles[PieceKind.SITUATION]) == 1
    assert {each.about for lines in listed.values() for each in lines} == {"Studio Exemple Web"}


def test_they_go_with_their_contract_after_its_time_and_not_while_a_hold_covers_it(
    engine: Engine, house: House, now: datetime
) -> None:
    end(engine, house, now)
    later = now + SIX_YEARS
    with transaction(engine, house.actor.practice_id) as session:
        purge(session, house.actor, now=later)
        assert session.scalars(select(ContractEvent.facts)).one()
    lift(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        purge(session, house.actor, now=later)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        letter = session.scalars(select(Letter)).one()
        files = session.scalars(select(LetterDocument)).all()
        event = session.scalars(select(ContractEvent)).one()
        told = session.scalars(select(ToldSituation)).one()
        assert (letter.values, letter.subject, letter.answer) == ({}, "", "")
        assert {(each.content, each.filename, len(each.sha256)) for each in files} == {
            (b"", "", 64)
        }
        assert (event.facts, event.author) == ("", "")
        assert session.scalars(select(EventRemark.text)).one() == ""
        assert (told.choices, told.reasons) == ({}, [])
        # What the register still shows of them says that they are gone.
        lines = get_shelf_of(session, house.actor, letter.id, today=now.date()).files[letter.id]
        assert [each.erased_at for each in lines] == [later] * len(files)
        with pytest.raises(ContentErasedError):
            get_file(session, house.actor, lines[0].id)
        contract = get_contract(session, house.actor, house.contracts[CONTRACT], today=later.date())
        chronology = get_chronology(
            session,
            house.actor,
            contract,
            letters_of(session, house.actor, contract.id, today=later.date()),
        )
        assert [each for each in chronology.moments if each.event] == []


def test_what_is_held_about_a_person_names_facts_and_no_more_once_they_are_erased(
    engine: Engine, house: House, now: datetime
) -> None:
    lift(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        held = list_held(session, house.actor, "Ada Durand", now=now).by_table()
        assert {"contract_events", "journal_payloads"} <= set(held)
        (event,) = list_events(session, house.actor, house.contracts[CONTRACT])
        piece = Piece(kind=PieceKind.FACT, id=event.id)
        erase_piece(session, house.actor, piece, "Demande de la personne", now=now)
    with transaction(engine, house.actor.practice_id) as session:
        assert list_held(session, house.actor, "Ada Durand", now=now).records == ()
        quoted = session.scalars(select(JournalPayload.content))
        assert not any("Ada Durand" in str(each) for each in quoted)


def test_one_of_them_is_erased_on_request_unless_it_is_held_or_another_practices(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        pieces = [
            Piece(kind=kind, id=each.id)
            for kind in WRITTEN
            for each in list_pieces(session, house.actor, kind)
        ]
    for piece in pieces:
        with (
            pytest.raises(HeldError),
            transaction(engine, house.actor.practice_id) as session,
        ):
            erase_piece(session, house.actor, piece, "Demande", now=now)
    lift(engine, house, now)
    neighbour = furnish(engine, now, siren="123456790")
    for piece in pieces:
        with (
            pytest.raises(PieceMissingError),
            transaction(engine, neighbour.actor.practice_id) as session,
        ):
            erase_piece(session, neighbour.actor, piece, "Demande", now=now)
        with transaction(engine, house.actor.practice_id) as session:
            erase_piece(session, house.actor, piece, "Demande", now=now)
        with (
            pytest.raises(ContentErasedError),
            transaction(engine, house.actor.practice_id) as session,
        ):
            erase_piece(session, house.actor, piece, "Demande", now=now)
