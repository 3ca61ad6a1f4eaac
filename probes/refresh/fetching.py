"""One file or one answer of a publisher, over the guarded transport."""

import asyncio
from dataclasses import dataclass

from probes.interface import Source
from probes.options import ProbeOptions
from probes.tables.table import TableError
from probes.transport import clock, https, whois43
from probes.transport.connections import Client
from probes.transport.faults import shown
from probes.transport.guard import Guard
from probes.transport.resolver import Known, Resolver
from probes.transport.wire import Journal, Wire

_OK = 200
_KIB = 1_024


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A text, and the address that gave it after redirects."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Publishers:
    """The way to them: one guard, and what was learnt of the DNS, for one refresh."""

    options: ProbeOptions
    guard: Guard
    client: Client
    known: Known
    journal: Journal

    async def fetch(self, source: Source, url: str, *, most_kib: int) -> Fetched:
        """Fetch a text; raises ExchangeError or TableError."""
        wire = self._wire(source, self.options.tables.deadline_seconds)
        way = https.Way(
            wire=wire,
            resolver=self._resolver(wire),
            client=self.client,
            limit=most_kib * _KIB,
            accept="*/*",
        )
        page = await https.get(way, url)
        if page.status != _OK:
            raise TableError("TAB02_STATUS", server=page.server, status=str(page.status))
        try:
            return Fetched(text=page.body.decode("utf-8"), url=shown(page.url))
        except UnicodeDecodeError as error:
            raise TableError("TAB01_NOT_TEXT") from error

    async def ask(self, line: str) -> bytes:
        """Ask the WHOIS server of the root zone one line; raises ExchangeError."""
        wire = self._wire(Source.WHOIS, self.options.limits.deadline_seconds)
        return (await whois43.ask(wire, self._resolver(wire), self.options.tables.whois, line)).raw

    def _wire(self, source: Source, seconds: float) -> Wire:
        return Wire(
            source=source,
            guard=self.guard,
            limits=self.options.limits,
            deadline=asyncio.get_running_loop().time() + seconds,
            clock=clock.utc_now,
            journal=self.journal,
        )

    def _resolver(self, wire: Wire) -> Resolver:
        return Resolver(wire, self.options.dns_roots, self.known)
