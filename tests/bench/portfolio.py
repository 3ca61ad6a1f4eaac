"""Ten thousand names over twelve registries that limit, as close to the limits as may be.

The bound is that of the slowest registry: its names over its rate. The registries answer 50 ms late
and count for themselves how often they were asked too often, in any second. Turns are kept in the
service's database, as those of all workers are.
"""

import asyncio
import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


def shuffled() -> Run:
    """Ask in an order like that of any list."""
    return _run(_names(is_shuffled=True), is_killed=False)


def sorted_by_registry() -> Run:
    """Ask in the order that makes shared workers wait for one registry after the other."""
    return _run(_names(is_shuffled=False), is_killed=False)


def killed() -> Run:
    """Ask, kill the worker in the middle, and let another that stood by go on."""
    return _run(_names(is_shuffled=True), is_killed=True)


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


def _run(names: Sequence[str], *, is_killed: bool) -> Run:
    with limited(_limits(), delay=DELAY) as world, tempfile.TemporaryDirectory() as folder:
        took = _ask_all(world, names, Path(folder), is_killed=is_killed)
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


def _ask_all(world: World, names: Sequence[str], folder: Path, *, is_killed: bool) -> float:
    """Ask about every name, in one process or in two after each other; return how long it took."""
    database = f"sqlite:///{folder / 'turns.db'}"
    engine = make_engine(database)
    upgrade(engine)
    engine.dispose()
    options = world.options(PaceOptions(margin=MARGIN, in_flight=_AT_ONCE))
    done = folder / "done.txt"
    done.touch()
    goes = [_SPAWN.Event() for _ in range(1 + is_killed)]
    ready = [_SPAWN.Event() for _ in goes]
    workers = [
        _SPAWN.Process(target=_work, args=(database, options, names, done, *flags))
        for flags in zip(ready, goes, strict=True)
    ]
    for worker, is_ready in zip(workers, ready, strict=True):
        worker.start()
        is_ready.wait(60)
    began = time.monotonic()
    goes[0].set()
    if is_killed:
        while len(done.read_bytes().splitlines()) < len(names) / 2:
            time.sleep(0.01)
        os.kill(workers[0].pid or 0, signal.SIGKILL)
        goes[1].set()
    for worker in workers:
        worker.join()
    return time.monotonic() - began


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
