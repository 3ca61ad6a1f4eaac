"""Findings from the register as it is kept, and what is left as it is, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from probes.interface import HolderClass, VerdictState
from reversibility.access.models import SecondFactor
from reversibility.access.service import GrantDraft, record_grant
from reversibility.contracts.clauses import ClauseDraft, answer_clauses, answers_digest
from reversibility.contracts.models import ClauseReply
from reversibility.findings.errors import AcceptanceInvalidError, FindingMissingError
from reversibility.findings.models import Finding
from reversibility.findings.queries import get_overview, list_findings
from reversibility.findings.service import AcceptanceDraft, accept_finding, take_up_finding
from reversibility.findings.texts import fact
from reversibility.journal.models import JournalEntry
from reversibility.kernel.actor import PERMISSIONS, Actor, ActorKind, PracticeId, Role, operator
from reversibility.kernel.errors import DeniedError
from reversibility.kernel.ids import new_id
from reversibility.recovery.models import Severity
from reversibility.register.editing import Edit, archive_asset, confirm_asset
from reversibility.register.models import Asset, Person
from reversibility.store.session import transaction
from tests.factories.evidence import KINDS, House, open_house
from tests.unit.findings.scenarios import POLICY
from tests.web.house import examine, furnish, theirs
from tests.web.test_page_budget import counting

_DAY = timedelta(days=1)


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Open a practice whose agency holds its domain."""
    return open_house(engine, actor, now)


def find(engine: Engine, actor: Actor, rule: str, subject: UUID, now: datetime) -> Finding | None:
    """Return one finding, if it is there."""
    with transaction(engine, actor.practice_id, read_only=True) as session:
        found = list_findings(session, actor, POLICY, now=now)
    return next((each for each in found if each.key == (rule, subject)), None)


def leave(
    engine: Engine, house: House, now: datetime, *, until: int = 30, reason: str = "Prévu"
) -> None:
    """Leave it as it is that nobody knows who pays for the domain."""
    draft = AcceptanceDraft(
        rule="R-07",
        subject_id=house.domain_id,
        reason=reason,
        until=(now + until * _DAY).date(),
    )
    with transaction(engine, house.actor.practice_id) as session:
        accept_finding(session, house.actor, POLICY, draft, now=now)


def test_the_whole_practice_is_read_with_eight_questions(engine: Engine, now: datetime) -> None:
    house = furnish(engine, now)
    examine(engine, house, "domaine", theirs(), now=now)
    with (
        transaction(engine, house.actor.practice_id, read_only=True) as session,
        counting(engine) as questions,
    ):
        overview = get_overview(session, house.actor, POLICY, now=now)
    assert len(questions) <= 8
    assert overview.score
    worst = overview.findings[0]
    assert worst.severity is Severity.CRITICAL
    rules = {finding.rule.id for finding in overview.findings}
    assert rules >= {"R-01", "R-02", "R-03", "R-05", "R-07", "R-12", "R-22", "R-34"}


def test_what_was_read_in_a_contract_is_a_finding(engine: Engine, now: datetime) -> None:
    house = furnish(engine, now)
    contract_id = house.contracts["studio-web-2023"]
    unread = find(engine, house.actor, "R-20", contract_id, now)
    assert unread
    assert unread.is_unknown
    drafts = [ClauseDraft(clause="C06", reply=ClauseReply.SILENT)]
    with transaction(engine, house.actor.practice_id) as session:
        seen = answers_digest(())
        answer_clauses(session, house.actor, contract_id, drafts, seen=seen, now=now)
    found = find(engine, house.actor, "R-20", contract_id, now)
    assert found
    assert not found.is_unknown
    assert "(Handover whatever the cause of the end)" in fact(found, "en")


def test_what_was_seen_names_its_day_and_the_declared_holder(engine: Engine, now: datetime) -> None:
    house = furnish(engine, now)
    asset_id = examine(engine, house, "domaine", theirs(), now=now)
    found = find(engine, house.actor, "R-02", asset_id, now)
    assert found
    assert (found.fact, found.is_unknown) == ("seen", False)
    assert found.values["day"] == now.date()
    masked = theirs(state=VerdictState.NOT_PUBLISHED, observed="", holder=HolderClass.REDACTED)
    examine(engine, house, "domaine", masked, now=now + _DAY)
    later = now + 2 * _DAY
    assert find(engine, house.actor, "R-02", asset_id, later) is None
    assert find(engine, house.actor, "R-02b", asset_id, later)


def test_what_is_not_said_is_a_finding_one_level_lower(
    engine: Engine, house: House, now: datetime
) -> None:
    found = find(engine, house.actor, "R-07", house.domain_id, now)
    assert found
    assert (found.is_unknown, found.severity) == (True, Severity.MODERATE)


def test_a_finding_that_is_left_comes_back_after_its_day(
    engine: Engine, house: House, now: datetime
) -> None:
    leave(engine, house, now, until=30)
    on_the_day = find(engine, house.actor, "R-07", house.domain_id, now + 30 * _DAY)
    assert on_the_day
    assert on_the_day.acceptance
    assert on_the_day.acceptance.reason == "Prévu"
    after = find(engine, house.actor, "R-07", house.domain_id, now + 31 * _DAY)
    assert after
    assert after.acceptance is None


def test_a_finding_that_becomes_graver_comes_back_at_once(
    engine: Engine, house: House, now: datetime
) -> None:
    leave(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        asset = session.get_one(Asset, house.domain_id)
        asset.payer_id = house.agency.id
    graver = find(engine, house.actor, "R-07", house.domain_id, now)
    assert graver
    assert (graver.is_unknown, graver.acceptance) == (False, None)


def test_what_is_left_is_taken_up_again_and_both_stand_in_the_journal(
    engine: Engine, house: House, now: datetime
) -> None:
    leave(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        key = ("R-07", house.domain_id)
        take_up_finding(session, house.actor, POLICY, key, now=now + _DAY)
    found = find(engine, house.actor, "R-07", house.domain_id, now + _DAY)
    assert found
    assert found.acceptance is None
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        actions = {entry.action for entry in session.query(JournalEntry)}
    assert actions >= {"finding.accepted", "finding.taken_up"}


def test_the_index_does_not_change_when_a_finding_is_left(
    engine: Engine, house: House, now: datetime
) -> None:
    def value() -> int:
        with transaction(engine, house.actor.practice_id, read_only=True) as session:
            score = get_overview(session, house.actor, POLICY, now=now).score
        assert score
        return score.value

    before = value()
    leave(engine, house, now)
    assert value() == before


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (0, "Prévu", "until"),
        (732, "Prévu", "until"),
        (30, " ", "reason"),
        (30, "x" * 501, "reason"),
    ],
)
def test_a_choice_without_a_reason_or_a_near_day_is_refused(
    engine: Engine, house: House, now: datetime, until: int, reason: str, field: str
) -> None:
    with pytest.raises(AcceptanceInvalidError) as refused:
        leave(engine, house, now, until=until, reason=reason)
    assert set(refused.value.fields) == {field}
    found = find(engine, house.actor, "R-07", house.domain_id, now)
    assert found
    assert found.acceptance is None


def test_only_the_owner_leaves_a_finding_and_no_outsider_reads_one(
    engine: Engine, house: House, now: datetime
) -> None:
    for role in Role:
        somebody = replace(
            house.actor, kind=ActorKind.USER, permissions=PERMISSIONS[role], label=role
        )
        with transaction(engine, house.actor.practice_id) as session:
            if role is not Role.OWNER:
                draft = AcceptanceDraft(
                    rule="R-07",
                    subject_id=house.domain_id,
                    reason="Prévu",
                    until=(now + _DAY).date(),
                )
                with pytest.raises(DeniedError):
                    accept_finding(session, somebody, POLICY, draft, now=now)
            if role in {Role.AUDITOR, Role.PROVIDER_GUEST}:
                with pytest.raises(DeniedError):
                    list_findings(session, somebody, POLICY, now=now)


def test_a_neighbour_sees_nothing_and_cannot_leave_it(
    engine: Engine, house: House, now: datetime
) -> None:
    other = operator(PracticeId(new_id(now)), "Voisin")
    open_house(engine, other, now)
    assert find(engine, other, "R-07", house.domain_id, now) is None
    draft = AcceptanceDraft(
        rule="R-07", subject_id=house.domain_id, reason="x", until=(now + _DAY).date()
    )
    with (
        pytest.raises(FindingMissingError),
        transaction(engine, other.practice_id) as session,
    ):
        accept_finding(session, other, POLICY, draft, now=now)


def test_an_access_that_is_brought_up_to_date_closes_its_finding(
    engine: Engine, house: House, now: datetime
) -> None:
    def record(**known: object) -> None:
        with transaction(engine, house.actor.practice_id) as session:
            person = session.query(Person).filter_by(slug="martin").one()
            draft = GrantDraft(
                asset_id=house.domain_id, person_id=person.id, role="account_holder", **known
            )
            roles = [role.id for role in KINDS["domain_fr"].roles]
            record_grant(session, house.actor, draft, roles=roles, now=now)

    record()
    unsaid = find(engine, house.actor, "R-08", house.domain_id, now)
    assert unsaid
    assert unsaid.is_unknown
    assert unsaid.grant_id
    record(second_factor=SecondFactor.KEY)
    assert find(engine, house.actor, "R-08", house.domain_id, now) is None


def test_a_record_that_is_confirmed_is_no_longer_old(
    engine: Engine, house: House, now: datetime
) -> None:
    later = now + 181 * _DAY
    assert find(engine, house.actor, "R-35", house.domain_id, now + 180 * _DAY) is None
    assert find(engine, house.actor, "R-35", house.domain_id, later)
    with transaction(engine, house.actor.practice_id) as session:
        version = session.get_one(Asset, house.domain_id).version
        confirm_asset(session, house.actor, Edit(id=house.domain_id, version=version), now=later)
    assert find(engine, house.actor, "R-35", house.domain_id, later) is None


def test_an_archived_asset_asks_for_nothing(engine: Engine, house: House, now: datetime) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        version = session.get_one(Asset, house.domain_id).version
        archive_asset(session, house.actor, Edit(id=house.domain_id, version=version), now=now)
    assert find(engine, house.actor, "R-07", house.domain_id, now) is None
