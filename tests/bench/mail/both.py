"""Both opinions of every zone, and how many domains a second each side looks at."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import asdict

from probes.interface import Source
from probes.registry import Sitting, sitting
from tests.bench.figures import Speed, best, figure, ratio
from tests.bench.mail import opinions
from tests.bench.mail.opinions import Opinion
from tests.bench.mail.world import World, copy_of, differences, served, zones

COPIES = 12
_IN_FLIGHT = 50


async def ours(asking: Sitting, domain: str) -> Opinion:
    """Ask about one domain, of which nothing is known."""
    known = asking.known_of(asking.target_of(domain))
    return await opinions.ours(asking.means_for(Source.DNS, known), domain)


async def disagreements(world: World) -> dict[str, dict[str, str]]:
    """Return, of each zone about which we differ, what checkdmarc says otherwise."""
    found = {}
    async with sitting(world.options) as asking:
        for name in zones():
            domain = copy_of(name, 0)
            mine = asdict(await ours(asking, domain))
            other = asdict(opinions.theirs(world.port, domain))
            found[name] = {key: other[key] for key in mine if mine[key] != other[key]}
    return {name: differs for name, differs in found.items() if differs}


def explained() -> dict[str, dict[str, str]]:
    """Return the differences that are known and explained."""
    return {
        name: {key: said for key, said in differs.items() if key != "why"}
        for name, differs in differences().items()
    }


def print_mail() -> None:
    """Print how many verdicts are equal, and how much faster ours are."""
    with served(COPIES) as world:
        differ = asyncio.run(disagreements(world))
        figure("mail_verdicts_unlike_checkdmarc_unexplained", float(differ != explained()), "<=", 0)
        print(f"  {len(zones())} zones, {len(differ)} explained differences", flush=True)
        unasked = iter(range(1, COPIES))  # it remembers what it was told
        mine, other = best(
            ("SPF, DMARC, MX, report receivers", lambda: asyncio.run(_speed(world))),
            ("by checkdmarc, one after another", lambda: _their_speed(world, next(unasked))),
        )
    assert mine.cpu_ms is not None
    assert other.cpu_ms is not None
    ratio("mail facts against checkdmarc", mine.rate / other.rate)
    ratio("processor of checkdmarc against mail facts", other.cpu_ms / mine.cpu_ms)


async def _speed(world: World) -> Speed:
    domains = [copy_of(name, number) for number in range(1, COPIES) for name in zones()]
    waiting = iter(domains)
    async with sitting(world.options) as asking:
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(_some(asking, waiting) for _ in range(_IN_FLIGHT)))
        return _result(len(domains), began, cpu)


async def _some(asking: Sitting, domains: Iterator[str]) -> None:
    for domain in domains:
        await ours(asking, domain)


def _their_speed(world: World, number: int) -> Speed:
    """Ask about one copy of each: it does one question after another, and takes long."""
    domains = [copy_of(name, number) for name in zones()]
    began, cpu = time.perf_counter(), time.process_time()
    for domain in domains:
        opinions.theirs(world.port, domain)
    return _result(len(domains), began, cpu)


def _result(count: int, began: float, cpu: float) -> Speed:
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Speed(rate=count / took, cpu_ms=cpu / count * 1000)
