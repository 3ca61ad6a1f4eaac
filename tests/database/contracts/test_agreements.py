"""Who does what under a contract, and what it rests on, on both databases."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from reversibility.catalogues.responsibilities import Side, responsibilities
from reversibility.contracts.basis import Gap, Saying, basis_digest, find_basis, gaps_of, tell_basis
from reversibility.contracts.basis_models import Element
from reversibility.contracts.duty_queries import DutyLine, duties_digest, responsibilities_of
from reversibility.contracts.errors import (
    BasisChangedError,
    BasisInvalidError,
    DutiesChangedError,
    DutyInvalidError,
)
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.paper_queries import list_papers
from reversibility.contracts.papers import withdraw_paper
from reversibility.contracts.responsibilities import DutyDraft, tell_responsibilities
from reversibility.contracts.service import ContractDraft, add_contract
from reversibility.journal.models import JournalEntry
from reversibility.kernel.actor import PERMISSIONS, Actor, Role, worker
from reversibility.kernel.errors import DeniedError
from reversibility.store.session import transaction
from tests.factories.papers import MAIL, file_paper
from tests.factories.practices import add_provider, open_practice
from tests.factories.proofs import PDF

MINE = DutyDraft(
    row="R01", decides=Side.PARTNER, decides_name="Dr Claire Martin", does=Side.PROVIDER,
    advises=(Side.PIVOT,), informed=(Side.OTHER,),
)  # fmt: skip


@pytest.fixture
def contract_id(engine: Engine, actor: Actor, now: datetime) -> UUID:
    """Return a contract of which nothing more is known."""
    open_practice(engine, actor, now)
    provider = add_provider(engine, actor, now, "Studio Exemple")
    draft = ContractDraft(provider_id=provider.id, reference="", title="Site")
    with transaction(engine, actor.practice_id) as session:
        return add_contract(session, actor, draft, now=now).id


def lines_of(engine: Engine, actor: Actor, contract_id: UUID) -> tuple[DutyLine, ...]:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        return responsibilities_of(session, actor, contract_id)


def tell(
    engine: Engine, actor: Actor, contract_id: UUID, now: datetime, *drafts: DutyDraft
) -> bool:
    seen = duties_digest({line.row.id: line.duty for line in lines_of(engine, actor, contract_id)})
    with transaction(engine, actor.practice_id) as session:
        return tell_responsibilities(session, actor, contract_id, drafts, seen=seen, now=now)


def test_every_row_has_a_place_and_those_without_a_name_are_gaps(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    assert len(lines_of(engine, actor, contract_id)) == 22
    assert tell(engine, actor, contract_id, now, MINE)
    assert not tell(engine, actor, contract_id, now, MINE)  # the button was pressed twice
    tell(engine, actor, contract_id, now, DutyDraft(row="R02", decides=Side.PIVOT))
    lines = {line.row.id: line for line in lines_of(engine, actor, contract_id)}
    assert not lines["R01"].is_gap
    assert lines["R02"].is_gap  # nobody is named
    assert lines["R01"].duty.advises == (Side.PIVOT,)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        actions = list(session.scalars(select(JournalEntry.action)))
    assert actions.count("contract.duties_told") == 2


@pytest.mark.parametrize("row", ["R01", "R03", "R05", "R09", "R10", "R18", "R19", "R20"])
def test_the_provider_never_decides_what_the_practice_answers_for(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID, row: str
) -> None:
    draft = DutyDraft(row=row, decides=Side.PROVIDER, decides_name="Marc Vidal")
    with pytest.raises(DutyInvalidError) as refused:
        tell(engine, actor, contract_id, now, MINE, draft)
    assert refused.value.fields[row] == "provider_never_decides"
    assert all(line.is_gap for line in lines_of(engine, actor, contract_id))


def test_the_provider_may_decide_the_other_rows() -> None:
    allowed = {row.id for row in responsibilities().rows if Side.PROVIDER in row.may_decide}
    assert len(allowed) == 14
    assert "R02" in allowed


def test_an_answer_over_rows_that_nobody_saw_is_refused(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    tell(engine, actor, contract_id, now, MINE)
    other = replace(MINE, decides_name="Nadia Lopez")
    with (
        pytest.raises(DutiesChangedError),
        transaction(engine, actor.practice_id) as session,
    ):
        tell_responsibilities(session, actor, contract_id, [other], seen=duties_digest({}), now=now)


def test_only_who_writes_contracts_says_who_does_what(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    reader = worker(actor.practice_id, PERMISSIONS[Role.CONTRIBUTOR])
    with pytest.raises(DeniedError):
        tell(engine, reader, contract_id, now, MINE)
    with pytest.raises(DeniedError), transaction(engine, actor.practice_id) as session:
        tell_basis(session, reader, contract_id, {}, seen=basis_digest({}), now=now)


def test_the_contract_is_rebuilt_from_papers_that_count(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    quote = file_paper(engine, actor, contract_id, now, kind=PaperKind.QUOTE, content=PDF)
    said = {Element.PRICE: Saying(says="150 € par mois", paper_id=quote.id)}
    for is_new in (True, False):
        with transaction(engine, actor.practice_id) as session:
            told = tell_basis(session, actor, contract_id, said, seen=basis_digest({}), now=now)
            assert told is is_new
    with transaction(engine, actor.practice_id) as session:
        assert find_basis(session, actor, contract_id) == said
        withdraw_paper(session, actor, quote.id, "Mauvais devis", now=now)
    gone = {Element.TERM: Saying(says="12 mois", paper_id=quote.id)}
    with (
        pytest.raises(BasisInvalidError) as refused,
        transaction(engine, actor.practice_id) as session,
    ):
        tell_basis(session, actor, contract_id, gone, seen="", now=now)
    assert refused.value.fields == {"term": "paper_gone"}


def test_what_papers_say_is_not_written_over_what_somebody_else_wrote(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    first, second = ({Element.PRICE: Saying(says=text)} for text in ("150 €", "180 €"))
    nothing = basis_digest({})
    with transaction(engine, actor.practice_id) as session:
        tell_basis(session, actor, contract_id, first, seen=nothing, now=now)
    with (
        pytest.raises(BasisChangedError),
        transaction(engine, actor.practice_id) as session,
    ):
        tell_basis(session, actor, contract_id, second, seen=nothing, now=now)
    with transaction(engine, actor.practice_id) as session:
        assert find_basis(session, actor, contract_id) == first


def gaps(engine: Engine, actor: Actor, contract_id: UUID) -> set[Gap]:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        return set(gaps_of(list_papers(session, actor, contract_id)))


def test_what_is_missing_follows_from_the_papers(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    assert gaps(engine, actor, contract_id) == {Gap.NO_PAPER}
    file_paper(engine, actor, contract_id, now, kind=PaperKind.QUOTE, content=PDF)
    file_paper(engine, actor, contract_id, now, kind=PaperKind.GENERAL_TERMS, content=PDF)
    assert gaps(engine, actor, contract_id) == {
        Gap.NO_ACCEPTANCE, Gap.TERMS_NOT_ACCEPTED, Gap.NO_PAYMENT,
    }  # fmt: skip
    file_paper(engine, actor, contract_id, now, kind=PaperKind.ACCEPTANCE, content=PDF)
    assert gaps(engine, actor, contract_id) == {Gap.NO_PAYMENT, Gap.PRINTED_MAIL}
    file_paper(engine, actor, contract_id, now, kind=PaperKind.INVOICE, content=PDF)
    file_paper(engine, actor, contract_id, now, kind=PaperKind.SIGNED_CONTRACT, content=PDF)
    assert gaps(engine, actor, contract_id) == set()


def test_a_mail_that_says_yes_without_a_quote_lacks_what_it_said_yes_to(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    file_paper(engine, actor, contract_id, now, content=MAIL)
    assert gaps(engine, actor, contract_id) == {Gap.NO_QUOTE, Gap.NO_PAYMENT}
