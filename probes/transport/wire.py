"""What one source has at its disposal: the guard, its deadline, its budget, and the trace."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from probes.interface import Message, Source
from probes.options import Limits
from probes.transport import clock
from probes.transport.clock import Clock
from probes.transport.faults import ExchangeError, from_os_error
from probes.transport.guard import Guard


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One question and its answer on the wire, for `--trace`."""

    source: Source
    server: str
    question: str
    raw: bytes
    took_ms: int
    fault: Message | None = None

    @property
    def received(self) -> int:
        """How many bytes came."""
        return len(self.raw)

    @property
    def sha256(self) -> str:
        """The SHA-256 of what came, hexadecimal; empty for nothing."""
        return hashlib.sha256(self.raw).hexdigest() if self.raw else ""


Journal = Callable[[Exchange], None]


@dataclass(kw_only=True)
class Wire:
    """The means of one source during one survey."""

    source: Source
    guard: Guard
    limits: Limits
    deadline: float
    """By the event loop's clock; every exchange of the source ends by then."""
    clock: Clock
    journal: Journal
    dns_queries_left: int = field(default=150)
    """A hostile zone cannot turn one survey into a flood."""

    def spend_query(self, server: str) -> None:
        """Take one DNS query from the budget, or say that it is exhausted."""
        if self.dns_queries_left <= 0:
            raise ExchangeError("DNS02_TOO_MANY_QUERIES", server=server)
        self.dns_queries_left -= 1

    @asynccontextmanager
    async def bounded(
        self, server: str, seconds: float | None = None
    ) -> AsyncIterator[asyncio.Timeout]:
        """Bound a piece of an exchange in time; turn what the system says into ExchangeError."""
        now = asyncio.get_running_loop().time()
        until = self.deadline if seconds is None else min(self.deadline, now + seconds)
        try:
            async with asyncio.timeout_at(until) as bound:
                yield bound
        except OSError as error:
            raise from_os_error(error, server) from error

    @contextmanager
    def traced(self, server: str, question: str) -> Iterator["Heard"]:
        """Write an exchange to the trace, however it ends."""
        started, heard = clock.ticks(), Heard()
        fault: Message | None = None
        try:
            yield heard
        except ExchangeError as error:
            heard.raw = heard.raw or error.received
            fault = error.message
            raise
        finally:
            self.journal(
                Exchange(
                    source=self.source,
                    server=server,
                    question=question,
                    raw=heard.raw,
                    took_ms=clock.elapsed_ms(started),
                    fault=fault,
                )
            )


@dataclass(kw_only=True)
class Heard:
    """What was received during an exchange."""

    raw: bytes = b""
