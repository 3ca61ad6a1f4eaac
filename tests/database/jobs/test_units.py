"""Units are taken by one worker, ended once, and never lost."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from reversibility.jobs import service
from reversibility.jobs.errors import ClaimLostError, NothingToDoError, RunMissingError
from reversibility.jobs.models import RunKind, UnitState
from reversibility.jobs.queries import RunProgress, RunState, get_progress, is_worker_silent
from reversibility.jobs.service import Claim, Fault, StartedRun, UnitDraft
from reversibility.kernel.actor import Actor, Permission, PracticeId, operator, worker
from reversibility.kernel.errors import DeniedError
from reversibility.store.session import transaction
from tests.factories.evidence import open_house

LATER = timedelta(minutes=3)
DRAFTS = [UnitDraft(subject_id=UUID(int=number), label=f"actif {number}") for number in (1, 2)]


@pytest.fixture
def run(engine: Engine, actor: Actor, now: datetime) -> StartedRun:
    open_house(engine, actor, now)
    with transaction(engine, actor.practice_id) as session:
        return service.start_run(session, actor, RunKind.PROBE, DRAFTS, now=now)


def test_a_unit_is_taken_once(engine: Engine, run: StartedRun, now: datetime) -> None:
    assert take(engine, run, now) is not None
    assert take(engine, run, now) is None


def test_workers_that_reach_for_a_unit_at_once_do_not_both_get_it(
    engine: Engine, run: StartedRun, now: datetime
) -> None:
    together = Barrier(4)

    def reach(_: int) -> Claim | None:
        together.wait(10)
        return take(engine, run, now)

    with ThreadPoolExecutor(4) as pool:
        claims = [claim for claim in pool.map(reach, range(4)) if claim is not None]
    assert len(claims) == 1


def test_a_unit_that_has_ended_is_not_taken_again(
    engine: Engine, run: StartedRun, now: datetime
) -> None:
    held = take(engine, run, now)
    assert held is not None
    with transaction(engine, held.practice_id) as session:
        service.finish(session, held, {"answer": "yes"}, now)
    assert take(engine, run, now + LATER) is None


def test_the_unit_of_a_dead_worker_is_put_back_and_ended_by_another(
    engine: Engine, run: StartedRun, now: datetime
) -> None:
    take(engine, run, now)
    assert service.sweep(engine, now + LATER, queue_is_empty=False) == run.units[:1]
    held = take(engine, run, now + LATER)
    assert held is not None
    assert held.attempt == 2
    with transaction(engine, held.practice_id) as session:
        service.finish(session, held, {}, now + LATER)
    assert service.sweep(engine, now + LATER * 2, queue_is_empty=False) == ()


def test_a_worker_that_comes_late_keeps_nothing(
    engine: Engine, actor: Actor, run: StartedRun, now: datetime
) -> None:
    slow = take(engine, run, now)
    fast = take(engine, run, now + LATER)
    assert slow is not None
    assert fast is not None
    with pytest.raises(ClaimLostError), transaction(engine, actor.practice_id) as session:
        service.finish(session, slow, {"by": "slow"}, now + LATER)
    with transaction(engine, actor.practice_id) as session:
        service.finish(session, fast, {"by": "fast"}, now + LATER)
    assert {"by": "fast"} in [line.result for line in read(engine, actor, run, now).units]


def test_a_worker_that_comes_late_keeps_its_work_when_nobody_took_over(
    engine: Engine, actor: Actor, run: StartedRun, now: datetime
) -> None:
    held = take(engine, run, now)
    assert held is not None
    service.sweep(engine, now + LATER, queue_is_empty=False)
    with transaction(engine, actor.practice_id) as session:
        service.finish(session, held, {}, now + LATER)
    assert read(engine, actor, run, now).done == 1


def test_a_unit_that_kills_every_worker_is_given_up(
    engine: Engine, actor: Actor, run: StartedRun, now: datetime
) -> None:
    for turn in range(service.ATTEMPTS):
        assert take(engine, run, now + LATER * turn) is not None
        service.sweep(engine, now + LATER * (turn + 1), queue_is_empty=False)
    failed = [line for line in read(engine, actor, run, now).units if line.fault is not None]
    assert [line.fault for line in failed] == [Fault(code="jobs.gave_up", params={"attempts": "3"})]


def test_a_queue_that_lost_everything_is_filled_again(
    engine: Engine, run: StartedRun, now: datetime
) -> None:
    assert service.sweep(engine, now, queue_is_empty=False) == ()
    assert set(service.sweep(engine, now, queue_is_empty=True)) == set(run.units)


def test_a_unit_lost_by_a_busy_queue_is_put_back_after_an_hour(
    engine: Engine, run: StartedRun, now: datetime
) -> None:
    an_hour_later = now + service.PATIENCE
    assert set(service.sweep(engine, an_hour_later, queue_is_empty=False)) == set(run.units)
    assert service.sweep(engine, an_hour_later, queue_is_empty=False) == ()


def test_asking_twice_does_not_do_the_work_twice(
    engine: Engine, actor: Actor, run: StartedRun, now: datetime
) -> None:
    with transaction(engine, actor.practice_id) as session:
        again = service.start_run(session, actor, RunKind.PROBE, DRAFTS[:1], now=now)
    assert (again.id, again.units) == (run.id, ())


def test_a_run_with_other_options_is_another_run(
    engine: Engine, actor: Actor, run: StartedRun, now: datetime
) -> None:
    draft = UnitDraft(subject_id=DRAFTS[0].subject_id, label="actif", options={"locale": "en"})
    with transaction(engine, actor.practice_id) as session:
        assert service.start_run(session, actor, RunKind.PROBE, [draft], now=now).id != run.id


def test_a_run_needs_something_to_do(engine: Engine, actor: Actor, now: datetime) -> None:
    with pytest.raises(NothingToDoError), transaction(engine, actor.practice_id) as session:
        service.start_run(session, actor, RunKind.PROBE, [], now=now)


@pytest.mark.parametrize("kind", list(RunKind))
def test_each_kind_of_run_asks_for_its_own_permission(
    engine: Engine, actor: Actor, kind: RunKind, now: datetime
) -> None:
    other = set(Permission) - {service.PERMISSIONS[kind]}
    without = worker(actor.practice_id, other)
    with pytest.raises(DeniedError), transaction(engine, actor.practice_id) as session:
        service.start_run(session, without, kind, DRAFTS, now=now)


def test_progress_counts_and_estimates_what_is_left(
    engine: Engine, actor: Actor, run: StartedRun, now: datetime
) -> None:
    assert read(engine, actor, run, now).state is RunState.WAITING
    held = take(engine, run, now)
    assert held is not None
    with transaction(engine, actor.practice_id) as session:
        service.finish(session, held, {}, now)
    progress = read(engine, actor, run, now + timedelta(seconds=8))
    assert (progress.state, progress.done, progress.total) == (RunState.RUNNING, 1, 2)
    assert progress.left == timedelta(seconds=8)
    assert progress.finished_at is None


def test_a_run_ends_with_its_last_unit(
    engine: Engine, actor: Actor, run: StartedRun, now: datetime
) -> None:
    first, second = (take(engine, run, now, number) for number in (0, 1))
    assert first is not None
    assert second is not None
    with transaction(engine, actor.practice_id) as session:
        service.finish(session, first, {}, now)
    with transaction(engine, actor.practice_id) as session:
        service.fail(session, second, Fault(code="register.asset_missing"), now + LATER)
    progress = read(engine, actor, run, now + LATER)
    assert (progress.state, progress.ended, progress.is_over) == (RunState.PARTLY_FAILED, 2, True)
    assert (progress.finished_at, progress.left) == (now + LATER, None)
    assert {line.state for line in progress.units} == {UnitState.DONE, UnitState.FAILED}


def test_units_that_end_at_once_end_their_run(
    engine: Engine, actor: Actor, run: StartedRun, now: datetime
) -> None:
    claims = [take(engine, run, now, number) for number in (0, 1)]

    def end(held: Claim | None) -> None:
        assert held is not None
        with transaction(engine, actor.practice_id) as session:
            service.finish(session, held, {}, now)

    with ThreadPoolExecutor(1) as pool:
        with transaction(engine, actor.practice_id) as session:
            service.finish(session, claims[0], {}, now)  # type: ignore[arg-type]  # it was taken
            other = pool.submit(end, claims[1])
            # The other has to wait for this transaction: it would not see that this unit has ended.
            wait([other], timeout=0.3)
        other.result(10)
    assert read(engine, actor, run, now).finished_at == now


def test_another_practice_cannot_follow_a_run(
    engine: Engine, run: StartedRun, now: datetime
) -> None:
    stranger = operator(PracticeId(uuid4()))
    with (
        pytest.raises(RunMissingError),
        transaction(engine, stranger.practice_id, read_only=True) as session,
    ):
        get_progress(session, stranger, run.id, now=now)


def test_pages_can_say_that_no_worker_is_there(engine: Engine, now: datetime) -> None:
    with transaction(engine, None, read_only=True) as session:
        assert is_worker_silent(session, now=now)
    for moment in (now, now + timedelta(seconds=20)):
        with transaction(engine, None) as session:
            service.record_heartbeat(session, "machine:1", moment)
    with transaction(engine, None, read_only=True) as session:
        assert not is_worker_silent(session, now=now + timedelta(minutes=2))
        assert is_worker_silent(session, now=now + timedelta(minutes=10))


def test_workers_that_are_long_gone_are_forgotten(engine: Engine, now: datetime) -> None:
    with transaction(engine, None) as session:
        service.record_heartbeat(session, "old:1", now - timedelta(days=2))
    with transaction(engine, None) as session:
        service.record_heartbeat(session, "new:1", now)
        assert session.get(service.WorkerHeartbeat, "old:1") is None


def take(engine: Engine, run: StartedRun, now: datetime, number: int = 0) -> Claim | None:
    unit = run.units[number]
    with transaction(engine, unit.practice_id) as session:
        return service.claim(session, unit.unit_id, now)


def read(engine: Engine, actor: Actor, run: StartedRun, now: datetime) -> RunProgress:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        return get_progress(session, actor, run.id, now=now)
