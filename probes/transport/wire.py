"""What one source has at its disposal: the guard, its deadline, its budget, and the trace."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

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


def forget(exchange: Exchange) -> None:
    """Keep no trace."""


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

    def bounded(self, server: str, seconds: float | None = None) -> "Bounded":
        """Bound a piece of an exchange in time; turn what the system says into ExchangeError."""
        now = asyncio.get_running_loop().time()
        until = self.deadline if seconds is None else min(self.deadline, now + seconds)
        return Bounded(server, until)

    def traced(self, server: str, question: str) -> "Traced":
        """Write an exchange to the trace, however it ends; it begins now."""
        return Traced(self, server, question)


class Heard:
    """What was received during an exchange."""

    __slots__ = ("raw",)

    def __init__(self) -> None:
        self.raw = b""


class Bounded:
    """A piece of an exchange, bounded in time; entering it gives what moves the bound."""

    __slots__ = ("_server", "_timeout")

    def __init__(self, server: str, until: float) -> None:
        self._server = server
        self._timeout = asyncio.timeout_at(until)

    async def __aenter__(self) -> asyncio.Timeout:
        """Begin to count."""
        return await self._timeout.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say what went wrong as ExchangeError."""
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError as late:
            raise from_os_error(late, self._server) from late
        if isinstance(error, OSError):
            raise from_os_error(error, self._server) from error


class Traced:
    """An exchange that is written to the trace."""

    __slots__ = ("_heard", "_question", "_server", "_started", "_wire")

    def __init__(self, wire: Wire, server: str, question: str) -> None:
        self._wire = wire
        self._server = server
        self._question = question
        self._started = clock.ticks()
        self._heard = Heard()

    def __enter__(self) -> Heard:
        """Give what is heard a place."""
        return self._heard

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tell the journal, if anybody reads it."""
        heard, fault = self._heard, None
        if isinstance(error, ExchangeError):
            heard.raw = heard.raw or error.received
            fault = error.message
        if self._wire.journal is forget:
            return
        self._wire.journal(
            Exchange(
                source=self._wire.source,
                server=self._server,
                question=self._question,
                raw=heard.raw,
                took_ms=clock.elapsed_ms(self._started),
                fault=fault,
            )
        )
