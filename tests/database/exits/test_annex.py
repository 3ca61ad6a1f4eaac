"""The annex of a contract is kept as it was made, once for the same contents, on both databases."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.responsibilities import Side, responsibilities
from reversibility.contracts.clauses import ClauseDraft, answer_clauses, answers_digest
from reversibility.contracts.duty_queries import duties_digest
from reversibility.contracts.errors import ContractMissingError
from reversibility.contracts.models import ClauseReply, Contract
from reversibility.contracts.responsibilities import DutyDraft, tell_responsibilities
from reversibility.exits.annex.gathering import AnnexMaterial, gather_annex
from reversibility.exits.annex.producing import AnnexDraft, annex_name, write_annexes
from reversibility.exits.annex.queries import get_annex, list_annexes
from reversibility.exits.annex.service import keep_annexes
from reversibility.exits.errors import AnnexMissingError
from reversibility.first_steps.service import Advance, advance
from reversibility.http.exporting.document import practice_document
from reversibility.journal.models import JournalEntry
from reversibility.kernel.actor import PracticeId, operator
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import PieceKind
from reversibility.register.models import Asset
from reversibility.retention.holds import lift_hold, list_holds
from reversibility.retention.queries import list_pieces
from reversibility.retention.service import Piece, erase_piece, purge
from reversibility.store.session import transaction
from tests.factories.practices import open_practice
from tests.web.house import House, furnish

CONTRACT = "studio-web-2023"


@pytest.fixture
def house(engine: Engine, now: datetime) -> House:
    """Return the practice of the demo."""
    return furnish(engine, now)


def gather(engine: Engine, house: House, now: datetime) -> AnnexMaterial:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        contract_id = house.contracts[CONTRACT]
        return gather_annex(session, house.actor, contract_id, load_catalogue(), now=now)


def keep(engine: Engine, house: House, said: str, now: datetime) -> int:
    drafts = [
        AnnexDraft(locale="fr", filename="fr.pdf", said_sha256=said, content=b"%PDF-fr"),
        AnnexDraft(locale="en", filename="en.pdf", said_sha256=said, content=b"%PDF-en"),
    ]
    with transaction(engine, house.actor.practice_id) as session:
        contract_id = house.contracts[CONTRACT]
        return keep_annexes(session, house.actor, contract_id, drafts, now=now)


def test_an_annex_says_what_the_register_says(engine: Engine, house: House, now: datetime) -> None:
    french, english = write_annexes(gather(engine, house, now), number=1, time_zone="UTC")
    domain = next(each for each in french.held if each.name == "cabinet-exemple.fr.example")
    assert domain.is_covered
    assert domain.provider == "Studio Exemple Web"
    assert any("Marc Vidal" in entry for entry in domain.outside)
    assert {each.name for each in french.returns} == {
        each.name for each in french.held if each.is_covered
    }
    assert all(each.hand_over and each.steps for each in french.returns)
    assert {step.who for each in english.returns for step in each.steps} >= {
        "The Client",
        "The Provider",
    }


def test_an_annex_prints_the_nine_points_and_every_other_that_was_answered(
    engine: Engine, house: House, now: datetime
) -> None:
    before, _ = write_annexes(gather(engine, house, now), number=1, time_zone="UTC")
    drafts = [
        ClauseDraft(clause="C14", reply=ClauseReply.NO, place="article 3"),
        ClauseDraft(clause="C23", reply=ClauseReply.NOT_APPLICABLE),
    ]
    with transaction(engine, house.actor.practice_id) as session:
        contract_id = house.contracts[CONTRACT]
        seen = answers_digest(())
        answer_clauses(session, house.actor, contract_id, drafts, seen=seen, now=now)
    after, _ = write_annexes(gather(engine, house, now), number=2, time_zone="UTC")
    assert len(before.clauses) == 9
    assert [clause.title for clause in after.clauses[9:]] == ["Durée et reconduction"]


def test_an_annex_says_who_does_what_once_somebody_has_said_so(
    engine: Engine, house: House, now: datetime
) -> None:
    before, _ = write_annexes(gather(engine, house, now), number=1, time_zone="UTC")
    told = DutyDraft(row="R01", decides=Side.PARTNER, decides_name="Dr Martin", does=Side.PROVIDER)
    with transaction(engine, house.actor.practice_id) as session:
        contract_id, seen = house.contracts[CONTRACT], duties_digest({})
        tell_responsibilities(session, house.actor, contract_id, [told], seen=seen, now=now)
    after, english = write_annexes(gather(engine, house, now), number=2, time_zone="UTC")
    assert before.duties == ()
    assert (after.duties[0].decides, after.duties[0].does) == ("Dr Martin", "le prestataire")
    assert english.duties[0].does == "the provider"
    assert len(after.duties) == len(responsibilities().rows)
    assert all(duty.is_gap for duty in after.duties[1:])
    assert after.content_sha256 != before.content_sha256


def test_the_same_contents_have_the_same_digest_whenever_they_are_made(
    engine: Engine, house: House, now: datetime
) -> None:
    first = write_annexes(gather(engine, house, now), number=1, time_zone="UTC")
    material = gather(engine, house, now)
    again = write_annexes(material, number=2, time_zone="Europe/Paris")
    assert first[0].content_sha256 == again[0].content_sha256
    with transaction(engine, house.actor.practice_id) as session:
        session.scalars(select(Asset).limit(1)).one().name = "Autre nom"
    changed = write_annexes(gather(engine, house, now), number=1, time_zone="UTC")
    assert changed[0].content_sha256 != first[0].content_sha256


def test_what_is_not_known_is_told_apart_from_what_was_never_asked(
    engine: Engine, house: House, now: datetime
) -> None:
    asset_id = house.assets["domaine"]
    noted = {asset_id: {"inside": "unknown"}}
    with transaction(engine, house.actor.practice_id) as session:
        advance(session, house.actor, Advance(answers=noted), now=now)
    french, _ = write_annexes(gather(engine, house, now), number=1, time_zone="UTC")
    domain = next(each for each in french.held if each.name == "cabinet-exemple.fr.example")
    assert domain.inside == ("le cabinet ne sait pas",)
    assert any(each.payer == "" for each in french.held)


def test_an_annex_is_filed_under_who_signs_it_and_when(
    engine: Engine, house: House, now: datetime
) -> None:
    names = [
        annex_name(each)
        for each in write_annexes(gather(engine, house, now), number=1, time_zone="Europe/Paris")
    ]
    parties, day = "cabinet-medical-exemple_studio-exemple-web", now.date().isoformat()
    assert names == [
        f"annexe-reversibilite_{parties}_{day}.pdf",
        f"reversibility-annex_{parties}_{day}.pdf",
    ]


def test_an_edition_is_kept_once_for_the_same_contents(
    engine: Engine, house: House, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    assert [keep(engine, house, said, later) for said in ("a" * 64, "a" * 64, "b" * 64)] == [
        1,
        1,
        2,
    ]
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        lines = list_annexes(session, house.actor, house.contracts[CONTRACT])
        actions = list(session.scalars(select(JournalEntry.action)))
        found = get_annex(session, house.actor, lines[0].id)
    assert [(line.number, line.locale) for line in lines] == [
        (2, "fr"),
        (2, "en"),
        (1, "fr"),
        (1, "en"),
    ]
    assert found.content == b"%PDF-fr"
    assert actions.count("contract.annex_kept") == 2


def test_nobody_changes_an_annex_that_was_made(engine: Engine, house: House, now: datetime) -> None:
    keep(engine, house, "a" * 64, now)
    for statement in ("UPDATE annex_documents SET locale = 'xx'", "DELETE FROM annex_documents"):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))


def test_a_neighbour_sees_neither_contract_nor_annex(
    engine: Engine, house: House, now: datetime
) -> None:
    keep(engine, house, "a" * 64, now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        annex_id = list_annexes(session, house.actor, house.contracts[CONTRACT])[0].id
    other = operator(PracticeId(UUID("01930000-0000-7000-8000-000000000002")))
    open_practice(engine, other, now, siren="222222226", legal_name="Étude Voisine")
    with transaction(engine, other.practice_id, read_only=True) as session:
        with pytest.raises(AnnexMissingError):
            get_annex(session, other, annex_id)
        with pytest.raises(ContractMissingError):
            gather_annex(session, other, house.contracts[CONTRACT], load_catalogue(), now=now)


def test_an_annex_is_a_piece_whose_content_goes_on_request(
    engine: Engine, house: House, now: datetime
) -> None:
    keep(engine, house, "a", now)
    contract_id = house.contracts[CONTRACT]
    with transaction(engine, house.actor.practice_id) as session:
        pieces = list_pieces(session, house.actor, PieceKind.PRODUCED)
        assert {each.title for each in pieces} == {"fr.pdf", "en.pdf"}
        assert {each.about for each in pieces} == {"Studio Exemple Web"}
        for each in pieces:
            piece = Piece(kind=PieceKind.PRODUCED, id=each.id)
            for hold in list_holds(session, house.actor):
                lift_hold(session, house.actor, hold.id, "Essai", now=now)
            erase_piece(session, house.actor, piece, "Demande du prestataire", now=now)
        lines = list_annexes(session, house.actor, contract_id)
        assert [line.erased_at for line in lines] == [now, now]
        assert all(line.sha256 for line in lines)
        with pytest.raises(ContentErasedError):
            get_annex(session, house.actor, lines[0].id)
    assert keep(engine, house, "a", now) == 2  # what is gone is made anew


def test_annexes_go_after_their_time_and_are_named_in_the_practice_file(
    engine: Engine, house: House, now: datetime
) -> None:
    keep(engine, house, "a", now)
    with transaction(engine, house.actor.practice_id) as session:
        contract = session.get_one(Contract, house.contracts[CONTRACT])
        contract.ends_on = (now + timedelta(days=1)).date()
        session.flush()
        named = practice_document(session, house.actor)["annexes"]
        for hold in list_holds(session, house.actor):
            lift_hold(session, house.actor, hold.id, "Essai", now=now)
    assert {(each["contract"], each["filename"]) for each in named} == {
        (CONTRACT, "fr.pdf"),
        (CONTRACT, "en.pdf"),
    }
    with transaction(engine, house.actor.practice_id) as session:
        purge(session, house.actor, now=now + timedelta(days=6 * 366))
        lines = list_annexes(session, house.actor, house.contracts[CONTRACT])
    assert all(line.erased_at for line in lines)
