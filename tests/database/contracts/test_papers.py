"""Papers of a contract: filed as they came, withdrawn, kept within the practice, erased, purged."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from reversibility.contracts.counting import count_together
from reversibility.contracts.errors import (
    ContractMissingError,
    PaperInvalidError,
    PaperMissingError,
    PaperWithdrawnError,
)
from reversibility.contracts.models import Contract
from reversibility.contracts.paper_models import PaperKind, PaperRow
from reversibility.contracts.paper_queries import PaperLine, list_papers, papers_counted, read_paper
from reversibility.contracts.papers import withdraw_paper
from reversibility.contracts.service import ContractDraft, add_contract
from reversibility.contracts.terms import Renewal
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.journal.service import check_chain
from reversibility.kernel.actor import (
    PERMISSIONS,
    Actor,
    Permission,
    PracticeId,
    Role,
    operator,
    worker,
)
from reversibility.kernel.digest import sha256
from reversibility.kernel.errors import DeniedError
from reversibility.pieces.models import PieceKind
from reversibility.retention.errors import HeldError
from reversibility.retention.holds import set_hold
from reversibility.retention.queries import list_pieces
from reversibility.retention.service import Piece, erase_piece, mark_secret, purge
from reversibility.store.session import transaction
from tests.factories.papers import MAIL, file_paper
from tests.factories.practices import add_provider, open_practice
from tests.factories.proofs import PDF

OTHER = PracticeId(UUID("01930000-0000-7000-8000-000000000002"))


@pytest.fixture
def contract_id(engine: Engine, actor: Actor, now: datetime) -> UUID:
    """Return a contract that ended in 2025."""
    open_practice(engine, actor, now)
    provider = add_provider(engine, actor, now, "Studio Exemple")
    draft = ContractDraft(
        provider_id=provider.id, reference="", title="Site", ends_on=date(2025, 12, 31)
    )
    with transaction(engine, actor.practice_id) as session:
        return add_contract(session, actor, draft, now=now).id


def lines_of(engine: Engine, actor: Actor, contract_id: UUID) -> tuple[PaperLine, ...]:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        return list_papers(session, actor, contract_id)


def test_a_mail_is_kept_as_it_came_with_its_digest_and_who_filed_it(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    paper = file_paper(engine, actor, contract_id, now)
    file_paper(engine, actor, contract_id, now, kind=PaperKind.QUOTE, content=PDF, title="Devis")
    (line, other) = sorted(lines_of(engine, actor, contract_id), key=lambda each: each.kind)
    assert (line.kind, line.title, line.filename, line.media_type, line.size, line.added_by) == (
        PaperKind.ACCEPTANCE, "Acceptation du devis de mars", "Re devis.eml", "message/rfc822",
        len(MAIL), "Dr Claire Martin",
    )  # fmt: skip
    assert other.media_type == "application/pdf"
    with transaction(engine, actor.practice_id, read_only=True) as session:
        found = read_paper(session, actor, paper.id)
        assert count_together(session, actor, contract_id, [papers_counted]) == (2,)
        kinds = [PaperKind.QUOTE]
        assert len(list_papers(session, actor, contract_id, kinds=kinds)) == 1
        actions = list(session.scalars(select(JournalEntry.action)))
    assert (found.content, found.sha256) == (MAIL, sha256(MAIL))
    assert actions.count("contract.paper_added") == 2


def test_every_fault_is_said_at_once_and_nothing_is_kept(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    faulty = {"title": " ", "dated_on": date(2027, 1, 1), "content": b"<html>"}
    with pytest.raises(PaperInvalidError) as refused:
        file_paper(engine, actor, contract_id, now, **faulty)
    assert refused.value.fields == {
        "title": "required", "dated_on": "day_to_come", "file": "paper_type",
    }  # fmt: skip
    assert lines_of(engine, actor, contract_id) == ()


def test_the_same_file_is_filed_once_until_it_is_withdrawn(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    paper = file_paper(engine, actor, contract_id, now)
    with pytest.raises(PaperInvalidError) as refused:
        file_paper(engine, actor, contract_id, now, title="Encore")
    assert refused.value.fields == {"file": "paper_known"}
    with transaction(engine, actor.practice_id) as session:
        withdraw_paper(session, actor, paper.id, "Mauvais contrat", now=now)
    file_paper(engine, actor, contract_id, now)
    assert sorted(line.counts for line in lines_of(engine, actor, contract_id)) == [False, True]


def test_a_withdrawn_paper_stays_listed_and_is_handed_out_no_more(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    paper = file_paper(engine, actor, contract_id, now)
    with transaction(engine, actor.practice_id) as session:
        withdraw_paper(session, actor, paper.id, "Nom d’une patiente visible", now=now)
    with (
        pytest.raises(PaperWithdrawnError),
        transaction(engine, actor.practice_id) as session,
    ):
        withdraw_paper(session, actor, paper.id, "Encore", now=now)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        (line,) = list_papers(session, actor, contract_id)
        with pytest.raises(PaperMissingError):
            read_paper(session, actor, paper.id)
    assert (line.counts, line.withdrawn_because) == (False, "Nom d’une patiente visible")


def test_a_paper_kept_within_the_practice_is_not_there_for_packs(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    paper = file_paper(engine, actor, contract_id, now)
    counsel = file_paper(engine, actor, contract_id, now, kind=PaperKind.COUNSEL, content=PDF)
    with transaction(engine, actor.practice_id) as session:
        piece = Piece(kind=PieceKind.PAPER, id=paper.id)
        mark_secret(session, actor, piece, secret=True, now=now)
    packer = worker(actor.practice_id, {Permission.CONTRACT_READ})
    (line,) = lines_of(engine, packer, contract_id)
    assert (line.id, line.may_leave) == (counsel.id, False)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        with pytest.raises(PaperMissingError):
            read_paper(session, packer, paper.id)
        assert read_paper(session, actor, paper.id).content == MAIL


def test_only_who_writes_contracts_files_papers_and_only_in_their_own_practice(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    paper = file_paper(engine, actor, contract_id, now)
    reader = worker(actor.practice_id, PERMISSIONS[Role.CONTRIBUTOR])
    with pytest.raises(DeniedError):
        file_paper(engine, reader, contract_id, now, content=PDF)
    neighbour = operator(OTHER)
    open_practice(engine, neighbour, now, siren="")
    with pytest.raises(ContractMissingError):
        file_paper(engine, neighbour, contract_id, now, content=PDF)
    with (
        transaction(engine, neighbour.practice_id, read_only=True) as session,
        pytest.raises(PaperMissingError),
    ):
        read_paper(session, neighbour, paper.id)


def test_papers_of_a_contract_that_may_have_been_renewed_stay(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    file_paper(engine, actor, contract_id, now)
    later = now + timedelta(days=5 * 366)
    with transaction(engine, actor.practice_id) as session:
        session.get_one(Contract, contract_id).renewal = Renewal.TACIT
    with transaction(engine, actor.practice_id) as session:
        assert "after_contract" not in purge(session, actor, now=later).counts
        session.get_one(Contract, contract_id).ended_on = date(2025, 12, 31)
    with transaction(engine, actor.practice_id) as session:
        assert purge(session, actor, now=later).counts["after_contract"] == 1


@pytest.mark.parametrize("table", ["contract_papers", "paper_withdrawals"])
def test_papers_are_append_only(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID, table: str
) -> None:
    paper = file_paper(engine, actor, contract_id, now)
    with transaction(engine, actor.practice_id) as session:
        withdraw_paper(session, actor, paper.id, "Mauvais fichier", now=now)
    column = "title" if table == "contract_papers" else "reason"
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            transaction(engine, actor.practice_id) as session,
        ):
            session.execute(text(statement))


def test_an_erased_paper_leaves_its_digest_and_the_chain_holds(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    paper = file_paper(engine, actor, contract_id, now, title="Courriel de Mme Durand")
    with transaction(engine, actor.practice_id) as session:
        (piece,) = list_pieces(session, actor, PieceKind.PAPER)
        assert (piece.title, piece.about) == ("Courriel de Mme Durand", "Studio Exemple")
        erase_piece(session, actor, Piece(kind=PieceKind.PAPER, id=paper.id), "Demande", now=now)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        row = session.get_one(PaperRow, paper.id)
        assert (row.content, row.title, row.filename, row.sha256) == (b"", "", "", sha256(MAIL))
        told = " ".join(str(content) for content in session.scalars(select(JournalPayload.content)))
        assert "Durand" not in told
        assert check_chain(session, actor).is_whole
        (line,) = list_papers(session, actor, contract_id)
    assert (line.counts, line.erased_at) == (False, now)


def test_papers_go_five_years_after_the_end_unless_something_holds_them(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    paper = file_paper(engine, actor, contract_id, now)
    later = now + timedelta(days=5 * 366)
    with transaction(engine, actor.practice_id) as session:
        assert purge(session, actor, now=now).counts == {}
        set_hold(session, actor, None, "litige en cours", now=now)
    with transaction(engine, actor.practice_id) as session:
        assert "after_contract" not in purge(session, actor, now=later).counts
        with pytest.raises(HeldError):
            erase_piece(session, actor, Piece(kind=PieceKind.PAPER, id=paper.id), "x", now=later)
    with transaction(engine, actor.practice_id) as session:
        session.execute(text("DELETE FROM legal_holds"))
        assert session.get_one(Contract, contract_id).ends_on == date(2025, 12, 31)
        assert purge(session, actor, now=later).counts["after_contract"] == 1
