"""The worker does each unit once, keeps what went wrong, and stops when told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from reversibility.accounts import people
from reversibility.evidence.queries import get_asset_evidence
from reversibility.evidence.service import record_survey
from reversibility.jobs import queue, service
from reversibility.jobs.models import RunKind, UnitState
from reversibility.jobs.queries import RunProgress, RunState, get_progress, worker_seen_at
from reversibility.jobs.queue import Queue
from reversibility.jobs.service import Claim, Fault, StartedRun
from reversibility.kernel.actor import UserId
from reversibility.register.errors import AssetMissingError
from reversibility.register.preview_models import TablePreview
from reversibility.register.previews import PreviewDraft, keep_preview
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import transaction
from reversibility.worker.ending import Keep
from reversibility.worker.handlers import Handler
from reversibility.worker.loop import Workplace, do_unit, look_after, working
from tests.factories.evidence import House, make_examination, open_house

LATER = timedelta(minutes=3)


@pytest.fixture
def house(engine: Engine, actor, now: datetime) -> House:
    return open_house(engine, actor, now)


@pytest.fixture
def run(engine: Engine, house: House, now: datetime) -> StartedRun:
    draft = service.UnitDraft(subject_id=house.domain_id, label="domaine")
    with transaction(engine, house.actor.practice_id) as session:
        return service.start_run(session, house.actor, RunKind.PROBE, [draft], now=now)


@pytest.fixture
def queue_url(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if engine.dialect.name == "sqlite":
        return str(tmp_path / "queue.db")
    return str(request.getfixturevalue("postgres").empty_database())


@pytest.fixture
def made(queue_url: str) -> Iterator[Queue]:
    made = queue.make(queue_url)
    yield made
    made.close()


def test_a_unit_is_done_with_its_result(
    engine: Engine, house: House, run: StartedRun, made: Queue, now: datetime
) -> None:
    do(place(engine, made, records(house), now), run)
    progress = read(engine, house, run, now)
    assert (progress.state, progress.units[0].result) == (RunState.DONE, {"verdicts": 1})
    assert answers(engine, house) == 1


def test_a_unit_that_is_queued_twice_is_done_once(
    engine: Engine, house: House, run: StartedRun, made: Queue, now: datetime
) -> None:
    here = place(engine, made, records(house), now)
    do(here, run)
    do(here, run)
    assert answers(engine, house) == 1


def test_a_crash_is_kept_with_its_unit_and_nothing_half_written(
    engine: Engine, house: House, run: StartedRun, made: Queue, now: datetime
) -> None:
    def handler(claim: Claim) -> Keep:
        def keep(session: Session, moment: datetime) -> Mapping[str, object]:
            records(house)(claim)(session, moment)
            raise ZeroDivisionError

        return keep

    do(place(engine, made, handler, now), run)
    line = read(engine, house, run, now).units[0]
    assert line.state is UnitState.FAILED
    assert line.fault == Fault(code="jobs.crashed", params={"error": "ZeroDivisionError"})
    assert answers(engine, house) == 0


def test_a_refusal_is_kept_with_its_own_code(
    engine: Engine, house: House, run: StartedRun, made: Queue, now: datetime
) -> None:
    def handler(_: Claim) -> Keep:
        raise AssetMissingError

    do(place(engine, made, handler, now), run)
    fault = read(engine, house, run, now).units[0].fault
    assert fault == Fault(code="register.asset_missing")


def test_a_worker_that_was_overtaken_keeps_nothing(
    engine: Engine, house: House, run: StartedRun, made: Queue, now: datetime
) -> None:
    overtaking = place(engine, made, records(house), now + LATER)

    def handler(claim: Claim) -> Keep:
        do(overtaking, run)
        return records(house)(claim)

    do(place(engine, made, handler, now), run)
    assert answers(engine, house) == 1
    assert read(engine, house, run, now).units[0].attempt == 2


def test_a_table_that_nobody_confirmed_goes_when_its_hour_is_over(
    engine: Engine, house: House, made: Queue, now: datetime
) -> None:
    with transaction(engine, None) as session:
        person = people.add(session, "nadia@cabinet.example", "Nadia Lopez", now=now)
    actor = replace(house.actor, user_id=UserId(person.id))
    draft = PreviewDraft(filename="a.csv", form="utf-8", separator=";", sheet="", rows=[])
    with transaction(engine, actor.practice_id) as session:
        keep_preview(session, actor, draft, now=now)
    for hours, left in ((0, 1), (1, 0)):
        worker = place(engine, made, records(house), now + timedelta(hours=hours))
        look_after(worker, "machine:1", sweeps=True)
        with transaction(engine, actor.practice_id, read_only=True) as session:
            assert session.scalar(select(func.count()).select_from(TablePreview)) == left


def test_a_database_that_cannot_be_used_costs_a_repeat_and_not_the_unit(
    engine: Engine, house: House, run: StartedRun, made: Queue, now: datetime
) -> None:
    def handler(_: Claim) -> Keep:
        raise DatabaseUnusableError("locked", "database is locked")

    do(place(engine, made, handler, now), run)
    again = place(engine, made, records(house), now + LATER)
    look_after(again, "machine:1", sweeps=True)
    do(again, run)
    assert read(engine, house, run, now).state is RunState.DONE


def test_what_the_queue_lost_is_found_by_the_next_worker(
    engine: Engine, house: House, run: StartedRun, made: Queue, now: datetime
) -> None:
    done = Event()

    def handler(claim: Claim) -> Keep:
        done.set()
        return records(house)(claim)

    with working(place(engine, made, handler, now)):
        assert done.wait(10)
    assert read(engine, house, run, now).state is RunState.DONE
    with transaction(engine, None, read_only=True) as session:
        assert worker_seen_at(session) == now


def test_a_killed_worker_costs_a_repeat_and_not_the_unit(
    engine: Engine, house: House, run: StartedRun, made: Queue, queue_url: str, now: datetime
) -> None:
    made.enqueue(run.units)
    with child(engine, queue_url) as process:
        assert said(process) == "begun"
        process.kill()
        process.wait(10)
    assert read(engine, house, run, now).state is RunState.RUNNING
    after = place(engine, made, records(house), datetime.now(tz=now.tzinfo) + LATER)
    look_after(after, "machine:2", sweeps=True)
    assert not made.is_empty()
    do(after, run)
    progress = read(engine, house, run, now)
    assert (progress.state, progress.units[0].attempt) == (RunState.DONE, 2)
    assert answers(engine, house) == 1


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_ends_what_it_has_begun(
    engine: Engine,
    house: House,
    run: StartedRun,
    made: Queue,
    queue_url: str,
    now: datetime,
    asked: signal.Signals,
) -> None:
    made.enqueue(run.units)
    with child(engine, queue_url) as process:
        assert said(process) == "begun"
        process.send_signal(asked)
        assert process.stdin is not None
        process.stdin.write("go on\n")
        process.stdin.flush()
        assert process.wait(20) == 0
    assert read(engine, house, run, now).state is RunState.DONE


def place(engine: Engine, made: Queue, handler: Handler, now: datetime) -> Workplace:
    return Workplace(
        engine=engine, queue=made, handlers={RunKind.PROBE: handler}, threads=2, clock=lambda: now
    )


def records(house: House) -> Handler:
    """Return a handler that records one survey of the domain."""

    def handler(claim: Claim) -> Keep:
        def keep(session: Session, now: datetime) -> Mapping[str, object]:
            examination = make_examination(house, now)
            kept = record_survey(
                session, house.actor, claim.subject_id, examination, unit_id=claim.unit_id, now=now
            )
            return {"verdicts": len(kept.verdict_ids)}

        return keep

    return handler


def do(here: Workplace, run: StartedRun) -> None:
    for unit in run.units:
        do_unit(here, unit.practice_id, unit.unit_id)


def read(engine: Engine, house: House, run: StartedRun, now: datetime) -> RunProgress:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return get_progress(session, house.actor, run.id, now=now)


def answers(engine: Engine, house: House) -> int:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return get_asset_evidence(session, house.actor, house.domain_id).answer_count


def child(engine: Engine, queue_url: str) -> subprocess.Popen[str]:
    """Start a worker in a process of its own; its handler says "begun" and waits for a line."""
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.worker.waiting_worker", url, queue_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=Path(__file__).parents[2],
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
