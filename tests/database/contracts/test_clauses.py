"""What a contract says, clause by clause, what is expected of it, and who was faster."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from reversibility.contracts.clauses import ClauseDraft, answer_clauses, answers_digest
from reversibility.contracts.errors import (
    ClausesChangedError,
    ContractChangedError,
    ContractDatesError,
    ContractMissingError,
)
from reversibility.contracts.models import ClauseReply
from reversibility.contracts.queries import get_contract, list_clauses
from reversibility.contracts.service import (
    ContractDraft,
    Expectations,
    add_contract,
    change_contract,
    tell_expectations,
)
from reversibility.journal.models import JournalEntry
from reversibility.kernel.actor import Actor, PracticeId, operator
from reversibility.kernel.period import Period
from reversibility.register.archiving import Edit
from reversibility.store.session import transaction
from tests.factories.practices import add_provider, open_practice

YES = ClauseDraft(clause="C01", reply=ClauseReply.YES, place="article 4")
SILENT = ClauseDraft(clause="C07", reply=ClauseReply.SILENT)


@pytest.fixture
def draft(engine: Engine, actor: Actor, now: datetime) -> ContractDraft:
    """Return a contract that is not yet entered."""
    open_practice(engine, actor, now)
    provider = add_provider(engine, actor, now, "Studio Exemple")
    return ContractDraft(
        provider_id=provider.id, reference="", title="Site", starts_on=date(2026, 12, 1)
    )


@pytest.fixture
def contract_id(engine: Engine, actor: Actor, now: datetime, draft: ContractDraft) -> UUID:
    """Return a contract."""
    with transaction(engine, actor.practice_id) as session:
        return add_contract(session, actor, draft, now=now).id


def test_answers_are_kept_with_who_gave_them_and_once(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    for is_new in (True, False):
        with transaction(engine, actor.practice_id) as session:
            seen = answers_digest(())
            drafts = [YES, SILENT]
            told = answer_clauses(session, actor, contract_id, drafts, seen=seen, now=now)
            assert told is is_new
    with transaction(engine, actor.practice_id, read_only=True) as session:
        lines = list_clauses(session, actor, contract_id)
        actions = list(session.scalars(select(JournalEntry.action)))
    assert [(line.clause, line.reply, line.place) for line in lines.values()] == [
        ("C01", ClauseReply.YES, "article 4"),
        ("C07", ClauseReply.SILENT, ""),
    ]
    assert {line.answered_by for line in lines.values()} == {"Dr Claire Martin"}
    assert actions.count("contract.clauses_answered") == 1


def test_an_answer_over_answers_that_nobody_saw_is_refused(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    seen = answers_digest(())
    with transaction(engine, actor.practice_id) as session:
        answer_clauses(session, actor, contract_id, [YES], seen=seen, now=now)
    with (
        pytest.raises(ClausesChangedError),
        transaction(engine, actor.practice_id) as session,
    ):
        answer_clauses(session, actor, contract_id, [SILENT], seen=seen, now=now)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        assert list(list_clauses(session, actor, contract_id)) == ["C01"]


def test_a_contract_is_changed_once_and_by_whoever_saw_it(
    engine: Engine, actor: Actor, now: datetime, draft: ContractDraft, contract_id: UUID
) -> None:
    longer = ContractDraft(
        provider_id=draft.provider_id,
        reference="D-118",
        title="Site et maintenance",
        ends_on=date(2027, 11, 30),
        notice=Period(months=3),
    )
    edit = Edit(id=contract_id, version=1)
    for is_changed in (True, False):
        with transaction(engine, actor.practice_id) as session:
            assert change_contract(session, actor, edit, longer, now=now) is is_changed
    with (
        pytest.raises(ContractChangedError) as refused,
        transaction(engine, actor.practice_id) as session,
    ):
        change_contract(session, actor, edit, draft, now=now)
    assert refused.value.params["who"] == "Dr Claire Martin"
    with transaction(engine, actor.practice_id, read_only=True) as session:
        sheet = get_contract(session, actor, contract_id, today=now.date())
    assert (sheet.title, sheet.reference, sheet.slug) == ("Site et maintenance", "D-118", "site")
    assert sheet.dates.notice is not None
    assert sheet.dates.notice.last_day == date(2027, 8, 31)


def test_dates_that_contradict_each_other_change_nothing(
    engine: Engine, actor: Actor, now: datetime, draft: ContractDraft, contract_id: UUID
) -> None:
    backwards = ContractDraft(
        provider_id=draft.provider_id, reference="", title="Site",
        starts_on=date(2026, 12, 1), ends_on=date(2026, 1, 1),
    )  # fmt: skip
    with (
        pytest.raises(ContractDatesError),
        transaction(engine, actor.practice_id) as session,
    ):
        change_contract(session, actor, Edit(id=contract_id, version=1), backwards, now=now)


def test_what_is_expected_is_kept_in_its_own_words_and_codes_of_ours(
    engine: Engine, actor: Actor, now: datetime, contract_id: UUID
) -> None:
    expects = Expectations(choices=("mail", "site", "bonheur"), text="Un site à nous.")
    with transaction(engine, actor.practice_id) as session:
        tell_expectations(session, actor, contract_id, expects, now=now)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        sheet = get_contract(session, actor, contract_id, today=now.date())
    assert (sheet.expects, sheet.expects_text) == (("site", "mail"), "Un site à nous.")


def test_a_neighbour_s_contract_is_not_there(
    engine: Engine, now: datetime, contract_id: UUID
) -> None:
    other = operator(PracticeId(UUID("01930000-0000-7000-8000-000000000002")))
    open_practice(engine, other, now, siren="222222226", legal_name="Étude Voisine")
    with (
        pytest.raises(ContractMissingError),
        transaction(engine, other.practice_id) as session,
    ):
        answer_clauses(session, other, contract_id, [YES], seen=answers_digest(()), now=now)
    with transaction(engine, other.practice_id, read_only=True) as session:
        assert list_clauses(session, other, contract_id) == {}
