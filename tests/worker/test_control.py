"""From a request to what it shows, over real sockets, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, select, update

from probes.interface import Source, VerdictField, VerdictState
from reversibility.evidence.challenge_models import ChallengeRow
from reversibility.evidence.challenges import (
    cancel_challenge,
    request_challenge,
    request_check,
)
from reversibility.evidence.errors import (
    ChallengeMissingError,
    ChallengeOverError,
    ControlNotShownError,
)
from reversibility.evidence.queries import (
    AssetEvidence,
    ChallengeSheet,
    Outcome,
    Stage,
    find_challenge,
    get_asset_evidence,
    require_control,
)
from reversibility.exits.models import Exit
from reversibility.jobs import queue
from reversibility.jobs.models import RunKind, Unit
from reversibility.jobs.service import Claim, UnitDraft, claim, start_run
from reversibility.journal.models import JournalEntry
from reversibility.kernel import clock
from reversibility.kernel.actor import PracticeId, operator
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef
from reversibility.register.service import AssetDraft, declare_asset
from reversibility.retention.models import PurgeTurn
from reversibility.store.session import transaction
from reversibility.worker.looking import look, look_again
from reversibility.worker.loop import Workplace, do_unit
from reversibility.worker.purging import purge_due
from tests.factories.evidence import KINDS, House, open_house
from tests.universe import Universe
from tests.web.house import House as Furnished
from tests.web.house import furnish

NAME, SITE = "cabinet-exemple.fr.example", "www.cabinet-exemple.fr.example"
RECORD = f"_reversibility-challenge.{NAME}"
PARTY = PartyRef(id=UUID(int=1), name="", kind=PartyKind.PRACTICE)
NEIGHBOUR = PracticeId(UUID("01930000-0000-7000-8000-000000000002"))


@pytest.fixture
def place(engine: Engine, internet: Universe, tmp_path: Path) -> Iterator[Workplace]:
    made = queue.make(str(tmp_path / "queue.db"))
    handler = partial(look, engine, internet.options)
    yield Workplace(engine=engine, queue=made, handlers={RunKind.CONTROL: handler}, threads=1)
    made.close()


def ask(place: Workplace, house: House, internet: Universe, asset_id: UUID) -> ChallengeSheet:
    with transaction(place.engine, house.actor.practice_id) as session:
        request_challenge(session, house.actor, asset_id, internet.options, now=clock.now())
    return read(place, house, asset_id)


def verify(place: Workplace, house: House, challenge: ChallengeSheet) -> ChallengeSheet:
    with transaction(place.engine, house.actor.practice_id) as session:
        run = request_check(session, house.actor, challenge.id, now=clock.now())
    for unit in run.units:
        do_unit(place, unit.practice_id, unit.unit_id)
    return read(place, house, challenge.asset_id)


def read(
    place: Workplace, house: House, asset_id: UUID, *, at: datetime | None = None
) -> ChallengeSheet:
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        found = find_challenge(session, house.actor, asset_id, now=at or clock.now())
    assert found is not None
    return found


def evidence(place: Workplace, house: House, asset_id: UUID) -> AssetEvidence:
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        return get_asset_evidence(session, house.actor, asset_id)


def relied_on(place: Workplace, house: House, *, at: datetime | None = None) -> bool:
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        try:
            require_control(session, house.actor, house.domain_id, now=at or clock.now())
        except ControlNotShownError:
            return False
    return True


def test_a_line_in_the_zone_shows_control_once_it_is_there(
    place: Workplace, house: House, internet: Universe
) -> None:
    waiting = ask(place, house, internet, house.domain_id)
    assert (waiting.where, waiting.stage) == (RECORD, Stage.WAITING)
    before = verify(place, house, waiting)
    assert (before.stage, before.outcome) == (Stage.WAITING, Outcome.NOT_SEEN)
    assert VerdictField.CONTROL not in evidence(place, house, house.domain_id).verdicts
    assert not relied_on(place, house)

    internet.place(RECORD, "TXT", f'"{waiting.value}"')
    after = verify(place, house, before)
    assert (after.stage, after.outcome, after.value) == (Stage.PASSED, Outcome.PASSED, "")
    assert [each.saw for each in after.places] == [True, True]
    assert relied_on(place, house)
    line = evidence(place, house, house.domain_id).verdicts[VerdictField.CONTROL]
    assert (line.state, line.observed) == (VerdictState.CONFIRMED, RECORD)
    assert "CTL00_NOT_TITLE" in {reason.code for reason in line.reasons}
    assert {basis.source for basis in line.bases} == {Source.DNS}
    assert len(line.bases) == 3
    assert line.stale_from is not None
    assert line.judged_at is not None
    assert line.stale_from - line.judged_at == timedelta(days=7)


def test_control_says_nothing_of_the_holder(
    place: Workplace, house: House, internet: Universe
) -> None:
    shown(place, house, internet)
    assert set(evidence(place, house, house.domain_id).verdicts) == {VerdictField.CONTROL}


def test_what_was_shown_is_relied_on_for_an_hour_then_looked_at_again(
    place: Workplace, house: House, internet: Universe
) -> None:
    challenge = shown(place, house, internet)
    assert challenge.checked_at is not None
    assert relied_on(place, house, at=challenge.checked_at + timedelta(minutes=59))
    assert not relied_on(place, house, at=challenge.checked_at + timedelta(minutes=61))
    again = verify(place, house, challenge)
    assert (again.stage, again.passed_at) == (Stage.PASSED, challenge.passed_at)
    assert again.checked_at is not None
    assert again.checked_at > challenge.checked_at


def test_what_is_gone_leaves_the_result_open_and_is_no_longer_relied_on(
    place: Workplace, house: House, internet: Universe
) -> None:
    challenge = shown(place, house, internet)
    internet.calm()
    again = verify(place, house, challenge)
    assert (again.stage, again.outcome) == (Stage.PASSED, Outcome.NOT_SEEN)
    assert not relied_on(place, house)
    line = evidence(place, house, house.domain_id).verdicts[VerdictField.CONTROL]
    assert line.state is VerdictState.INCONCLUSIVE
    assert line.next_step is not None


def test_servers_that_are_silent_take_no_knowledge_away(
    place: Workplace, house: House, internet: Universe
) -> None:
    challenge = shown(place, house, internet)
    for number in (1, 2):
        internet.set_mode(f"ns{number}.studio-exemple-web.fr.example", "refused")
    verify(place, house, challenge)
    line = evidence(place, house, house.domain_id).verdicts[VerdictField.CONTROL]
    assert line.state is VerdictState.UNREACHABLE
    assert line.earlier is not None
    assert line.earlier.state is VerdictState.CONFIRMED


def test_after_seven_days_only_a_new_value_shows_anything(
    place: Workplace, house: House, internet: Universe
) -> None:
    challenge = shown(place, house, internet)
    late = challenge.expires_at
    assert read(place, house, house.domain_id, at=late).stage is Stage.LAPSED
    with (
        transaction(place.engine, house.actor.practice_id) as session,
        pytest.raises(ChallengeOverError),
    ):
        request_check(session, house.actor, challenge.id, now=late)
    with transaction(place.engine, house.actor.practice_id) as session:
        request_challenge(session, house.actor, house.domain_id, internet.options, now=late)
    new = read(place, house, house.domain_id, at=late)
    assert (new.stage, new.id != challenge.id) == (Stage.WAITING, True)


def test_an_expired_value_that_is_in_place_does_not_pass(
    place: Workplace, house: House, internet: Universe
) -> None:
    waiting = ask(place, house, internet, house.domain_id)
    internet.place(RECORD, "TXT", f'"{waiting.value}"')
    with transaction(place.engine, house.actor.practice_id) as session:
        run = request_check(session, house.actor, waiting.id, now=clock.now())
    late = replace(place, clock=lambda: clock.now() + timedelta(days=7, seconds=1))
    for unit in run.units:
        do_unit(late, unit.practice_id, unit.unit_id)
    found = read(place, house, house.domain_id)
    assert (found.stage, found.outcome) == (Stage.WAITING, None)
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        fault = session.scalars(select(Unit)).one().result["fault"]
    assert fault["code"] == "evidence.challenge_over"


def test_the_value_of_another_practice_passes_for_it_alone(
    place: Workplace, house: House, internet: Universe, now: datetime
) -> None:
    """Both practices declare the same name; the value that stands there is one of them's."""
    neighbour = open_house(place.engine, operator(NEIGHBOUR, "Voisin"), now)
    ours = ask(place, house, internet, house.domain_id)
    theirs = ask(place, neighbour, internet, neighbour.domain_id)
    assert ours.value != theirs.value
    internet.place(RECORD, "TXT", f'"{ours.value}"')
    assert verify(place, neighbour, theirs).outcome is Outcome.NOT_SEEN
    assert verify(place, house, ours).outcome is Outcome.PASSED
    with (
        transaction(place.engine, NEIGHBOUR) as session,
        pytest.raises(ChallengeMissingError),
    ):
        request_check(session, neighbour.actor, ours.id, now=clock.now())


def test_a_digest_moved_to_another_practice_is_worth_nothing(
    place: Workplace, house: House, internet: Universe, now: datetime
) -> None:
    neighbour = open_house(place.engine, operator(NEIGHBOUR, "Voisin"), now)
    ours = ask(place, house, internet, house.domain_id)
    theirs = ask(place, neighbour, internet, neighbour.domain_id)
    with transaction(place.engine, None) as session:
        digest = session.get_one(ChallengeRow, ours.id).token_digest
        session.get_one(ChallengeRow, theirs.id).token_digest = digest
    internet.place(RECORD, "TXT", f'"{ours.value}"')
    assert verify(place, neighbour, theirs).outcome is Outcome.NOT_SEEN


def test_once_seen_or_cancelled_only_the_digest_of_a_value_is_kept(
    place: Workplace, house: House, internet: Universe
) -> None:
    shown(place, house, internet)
    with transaction(place.engine, house.actor.practice_id) as session:
        rows = session.scalars(select(ChallengeRow)).all()
        assert [(row.token, len(row.token_digest)) for row in rows] == [("", 64)]
        new = request_challenge(
            session, house.actor, house.domain_id, internet.options, now=clock.now()
        )
        assert new.token
        cancel_challenge(session, house.actor, new.id, now=clock.now())
        assert new.token == ""


def test_a_cancelled_request_counts_no_more(
    place: Workplace, house: House, internet: Universe
) -> None:
    waiting = ask(place, house, internet, house.domain_id)
    internet.place(RECORD, "TXT", f'"{waiting.value}"')
    with transaction(place.engine, house.actor.practice_id) as session:
        cancel_challenge(session, house.actor, waiting.id, now=clock.now())
    with (
        transaction(place.engine, house.actor.practice_id) as session,
        pytest.raises(ChallengeOverError),
    ):
        request_check(session, house.actor, waiting.id, now=clock.now())
    assert ask(place, house, internet, house.domain_id).value != waiting.value


def test_asking_twice_gives_the_same_value(
    place: Workplace, house: House, internet: Universe
) -> None:
    first = ask(place, house, internet, house.domain_id)
    assert ask(place, house, internet, house.domain_id).value == first.value


def test_a_change_of_name_servers_seen_by_an_earlier_check_is_waited_for(
    place: Workplace, house: House, internet: Universe
) -> None:
    waiting = ask(place, house, internet, house.domain_id)
    verify(place, house, waiting)
    internet.place(NAME, "NS", "ns1.autre-hebergeur.com.example.", at="d.nic.fr.example")
    internet.place(NAME, "NS", "ns1.autre-hebergeur.com.example.", at="e.nic.fr.example")
    for _ in range(2):
        found = verify(place, house, waiting)
        assert found.outcome is Outcome.REFUSED
        assert found.reasons[0].code == "CTL01_HAS_MOVED"


def test_a_file_on_the_site_shows_control_of_the_site(
    place: Workplace, house: House, internet: Universe
) -> None:
    now = clock.now()
    with transaction(place.engine, house.actor.practice_id) as session:
        draft = AssetDraft(
            slug="site",
            kind="website_cms",
            name="Site",
            importance=3,
            declared_on=now.date(),
            declared_by="N. Lopez",
            attributes={"url": f"https://{SITE}/"},
        )
        kind = KINDS[draft.kind]
        asset_id = declare_asset(session, house.actor, draft, kind=kind, now=now).id
    waiting = ask(place, house, internet, asset_id)
    assert waiting.where == f"https://{SITE}/.well-known/reversibility-challenge.txt"
    assert verify(place, house, waiting).outcome is Outcome.NOT_SEEN
    internet.place_page(waiting.where, f"{waiting.value}\n")
    assert verify(place, house, waiting).stage is Stage.PASSED
    line = evidence(place, house, asset_id).verdicts[VerdictField.CONTROL]
    assert {basis.source for basis in line.bases} == {Source.HTTP}


def test_the_journal_tells_who_asked_and_what_was_seen(
    place: Workplace, house: House, internet: Universe
) -> None:
    shown(place, house, internet)
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()
    told = [(each.action, each.actor_label) for each in entries if ".control_" in each.action]
    assert told == [
        ("evidence.control_requested", house.actor.label),
        ("evidence.control_check_requested", house.actor.label),
        ("evidence.control_shown", "worker"),
    ]


def test_the_exit_plan_looks_again_before_it_says_who_can_act(
    place: Workplace, internet: Universe
) -> None:
    furnished = furnish(place.engine, clock.now())
    house = House(
        actor=furnished.actor,
        practice=PARTY,
        agency=PARTY,
        domain_id=furnished.assets["domaine"],
        ads_id=furnished.assets["domaine"],
    )
    shown(place, house, internet)
    internet.calm()
    plan = leave(place, furnished)
    look_again(place.engine, internet.options, plan)
    control = evidence(place, house, house.domain_id).verdicts[VerdictField.CONTROL]
    assert control.state is VerdictState.CONFIRMED  # seen within the hour

    with transaction(place.engine, house.actor.practice_id) as session:
        ago = clock.now() - timedelta(hours=2)
        session.execute(update(ChallengeRow).values(checked_at=ago))
    look_again(place.engine, internet.options, plan)
    control = evidence(place, house, house.domain_id).verdicts[VerdictField.CONTROL]
    assert control.state is VerdictState.INCONCLUSIVE


def leave(place: Workplace, furnished: Furnished) -> Claim:
    """Ask for the plan of the exit that is open, and take it as a worker does."""
    actor, now = furnished.actor, clock.now()
    with transaction(place.engine, actor.practice_id) as session:
        case = session.scalars(select(Exit)).first()
        assert case is not None
        unit = UnitDraft(subject_id=case.id, label="plan")
        run = start_run(session, actor, RunKind.EXIT_PLAN, [unit], now=now)
        session.flush()
        found = claim(session, run.units[0].unit_id, now)
    assert found is not None
    return found


def test_values_whose_time_is_up_are_forgotten(
    place: Workplace, house: House, internet: Universe
) -> None:
    waiting = ask(place, house, internet, house.domain_id)
    for at, left in (
        (waiting.expires_at - timedelta(seconds=1), True),
        (waiting.expires_at, False),
    ):
        purge_due(place.engine, at)
        with transaction(place.engine, None) as session:
            session.execute(delete(PurgeTurn))
            assert bool(session.get_one(ChallengeRow, waiting.id).token) is left


def shown(place: Workplace, house: House, internet: Universe) -> ChallengeSheet:
    waiting = ask(place, house, internet, house.domain_id)
    internet.place(RECORD, "TXT", f'"{waiting.value}"')
    found = verify(place, house, waiting)
    assert found.stage is Stage.PASSED
    return found
