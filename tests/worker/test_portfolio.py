"""A portfolio over registries that limit, and a worker that is killed in the middle of it."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from sqlalchemy import Engine, func, select

from probes.interface import LookupState, Source
from probes.options import load
from reversibility.evidence.models import ObservationRow, VerdictRow
from reversibility.evidence.service import request_probe
from reversibility.jobs import queue
from reversibility.jobs.models import RunId, Unit, UnitState
from reversibility.jobs.queries import RunProgress, get_progress
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from reversibility.register.models import Asset
from reversibility.register.service import AssetDraft, declare_assets
from reversibility.store.session import transaction
from reversibility.worker.loop import Workplace, look_after
from tests.factories.evidence import KINDS, open_house
from tests.limited.server import Limit
from tests.limited.world import World, limited

# Windows of three seconds, a fifth of each left unused: a busy machine delays by less than that.
SECONDS = 3.0
PACE = "margin = 0.2"
# At 84 questions a second in all, the names of each registry last as long as those of any other.
PORTFOLIO = {f"r{n}.example": Limit(questions=12 * n, seconds=SECONDS) for n in range(1, 7)}
MOST_UNDER_WAY = 150


@pytest.mark.parametrize(
    ("engine", "count"), [("sqlite", 2_000), ("postgresql", 400)], indirect=["engine"]
)
def test_a_worker_killed_in_the_middle_costs_no_name_and_breaks_no_limit(
    engine: Engine, actor: Actor, tmp_path: Path, count: int
) -> None:
    queue_url = str(tmp_path / "queue.db")
    with limited(PORTFOLIO, delay=0.02) as world:
        toml = world.toml(tmp_path, PACE)
        run_id = ask_about(engine, actor, toml, names_of(world, count))
        with child(engine, queue_url, toml) as worker:
            wait_until(engine, actor, run_id, count // 3)
            worker.send_signal(signal.SIGKILL)
            worker.wait(10)
        killed_at = read(engine, actor, run_id).ended
        with child(engine, queue_url, toml) as worker:
            follow(engine, actor, run_id, queue_url)
            worker.terminate()
            assert worker.wait(40) == 0
        tallies = {suffix: world.tally(suffix) for suffix in PORTFOLIO}
    assert killed_at < count
    progress = read(engine, actor, run_id)
    assert (progress.done, progress.failed, progress.is_over) == (count, 0, True)
    assert {suffix: tally.over for suffix, tally in tallies.items()} == dict.fromkeys(PORTFOLIO, 0)
    assert_one_survey_each(engine, actor, count)
    answered = Counter[str]()
    for tally in tallies.values():
        answered.update(tally.names)
    assert len(answered) == count
    assert sum(answered.values()) - count < MOST_UNDER_WAY


def names_of(world: World, count: int) -> list[str]:
    """Share names among registries as their limits do, sorted as people keep them."""
    total = sum(limit.questions for limit in world.limits.values())
    names = [
        f"n{number:04}.{suffix}"
        for suffix, limit in world.limits.items()
        for number in range(round(count * limit.questions / total) + 1)
    ]
    return sorted(names)[:count]


def ask_about(engine: Engine, actor: Actor, toml: Path, names: list[str]) -> RunId:
    now = clock.now()
    house = open_house(engine, actor, now)
    drafts = [
        AssetDraft(
            kind="domain_gtld",
            name=name,
            importance=3,
            declared_on=now.date(),
            declared_by="N. Lopez",
            attributes={"domain": name},
        )
        for name in names
    ]
    with transaction(engine, actor.practice_id) as session:
        declare_assets(session, actor, drafts, kinds=KINDS, now=now)
    with transaction(engine, actor.practice_id) as session:
        ids = session.scalars(select(Asset.id).where(Asset.kind == "domain_gtld")).all()
        assert house.domain_id not in ids
        return request_probe(session, actor, ids, load(toml), now=now).id


@contextmanager
def child(engine: Engine, queue_url: str, toml: Path) -> Iterator[subprocess.Popen[bytes]]:
    url = engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.worker.portfolio_worker", url, queue_url, str(toml)],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=Path(__file__).parents[2],
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(engine: Engine, actor: Actor, run_id: RunId, count: int) -> None:
    deadline = monotonic() + 300
    while read(engine, actor, run_id).ended < count:
        assert monotonic() < deadline, read(engine, actor, run_id)
        Event().wait(0.1)


def follow(engine: Engine, actor: Actor, run_id: RunId, queue_url: str) -> None:
    """Wait for the end, and put back what was lost, as any worker does once a minute."""
    made = queue.make(queue_url)
    place = Workplace(engine=engine, queue=made, handlers={})
    deadline = monotonic() + 600
    while not read(engine, actor, run_id).is_over:
        assert monotonic() < deadline, read(engine, actor, run_id)
        look_after(place, "test:1", sweeps=True)
        Event().wait(0.5)
    made.close()


def read(engine: Engine, actor: Actor, run_id: RunId) -> RunProgress:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        return get_progress(session, actor, run_id, now=clock.now())


def assert_one_survey_each(engine: Engine, actor: Actor, count: int) -> None:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        states = Counter(
            session.scalars(
                select(ObservationRow.state).where(ObservationRow.source == Source.RDAP)
            )
        )
        answers = session.scalar(
            select(func.count(func.distinct(ObservationRow.asset_id))).where(
                ObservationRow.source == Source.RDAP
            )
        )
        units = session.execute(
            select(
                ObservationRow.asset_id, func.count(func.distinct(ObservationRow.unit_id))
            ).group_by(ObservationRow.asset_id)
        ).all()
        verdicts = session.execute(
            select(VerdictRow.asset_id, VerdictRow.field, func.count())
            .group_by(VerdictRow.asset_id, VerdictRow.field)
            .having(func.count() > 1)
        ).all()
        ended = Counter(session.scalars(select(Unit.state)))
    assert states == {LookupState.REGISTERED: count}
    assert answers == count
    assert {number for _, number in units} == {1}
    assert verdicts == []
    assert ended == {UnitState.DONE: count}
