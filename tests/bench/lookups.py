"""How many names a second the probes ask about, through the guard, as the product does."""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from probes.interface import Registration, Source
from probes.options import ProbeOptions
from probes.registry import Sitting, sitting
from tests.bench.figures import Speed

IN_FLIGHT = 200
_SPAWN = multiprocessing.get_context("spawn")
_START_SECONDS = 60.0


class WrongAnswerError(Exception):
    """A figure would be worth nothing: what came back was not what was asked for."""


def names_a_second(
    source: Source, options: ProbeOptions, count: int, *, processes: int = 1
) -> Speed:
    """Ask about that many names, 200 at once in all, in one sitting for each process."""
    share, at_once = count // processes, IN_FLIGHT // processes
    with _SPAWN.Manager() as manager:
        ready = manager.Barrier(processes)
        with ProcessPoolExecutor(processes, mp_context=_SPAWN) as pool:
            work = [
                pool.submit(_work, source, options, (share, at_once), ready)
                for _ in range(processes)
            ]
            spans = [item.result() for item in work]
    took = max(span.ended for span in spans) - min(span.began for span in spans)
    asked = share * processes
    return Speed(rate=asked / took, cpu_ms=sum(span.cpu for span in spans) / asked * 1000)


@dataclass(frozen=True, kw_only=True)
class _Span:
    began: float
    ended: float
    cpu: float


def _work(source: Source, options: ProbeOptions, size: tuple[int, int], ready: Barrier) -> _Span:
    return asyncio.run(_ask_all(source, options, size, ready))


async def _ask_all(
    source: Source, options: ProbeOptions, size: tuple[int, int], ready: Barrier
) -> _Span:
    count, at_once = size
    async with sitting(options) as asking:
        # Tables are read and connections opened before the clock runs, as those of wrk are.
        await asyncio.gather(*(_ask(asking, source, number) for number in range(at_once)))
        ready.wait(_START_SECONDS)
        began, cpu = time.perf_counter(), time.process_time()
        numbers = iter(range(count))
        await asyncio.gather(*(_ask_some(asking, source, numbers) for _ in range(at_once)))
        return _Span(began=began, ended=time.perf_counter(), cpu=time.process_time() - cpu)


async def _ask_some(asking: Sitting, source: Source, numbers: Iterator[int]) -> None:
    for number in numbers:
        await _ask(asking, source, number)


async def _ask(asking: Sitting, source: Source, number: int) -> None:
    name = f"cabinet-{number}.fr"
    survey = await asking.observe(name, sources=[source])
    facts = survey.observations[0].facts
    if not isinstance(facts, Registration) or facts.domain != name or facts.registrant is None:
        raise WrongAnswerError(f"{name}: {survey}")
