"""Pieces kept within the practice, and pieces whose content goes on request."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, select

from reversibility.catalogues.situations import Situation
from reversibility.contracts.service import ContractDraft, add_contract
from reversibility.evidence.errors import ProofMissingError
from reversibility.evidence.models import ObservationRow
from reversibility.evidence.queries import get_proof, get_raw, list_proofs
from reversibility.evidence.queries.declared import list_declared
from reversibility.evidence.service import record_survey
from reversibility.exits.gathering import gather
from reversibility.exits.producing import produce
from reversibility.exits.service import ExitDraft, keep_documents, open_exit
from reversibility.journal.service import check_chain
from reversibility.kernel.actor import Actor, Permission, Sight, worker
from reversibility.kernel.errors import DeniedError
from reversibility.kernel.ids import new_id
from reversibility.pieces.errors import ContentErasedError
from reversibility.pieces.models import PieceKind
from reversibility.register.models import Asset
from reversibility.register.queries import get_asset
from reversibility.retention.errors import HeldError, PieceMissingError, ReasonInvalidError
from reversibility.retention.holds import lift_hold, list_holds
from reversibility.retention.queries import find_piece, list_erased, list_pieces
from reversibility.retention.service import Piece, erase_piece, mark_secret, purge
from reversibility.store.session import transaction
from tests.factories.evidence import House, make_examination, make_verdict, open_house
from tests.factories.proofs import file_proof
from tests.unit.findings.scenarios import POLICY

READING = {Permission.REGISTER_READ, Permission.EVIDENCE_READ, Permission.CONTRACT_READ}


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Return a practice with a domain that was looked at once."""
    made = open_house(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        seen = make_examination(made, now, verdicts=(make_verdict(reasons=()),))
        record_survey(session, actor, made.domain_id, seen, unit_id=None, now=now)
        session.get_one(Asset, made.domain_id).notes = "Le code est chez Me Petit"
    return made


def packs(house: House) -> Actor:
    """Return the actor that makes packs."""
    return worker(
        house.actor.practice_id, READING | {Permission.EXIT_PRODUCE, Permission.FINDING_READ}
    )


def outsider(house: House) -> Actor:
    """Return somebody whom a mandate lets look at the domain, whatever their permissions."""
    sight = Sight(mandate_id=house.domain_id, assets=frozenset({house.domain_id}))
    return replace(house.actor, sight=sight)


def leave(engine: Engine, house: House, now: datetime) -> None:
    """Open the exit of a contract about the domain."""
    with transaction(engine, house.actor.practice_id) as session:
        contract = ContractDraft(
            slug="site",
            provider_id=house.agency.id,
            reference="C-1",
            title="Site",
            starts_on=date(2025, 1, 1),
            ends_on=date(2027, 12, 31),
            asset_ids=(house.domain_id,),
        )
        made = add_contract(session, house.actor, contract, now=now)
        draft = ExitDraft(
            contract_id=made.id, situation=Situation.COOPERATIVE, begins_on=now.date()
        )
        open_exit(session, house.actor, draft, now=now)


def mark(engine: Engine, house: House, piece: Piece, now: datetime, *, secret: bool) -> None:
    """Keep a piece within the practice, or show it again."""
    with transaction(engine, house.actor.practice_id) as session:
        mark_secret(session, house.actor, piece, secret=secret, now=now)


def test_a_secret_document_is_not_there_for_packs_and_outsiders(
    engine: Engine, house: House, now: datetime
) -> None:
    proof = Piece(kind=PieceKind.PROOF, id=file_proof(engine, house, now).id)
    for secret, expected in ((True, 0), (False, 1)):
        mark(engine, house, proof, now, secret=secret)
        with transaction(engine, house.actor.practice_id, read_only=True) as session:
            for reader in (packs(house), outsider(house)):
                declared = list_declared(session, reader, [house.domain_id])
                listed = list_proofs(session, reader, declared)
                assert sum(map(len, listed.values())) == expected
            if secret:
                with pytest.raises(ProofMissingError):
                    get_proof(session, packs(house), proof.id)
            assert get_proof(session, house.actor, proof.id).content


def test_secret_notes_stay_out_of_what_a_pack_says(
    engine: Engine, house: House, now: datetime
) -> None:
    mark(engine, house, Piece(kind=PieceKind.NOTES, id=house.domain_id), now, secret=True)
    leave(engine, house, now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        exit_id = list_holds(session, house.actor)[0].id
        material = gather(session, packs(house), exit_id, POLICY, now=now)
        assert get_asset(session, house.actor, house.domain_id).notes
    assert material.standings[house.domain_id].asset.notes == ""


def test_a_piece_is_erased_once_with_a_reason_and_the_chain_holds(
    engine: Engine, house: House, now: datetime
) -> None:
    proof = Piece(kind=PieceKind.PROOF, id=file_proof(engine, house, now, title="Mme Durand").id)
    with (
        pytest.raises(ReasonInvalidError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        erase_piece(session, house.actor, proof, "  ", now=now)
    with transaction(engine, house.actor.practice_id) as session:
        erase_piece(session, house.actor, proof, "Demande de l’intéressée", now=now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        line = find_piece(session, house.actor, PieceKind.PROOF, proof.id)
        assert (line.title, line.erased_at) == ("", now)
        (told,) = list_erased(session, house.actor)
        assert (told.count, told.reason) == (1, "Demande de l’intéressée")
        assert check_chain(session, house.actor).is_whole
    with (
        pytest.raises(ContentErasedError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        erase_piece(session, house.actor, proof, "Encore", now=now)


def test_erased_notes_are_gone(engine: Engine, house: House, now: datetime) -> None:
    notes = Piece(kind=PieceKind.NOTES, id=house.domain_id)
    with transaction(engine, house.actor.practice_id) as session:
        erase_piece(session, house.actor, notes, "Nom d’un tiers", now=now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        assert get_asset(session, house.actor, house.domain_id).notes == ""
        assert list_pieces(session, house.actor, PieceKind.NOTES) == ()


def test_an_open_exit_holds_what_it_covers_until_it_is_lifted(
    engine: Engine, house: House, now: datetime
) -> None:
    leave(engine, house, now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        answer = Piece(kind=PieceKind.ANSWER, id=session.scalars(select(ObservationRow.id)).one())
        (hold,) = list_holds(session, house.actor)
    assert (hold.is_exit, hold.about) == (True, "Studio Exemple Web")
    with pytest.raises(HeldError), transaction(engine, house.actor.practice_id) as session:
        erase_piece(session, house.actor, answer, "Demande", now=now)
    with transaction(engine, house.actor.practice_id) as session:
        lift_hold(session, house.actor, hold.id, "La sortie est finie", now=now)
        assert list_holds(session, house.actor) == ()
        erase_piece(session, house.actor, answer, "Demande", now=now)


def test_a_plan_is_made_without_the_answers_that_were_erased(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        answer = session.scalars(select(ObservationRow.id)).one()
        erase_piece(
            session, house.actor, Piece(kind=PieceKind.ANSWER, id=answer), "Demande", now=now
        )
    leave(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        with pytest.raises(ContentErasedError):
            get_raw(session, house.actor, answer)
        exit_id = list_holds(session, house.actor)[0].id
        material = gather(session, packs(house), exit_id, POLICY, now=now)
        assert material.answers == ()
        done = produce(material, made_by="worker", time_zone="Europe/Paris")
        keep_documents(session, packs(house), done.edition, done.drafts, now=now)
        assert len(list_pieces(session, house.actor, PieceKind.PRODUCED)) == len(done.drafts)


def test_only_the_owner_erases_and_only_in_their_practice(
    engine: Engine, house: House, now: datetime
) -> None:
    nobody = Piece(kind=PieceKind.PROOF, id=new_id(now))
    with transaction(engine, house.actor.practice_id) as session:
        with pytest.raises(PieceMissingError):
            erase_piece(session, house.actor, nobody, "Demande", now=now)
        with pytest.raises(DeniedError):
            erase_piece(session, packs(house), nobody, "Demande", now=now)
        with pytest.raises(DeniedError):
            purge(session, packs(house), now=now)
