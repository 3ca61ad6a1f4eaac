"""The full probe as the service asks: guard, resolver, parsers, and every observation made."""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from probes.interface import LookupState, Observation, Source
from probes.options import ProbeOptions
from probes.pacing.steadiness import keep_steady
from probes.registry import Sitting, sitting
from probes.transport import https
from probes.transport.resolver import Known
from probes.transport.wire import Exchange
from tests.bench.figures import Speed
from tests.bench.full.ground import COUNT, WARM_UP, name_of
from tests.bench.full.site_server import PAGE
from tests.bench.lookups import WrongAnswerError

IN_FLIGHT = 50
QUESTIONS = 8
"""The fewest DNS questions of a full probe."""
SOURCES = (Source.RDAP, Source.DNS, Source.TLS)
_SPAWN = multiprocessing.get_context("spawn")


def probes_a_second(options: ProbeOptions, *, is_recheck: bool) -> Speed:
    """Probe every name in one process that knows none, or that has probed each once before."""
    with ProcessPoolExecutor(1, mp_context=_SPAWN) as pool:
        return pool.submit(_work, options, is_recheck).result()


def dns_questions(options: ProbeOptions) -> int:
    """Return how many questions the name servers are asked about one name, in a warm sitting."""
    return asyncio.run(_count(options))


def _work(options: ProbeOptions, is_recheck: bool) -> Speed:  # noqa: FBT001 - goes to a process
    keep_steady()  # as the worker of the service does
    return asyncio.run(_probe_all(options, is_recheck=is_recheck))


async def _probe_all(options: ProbeOptions, *, is_recheck: bool) -> Speed:
    async with sitting(options) as asking:
        await _round(asking, range(COUNT, COUNT + WARM_UP))
        if is_recheck:
            await _round(asking, range(COUNT))
        began, cpu = time.perf_counter(), time.process_time()
        await _round(asking, range(COUNT))
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Speed(rate=COUNT / took, cpu_ms=cpu / COUNT * 1000)


async def _round(asking: Sitting, numbers: range) -> None:
    waiting = iter(numbers)
    await asyncio.gather(*(_some(asking, waiting) for _ in range(IN_FLIGHT)))


async def _some(asking: Sitting, numbers: Iterator[int]) -> None:
    for number in numbers:
        await probe(asking, name_of(number))


async def probe(asking: Sitting, name: str) -> None:
    """Ask everything about one name; raises WrongAnswerError for less than all of it."""
    known = asking.known_of(asking.target_of(name))
    survey, page = await asyncio.gather(
        asking.observe(name, sources=SOURCES, known=known), _page(asking, name, known)
    )
    by_source: dict[Source, list[Observation]] = {}
    for item in survey.observations:
        by_source.setdefault(item.source, []).append(item)
    good = all(item.state is LookupState.REGISTERED for item in survey.observations)
    if not good or set(by_source) != set(SOURCES) or page.body != PAGE:
        raise WrongAnswerError(f"{name}: {survey}")


async def _page(asking: Sitting, name: str, known: Known) -> https.Page:
    means = asking.means_for(Source.TLS, known)
    way = https.Way(
        wire=means.wire,
        resolver=means.resolver,
        client=means.client,
        limit=means.options.limits.page_bytes,
        accept="text/html",
    )
    return await https.get(way, f"https://{name}/")


async def _count(options: ProbeOptions) -> int:
    heard: list[Exchange] = []
    async with sitting(options, journal=heard.append) as asking:
        await probe(asking, name_of(COUNT))
        heard.clear()
        await probe(asking, name_of(COUNT + 1))
    return sum(not item.question.startswith(("GET", "TLS")) for item in heard)
