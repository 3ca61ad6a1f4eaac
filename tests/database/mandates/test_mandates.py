"""What a mandate lets an outsider see: only its scope, only while it lasts, only once signed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from probes.interface import VerdictField
from probes.options import ProbeOptions
from reversibility.access.queries import list_grants
from reversibility.access.service import GrantDraft, record_grant
from reversibility.accounts import service as accounts
from reversibility.catalogues.loader import load_catalogue
from reversibility.contracts.queries import list_contracts
from reversibility.contracts.service import ContractDraft, add_contract
from reversibility.evidence.errors import ObservationMissingError, ProofMissingError
from reversibility.evidence.models import ObservationRow, ProofRow
from reversibility.evidence.queries import (
    get_asset_evidence,
    get_proof,
    get_raw,
    latest_verdicts,
    list_answers,
    list_contents,
    list_raw,
)
from reversibility.evidence.service import record_survey, request_probe
from reversibility.evidence.standing import get_standing, list_standings
from reversibility.jobs.errors import RunMissingError
from reversibility.jobs.queries import get_progress
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, PracticeId, Role, operator
from reversibility.kernel.errors import DeniedError, MissingError
from reversibility.mandates.errors import (
    ColleagueError,
    MandateInvalidError,
    MandateMissingError,
    MandateRunningError,
    NoteInvalidError,
    StatementInvalidError,
    StatementSignedError,
)
from reversibility.mandates.models import Scope, Statement
from reversibility.mandates.queries import (
    get_mandate,
    list_mandates,
    list_notes,
    list_views,
)
from reversibility.mandates.rules import MandateState
from reversibility.mandates.service import (
    View,
    add_note,
    end_mandate,
    record_view,
    renew_link,
)
from reversibility.mandates.statement import statement_text
from reversibility.register.errors import AssetMissingError, PartyMissingError
from reversibility.register.models import Person
from reversibility.register.queries import get_asset, get_party, list_assets, list_parties
from reversibility.store.session import transaction
from tests.factories.evidence import House, make_examination, make_verdict, open_house
from tests.factories.mandates import EMAIL, NAME, find_mandate, grant, outsider, sign
from tests.factories.proofs import file_proof

CATALOGUE = load_catalogue()
OTHER = PracticeId(UUID("01930000-0000-7000-8000-000000000002"))
TODAY = date(2026, 11, 24)
Look = Callable[[Session, Actor], object]


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Return a practice with a verified, documented domain, and a contract on the other asset."""
    house = open_house(engine, actor, now)
    examination = make_examination(house, now, verdicts=(make_verdict(),))
    with transaction(engine, actor.practice_id) as session:
        record_survey(session, actor, house.domain_id, examination, unit_id=None, now=now)
        who = session.scalars(select(Person.id)).first()
        roles = [role.id for role in CATALOGUE.kinds["domain_fr"].roles]
        access = GrantDraft(asset_id=house.domain_id, person_id=who, role=roles[0])
        record_grant(session, actor, access, roles=roles, now=now)
        draft = ContractDraft(
            slug="annonces",
            provider_id=house.agency.id,
            reference="A-1",
            title="Annonces",
            asset_ids=(house.ads_id,),
        )
        add_contract(session, actor, draft, now=now)
    file_proof(engine, house, now)
    return house


def contract_of(engine: Engine, house: House, now: datetime) -> UUID:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return list_contracts(session, house.actor, today=now.date())[0].id


@pytest.fixture
def auditor(engine: Engine, house: House, now: datetime) -> Actor:
    """Return an auditor whose mandate is the contract that covers the account, not the domain."""
    contract_id = contract_of(engine, house, now)
    granted = grant(engine, house.actor, now, scope=Scope.CONTRACT, contract_id=contract_id)
    sign(engine, house.actor, granted, now)
    return outsider(engine, house.actor, now)


def read(engine: Engine, actor: Actor, look: Look) -> object:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        return look(session, actor)


def test_an_auditor_reads_the_register_within_the_scope_only(
    engine: Engine, house: House, auditor: Actor
) -> None:
    with transaction(engine, auditor.practice_id, read_only=True) as session:
        assert [asset.id for asset in list_assets(session, auditor)] == [house.ads_id]
        assert get_asset(session, auditor, house.ads_id).name == "Annonces"
        standings = list_standings(session, auditor, CATALOGUE)
        assert [standing.asset.id for standing in standings] == [house.ads_id]
        with pytest.raises(AssetMissingError):
            get_asset(session, auditor, house.domain_id)
        with pytest.raises(AssetMissingError):
            get_standing(session, auditor, house.domain_id, CATALOGUE)
        with pytest.raises(AssetMissingError):
            get_asset_evidence(session, auditor, house.domain_id)


def test_no_evidence_outside_the_scope_is_read_by_its_id(
    engine: Engine, house: House, auditor: Actor
) -> None:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        answers = list(session.scalars(select(ObservationRow.id)))
        proofs = list(session.scalars(select(ProofRow.id)))
        assert answers
        assert proofs
        assert list_raw(session, house.actor, answers)
        assert list_contents(session, house.actor, proofs)
        assert latest_verdicts(session, house.actor, [house.domain_id])[house.domain_id]
        assert list_grants(session, house.actor, [house.domain_id])
        with pytest.raises(ObservationMissingError):
            get_raw(session, auditor, answers[0])
        with pytest.raises(ProofMissingError):
            get_proof(session, auditor, proofs[0])
        assert list_raw(session, auditor, answers) == ()
        assert list_contents(session, auditor, proofs) == {}
        assert list_answers(session, auditor, house.domain_id) == ()
        assert latest_verdicts(session, auditor, [house.domain_id]) == {house.domain_id: {}}
        assert list_grants(session, auditor, [house.domain_id]) == {}
        assert list_grants(session, auditor) == {}


def test_an_auditor_reads_neither_contracts_nor_members(
    engine: Engine, auditor: Actor, now: datetime
) -> None:
    for look in (
        lambda session, actor: list_contracts(session, actor, today=now.date()),
        lambda session, actor: list_mandates(session, actor, now=now),
        journal.check_chain,
    ):
        with pytest.raises(DeniedError):
            read(engine, auditor, look)


def test_an_auditor_asks_for_a_probe_within_the_scope_only(
    engine: Engine, house: House, auditor: Actor, now: datetime
) -> None:
    with (
        pytest.raises(AssetMissingError),
        transaction(engine, auditor.practice_id) as session,
    ):
        request_probe(session, auditor, [house.domain_id], ProbeOptions(), now=now)
    with transaction(engine, house.actor.practice_id) as session:
        run = request_probe(session, house.actor, [house.domain_id], ProbeOptions(), now=now)
    with (
        pytest.raises(RunMissingError),
        transaction(engine, auditor.practice_id, read_only=True) as session,
    ):
        get_progress(session, auditor, run.id, now=now)


def test_an_auditor_of_a_provider_sees_what_it_runs_and_what_its_contracts_cover(
    engine: Engine, house: House, now: datetime
) -> None:
    granted = grant(engine, house.actor, now, scope=Scope.PROVIDER, party_id=house.agency.id)
    sign(engine, house.actor, granted, now)
    auditor = outsider(engine, house.actor, now)
    assert auditor.sight is not None
    assert auditor.sight.assets == {house.ads_id}  # the domain names it as holder, not as provider


def test_an_auditor_of_the_practice_sees_every_asset(
    engine: Engine, house: House, now: datetime
) -> None:
    granted = grant(engine, house.actor, now)
    sign(engine, house.actor, granted, now)
    auditor = outsider(engine, house.actor, now)
    with transaction(engine, auditor.practice_id, read_only=True) as session:
        found = latest_verdicts(session, auditor, [house.domain_id])[house.domain_id]
        assert VerdictField.HOLDER in found


def test_a_guest_reads_the_entries_of_the_contract_and_only_their_own_people(
    engine: Engine, house: House, now: datetime
) -> None:
    contract_id = contract_of(engine, house, now)
    granted = grant(
        engine,
        house.actor,
        now,
        role=Role.PROVIDER_GUEST,
        scope=Scope.CONTRACT,
        contract_id=contract_id,
    )
    sign(engine, house.actor, granted, now)
    guest = outsider(engine, house.actor, now)
    with transaction(engine, guest.practice_id, read_only=True) as session:
        assert [asset.id for asset in list_assets(session, guest)] == [house.ads_id]
        assert [party.id for party in list_parties(session, guest)] == [house.agency.id]
        with pytest.raises(PartyMissingError):
            get_party(session, guest, house.practice.id)
        with pytest.raises(DeniedError):
            latest_verdicts(session, guest, [house.ads_id])
        with pytest.raises(DeniedError):
            list_notes(session, guest)


def test_a_guest_is_never_given_the_whole_practice(
    engine: Engine, house: House, now: datetime
) -> None:
    with pytest.raises(MandateInvalidError) as refused:
        grant(engine, house.actor, now, role=Role.PROVIDER_GUEST)
    assert refused.value.fields == {"scope": "mandate_guest_scope"}


def test_nothing_is_seen_before_the_statement_is_signed(
    engine: Engine, house: House, now: datetime
) -> None:
    granted = grant(engine, house.actor, now)
    unsigned = outsider(engine, house.actor, now)
    with pytest.raises(DeniedError):
        read(engine, unsigned, list_assets)
    with pytest.raises(StatementInvalidError) as refused:
        sign(engine, house.actor, granted, now, name="Somebody Else")
    assert refused.value.fields == {"name": f"statement_name:{NAME}"}
    sign(engine, house.actor, granted, now, name="  ines   AUDITRICE ")
    assert read(engine, outsider(engine, house.actor, now), list_assets)
    with pytest.raises(StatementSignedError):
        sign(engine, house.actor, granted, now)


def test_the_statement_is_kept_as_it_was_signed(
    engine: Engine, house: House, now: datetime
) -> None:
    granted = grant(engine, house.actor, now)
    sign(engine, house.actor, granted, now)
    expected = statement_text(Role.AUDITOR, "fr")
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        kept = session.get_one(Statement, granted.mandate_id)
        assert (kept.text, kept.text_sha256) == (expected.whole, expected.sha256)
        assert (kept.signed_name, kept.signed_at) == (NAME, now)
    with transaction(engine, house.actor.practice_id) as session:
        add_note(
            session, outsider(engine, house.actor, now), house.ads_id, field="", text="x", now=now
        )
    for table in ("mandate_statements", "mandate_notes"):
        for change in (f"UPDATE {table} SET practice_id = practice_id", f"DELETE FROM {table}"):
            with (
                pytest.raises(DBAPIError, match="append-only"),
                transaction(engine, house.actor.practice_id) as session,
            ):
                session.execute(text(change))


def test_a_mandate_ends_by_itself_after_its_last_day(
    engine: Engine, house: House, now: datetime
) -> None:
    granted = grant(engine, house.actor, now, ends_on=now.date())
    sign(engine, house.actor, granted, now)
    last_moment = datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in Paris
    assert read(engine, outsider(engine, house.actor, last_moment), list_assets)
    midnight = last_moment + timedelta(seconds=1)
    over = outsider(engine, house.actor, midnight)
    assert not over.permissions
    with pytest.raises(DeniedError):
        read(engine, over, list_assets)
    assert find_mandate(engine, house.actor, EMAIL, midnight).state is MandateState.OVER


def test_a_mandate_opens_on_its_first_day(engine: Engine, house: House, now: datetime) -> None:
    later = now.date() + timedelta(days=3)
    granted = grant(engine, house.actor, now, starts_on=later, ends_on=later)
    assert find_mandate(engine, house.actor, EMAIL, now).state is MandateState.UPCOMING
    with pytest.raises(MandateMissingError):
        sign(engine, house.actor, granted, now)


def test_the_owner_ends_a_mandate_at_once(engine: Engine, house: House, now: datetime) -> None:
    granted = grant(engine, house.actor, now)
    sign(engine, house.actor, granted, now)
    with transaction(engine, house.actor.practice_id) as session:
        end_mandate(session, house.actor, granted.mandate_id, now=now)
    with pytest.raises(DeniedError):
        read(engine, outsider(engine, house.actor, now), list_assets)
    again = grant(engine, house.actor, now + timedelta(minutes=1))
    assert again.mandate_id != granted.mandate_id  # and the new one asks for a new signature
    assert not outsider(engine, house.actor, now + timedelta(minutes=1)).permissions


@pytest.mark.parametrize(
    ("days", "fault"),
    [((3, 2), "mandate_backwards"), ((-9, -1), "mandate_past"), ((0, 400), "mandate_long")],
)
def test_a_period_that_does_not_hold_is_refused(
    engine: Engine, house: House, now: datetime, days: tuple[int, int], fault: str
) -> None:
    starts, ends = (now.date() + timedelta(days=count) for count in days)
    with pytest.raises(MandateInvalidError) as refused:
        grant(engine, house.actor, now, starts_on=starts, ends_on=ends)
    assert refused.value.fields == {"ends_on": fault}


def test_a_mandate_is_not_for_a_colleague_nor_twice_at_a_time(
    engine: Engine, house: House, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        person = accounts.MemberDraft(email="n@a.example", name="N", role=Role.MANAGER)
        accounts.add_member(session, house.actor, person, now=now)
    with pytest.raises(ColleagueError):
        grant(engine, house.actor, now, email="N@a.example")
    assert grant(engine, house.actor, now).token
    with pytest.raises(MandateRunningError):
        grant(engine, house.actor, now)


def test_the_scope_of_another_practice_cannot_be_given(
    engine: Engine, house: House, now: datetime
) -> None:
    other = open_house(engine, operator(OTHER), now)
    with pytest.raises(MissingError):
        grant(engine, house.actor, now, scope=Scope.PROVIDER, party_id=other.agency.id)
    granted = grant(engine, house.actor, now)
    with (
        transaction(engine, OTHER, read_only=True) as session,
        pytest.raises(MandateMissingError),
    ):
        get_mandate(session, other.actor, granted.mandate_id, now=now)


def test_a_link_is_renewed_only_for_somebody_without_a_password(
    engine: Engine, house: House, now: datetime
) -> None:
    granted = grant(engine, house.actor, now)
    with transaction(engine, house.actor.practice_id) as session:
        renewed = renew_link(session, house.actor, granted.mandate_id, now=now)
    assert renewed
    assert renewed != granted.token
    with transaction(engine, None) as session:
        accounts.set_password(
            session, renewed, "une phrase que je retiens", hasher=lambda word: word, now=now
        )
    with transaction(engine, house.actor.practice_id) as session:
        assert renew_link(session, house.actor, granted.mandate_id, now=now) is None


def test_notes_stay_and_are_read_by_the_practice(
    engine: Engine, house: House, auditor: Actor, now: datetime
) -> None:
    with transaction(engine, auditor.practice_id) as session:
        add_note(session, auditor, house.ads_id, field="holder", text=" Vu.\r\n ", now=now)
        with pytest.raises(AssetMissingError):
            add_note(session, auditor, house.domain_id, field="", text="Vu.", now=now)
        for wrong in ("  ", "x" * 4001, "a\u202eb"):
            with pytest.raises(NoteInvalidError):
                add_note(session, auditor, house.ads_id, field="", text=wrong, now=now)
        with pytest.raises(DeniedError):
            add_note(session, house.actor, house.ads_id, field="", text="Vu.", now=now)
    with transaction(engine, auditor.practice_id, read_only=True) as session:
        (note,) = list_notes(session, house.actor, [house.ads_id])
        assert (note.text, note.written_by, note.written_at) == ("Vu.", NAME, now)
        assert list_notes(session, auditor) == (note,)


def test_every_view_is_in_the_journal_and_on_the_list(
    engine: Engine, house: House, auditor: Actor, now: datetime
) -> None:
    with transaction(engine, auditor.practice_id) as session:
        for count, page in enumerate(("start", "asset")):
            view = View(
                page=page, subject=journal.Subject(type="asset", id=house.ads_id), name="Annonces"
            )
            record_view(session, auditor, view, now=now + timedelta(minutes=count))
        with pytest.raises(DeniedError):
            record_view(session, house.actor, view, now=now)
    with transaction(engine, auditor.practice_id, read_only=True) as session:
        (mandate,) = list_mandates(session, house.actor, now=now)
        views = list_views(session, house.actor, mandate)
        assert [view.page for view in views] == ["asset", "start"]
        assert journal.check_chain(session, house.actor).is_whole
