"""The same by the usual means: dnspython on asyncio, httpx, and a look at the certificate by ssl.

It is spared what the usual means would cost beside: it knows the name server to ask and the address
of every site, keeps one client and its connections to the registry, and shares one TLS context.
"""

import asyncio
import multiprocessing
import ssl
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import dns.asyncquery
import dns.message
import dns.rdatatype
import httpcore
import httpx

from tests.bench.figures import Speed
from tests.bench.full.ground import COUNT, WARM_UP, Ground, name_of
from tests.bench.full.ours import IN_FLIGHT
from tests.bench.full.site_server import PAGE
from tests.bench.full.zone_servers import FIRST, RDAP, REGISTRY, SITE
from tests.bench.lookups import WrongAnswerError

_KINDS = ("NS", "SOA", "MX", "TXT", "A", "AAAA", "DS", "DNSKEY")
_SECONDS = 60.0
_SPAWN = multiprocessing.get_context("spawn")


def probes_a_second(ground: Ground) -> Speed:
    """Probe every name in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=_SPAWN) as pool:
        return pool.submit(_work, ground).result()


def _work(ground: Ground) -> Speed:
    return asyncio.run(_probe_all(ground))


class _Led(httpcore.AsyncNetworkBackend):
    """Leads every host to its loopback address and port, as a resolver would."""

    def __init__(self, ground: Ground) -> None:
        self._port = ground.sites
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        del port
        address = REGISTRY if host == RDAP else SITE
        return await self._inner.connect_tcp(
            address, self._port, timeout, local_address, socket_options
        )


async def _probe_all(ground: Ground) -> Speed:
    context = ssl.create_default_context(cafile=str(ground.root))
    transport = httpx.AsyncHTTPTransport(verify=context)
    transport._pool._network_backend = _Led(ground)
    async with httpx.AsyncClient(transport=transport, timeout=_SECONDS) as client:
        probe = _Probe(ground, client, context)
        await probe.round(range(COUNT, COUNT + WARM_UP))
        began, cpu = time.perf_counter(), time.process_time()
        await probe.round(range(COUNT))
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Speed(rate=COUNT / took, cpu_ms=cpu / COUNT * 1000)


class _Probe:
    def __init__(self, ground: Ground, client: httpx.AsyncClient, context: ssl.SSLContext) -> None:
        self._ground = ground
        self._client = client
        self._context = context

    async def round(self, numbers: range) -> None:
        waiting = iter(numbers)
        await asyncio.gather(*(self._some(waiting) for _ in range(IN_FLIGHT)))

    async def _some(self, numbers: Iterator[int]) -> None:
        for number in numbers:
            await self._ask(name_of(number))

    async def _ask(self, name: str) -> None:
        registration, certificate, page, *answers = await asyncio.gather(
            self._client.get(f"https://{RDAP}/domain/{name}"),
            self._certificate(name),
            self._client.get(f"https://{name}/"),
            *(self._dns(name, kind) for kind in _KINDS),
        )
        subject = [value for kind, value in certificate["subjectAltName"] if kind == "DNS"]
        if registration.json()["ldhName"] != name or name not in subject or page.content != PAGE:
            raise WrongAnswerError(name)
        if sum(bool(answer.answer) for answer in answers) != len(_KINDS) - 3:
            raise WrongAnswerError(name)

    async def _dns(self, name: str, kind: str) -> dns.message.Message:
        query = dns.message.make_query(name, dns.rdatatype.from_text(kind), use_edns=0)
        return await dns.asyncquery.udp(query, FIRST, _SECONDS, self._ground.dns)

    async def _certificate(self, name: str) -> dict[str, Any]:
        _, writer = await asyncio.open_connection(
            SITE, self._ground.sites, ssl=self._context, server_hostname=name
        )
        found: dict[str, Any] = writer.get_extra_info("peercert")
        writer.close()
        return found
