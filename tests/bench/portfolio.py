"""Ten thousand names over twelve registries that limit, as close to the limits as may be.

The bound is that of the slowest registry: its names over its rate. The registries answer 50 ms late
and count for themselves how often they were asked too often, in any second. Turns are kept in the
service's database, where workers share them; one worker on each core has its part of the names.
"""

import asyncio
import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from pathlib import Path

from probes.interface import LookupState, Source
from probes.options import PaceOptions, ProbeOptions
from probes.pacing.pacer import Patience
from probes.pacing.steadiness import keep_steady
from probes.registry import Sitting, sitting
from reversibility.evidence.lanes import find_lane, lane_width
from reversibility.evidence.turns import DatabaseLedger
from reversibility.migrations.run import upgrade
from reversibility.store.session import make_engine
from tests.limited.server import Limit
from tests.limited.world import World, limited

CORES = os.cpu_count() or 1
DELAY = 0.05
# Questions a second, and names: ten thousand in all, many registries slow and few fast, as they
# are. Nine of them take ten seconds at best, the others less: no list suits the rates.
REGISTRIES = (*((60, 600),) * 6, *((100, 1_000),) * 3, *((200, 1_200),) * 2, (600, 1_000))
# What a second leaves unused; more would cost more than the goal allows.
MARGIN = 0.02
_AT_ONCE = 200
# A lane of the desk is not filled in one go either: that would hold up the turns of all others.
_BEGUN_AT_ONCE = 4
_SOURCES = (Source.RDAP,)
_SPAWN = multiprocessing.get_context("spawn")
_PATIENCE = Patience(seconds=60.0)


@dataclass(frozen=True, kw_only=True)
class Run:
    """How long a portfolio took against the bound, and how often a registry was asked too often."""

    times_bound: float
    over: int
    twice: int
    """Names that were asked about twice: what was under way when a worker was killed."""


def shuffled(workers: int = CORES) -> Run:
    """Ask in an order like that of any list."""
    return _run(_names(is_shuffled=True), workers, is_killed=False)


def sorted_by_registry(workers: int = CORES) -> Run:
    """Ask in the order that makes shared workers wait for one registry after the other."""
    return _run(_names(is_shuffled=False), workers, is_killed=False)


def killed(workers: int = CORES) -> Run:
    """Ask, kill a worker in the middle, and let another that stood by go on."""
    return _run(_names(is_shuffled=True), workers, is_killed=True)


def _limits() -> dict[str, Limit]:
    return {
        f"r{n:02}.example": Limit(questions=rate, seconds=1.0)
        for n, (rate, _) in enumerate(REGISTRIES)
    }


def _names(*, is_shuffled: bool) -> list[str]:
    names = [
        f"n{number:05}.r{n:02}.example"
        for n, (_, count) in enumerate(REGISTRIES)
        for number in range(count)
    ]
    if is_shuffled:
        random.Random(1).shuffle(names)
    return names


def _run(names: Sequence[str], workers: int, *, is_killed: bool) -> Run:
    shares = [names[number::workers] for number in range(workers)]
    with limited(_limits(), delay=DELAY) as world, tempfile.TemporaryDirectory() as folder:
        took = _ask_all(world, shares, Path(folder), is_killed=is_killed)
        tallies = [world.tally(suffix) for suffix in world.limits]
        counts = [(sum(tally.names.values()), len(tally.names)) for tally in tallies]
        rates = [limit.questions / limit.seconds for limit in world.limits.values()]
        bound = max(each / rate for (_, each), rate in zip(counts, rates, strict=True))
    assert sum(each for _, each in counts) == len(names), counts
    return Run(
        times_bound=took / bound,
        over=sum(tally.over for tally in tallies),
        twice=sum(asked - each for asked, each in counts),
    )


def _ask_all(
    world: World, shares: Sequence[Sequence[str]], folder: Path, *, is_killed: bool
) -> float:
    """Ask about every name, one process a share; return how long it took.

    The first process is killed when half of its names are done, and one more does the rest.
    """
    database = f"sqlite:///{folder / 'turns.db'}"
    engine = make_engine(database)
    upgrade(engine)
    engine.dispose()
    options = world.options(PaceOptions(margin=MARGIN, in_flight=_AT_ONCE))
    workers = [
        _Worker.start(database, options, names, folder / f"done-{number}.txt")
        for number, names in enumerate([*shares, *shares[:is_killed]])
    ]
    first, standing_by = workers[0], workers[len(shares) :]
    began = time.monotonic()
    for worker in workers[: len(shares)]:
        worker.go.set()
    if is_killed:
        while len(first.done.read_bytes().splitlines()) < len(shares[0]) / 2:
            time.sleep(0.01)
        os.kill(first.process.pid or 0, signal.SIGKILL)
    for worker in standing_by:
        shutil.copy(first.done, worker.done)
        worker.go.set()
    for worker in workers:
        worker.process.join()
    return time.monotonic() - began


@dataclass(frozen=True, kw_only=True)
class _Worker:
    process: SpawnProcess
    done: Path
    """The names it has asked about, one a line; what stands there is not asked again."""
    go: Event

    @classmethod
    def start(
        cls, database: str, options: ProbeOptions, names: Sequence[str], done: Path
    ) -> "_Worker":
        """Start a worker, and wait until it could go."""
        done.touch()
        is_ready, go = _SPAWN.Event(), _SPAWN.Event()
        process = _SPAWN.Process(target=_work, args=(database, options, names, done, is_ready, go))
        process.start()
        is_ready.wait(60)
        return cls(process=process, done=done, go=go)


def _work(
    database: str,
    options: ProbeOptions,
    names: Sequence[str],
    done: Path,
    is_ready: Event,
    go: Event,
) -> None:
    asyncio.run(_work_async(database, options, names, done, (is_ready, go)))


async def _work_async(
    database: str,
    options: ProbeOptions,
    names: Sequence[str],
    done: Path,
    flags: tuple[Event, Event],
) -> None:
    ledger = DatabaseLedger(engine=make_engine(database), pace=options.pace)
    keep_steady()
    async with sitting(options, ledger=ledger) as asking:
        flags[0].set()
        await asyncio.to_thread(flags[1].wait)
        lanes = _lanes(names, done)
        with done.open("a", encoding="ascii", buffering=1) as file:
            async with asyncio.TaskGroup() as group:
                for suffix, lane in lanes.items():
                    width = lane_width(find_lane(f"n.{suffix}", _SOURCES, options), options)
                    group.create_task(_lane(asking, lane, width, file.write))


def _lanes(names: Sequence[str], done: Path) -> dict[str, list[str]]:
    """Return what is left to ask, by registry."""
    known = set(done.read_text(encoding="ascii").splitlines())
    lanes: dict[str, list[str]] = {}
    for name in names:
        if name not in known:
            lanes.setdefault(name.partition(".")[2], []).append(name)
    return lanes


async def _lane(
    asking: Sitting, names: list[str], width: int, note: Callable[[str], object]
) -> None:
    """Keep as many questions of one registry under way as the service's desk does."""
    left = iter(names)

    async def some() -> None:
        for name in left:
            survey = await asking.observe(name, sources=_SOURCES, patience=_PATIENCE)
            assert survey.observations[0].state is LookupState.REGISTERED, survey
            note(f"{name}\n")

    async with asyncio.TaskGroup() as group:
        for number in range(min(len(names), width)):
            group.create_task(some())
            if number % _BEGUN_AT_ONCE == 0:
                await asyncio.sleep(0)
