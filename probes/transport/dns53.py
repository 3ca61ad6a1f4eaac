"""One DNS question to one server: UDP first, TCP when the answer is truncated.

What is asked of one server about one name may share a line; whatever is asked again has its own.
"""

import asyncio
import socket
from typing import Self

import dns.name
import dns.rcode
import dns.rdatatype

from probes.transport import messages, queries
from probes.transport.faults import ExchangeError, from_os_error
from probes.transport.guard import Endpoint
from probes.transport.lines import Line, Waiting
from probes.transport.queries import NameServer, Query, Reply
from probes.transport.wire import Heard, Wire

_FORMERR = int(dns.rcode.FORMERR)


async def ask(
    wire: Wire,
    server: NameServer,
    name: dns.name.Name,
    kind: dns.rdatatype.RdataType,
    *,
    attempts: int = 1,
    signed: bool = False,
) -> Reply:
    """Ask one server one question without recursion; raises ExchangeError.

    `signed` asks for the signatures too (DO, RFC 3225).
    """
    with Talk(wire, server) as talk:
        return await talk.ask(name, kind, attempts=attempts, signed=signed).reply()


def frame(wire_message: bytes) -> bytes:
    """Put the two-byte length before a message, as over TCP (RFC 1035 section 4.2.2)."""
    return len(wire_message).to_bytes(2, "big") + wire_message


class Talk:
    """What is asked of one server about one name; the end of the block ends it."""

    def __init__(self, wire: Wire, server: NameServer) -> None:
        self.wire = wire
        self.server = server
        self._line: Line | None = None

    def __enter__(self) -> Self:
        """Open nothing yet."""
        return self

    def __exit__(self, *how: object) -> None:
        """Close the line, if there is one."""
        if self._line is not None:
            self._line.close()

    def ask(
        self,
        name: dns.name.Name,
        kind: dns.rdatatype.RdataType,
        *,
        attempts: int = 1,
        signed: bool = False,
    ) -> "Asking":
        """Send a question; its reply is to be awaited. Several may be under way."""
        query = Query(messages.question_of(name, kind), signed=signed)
        asking = Asking(self, query, messages.shown(name.labels, kind), attempts)
        asking.begin()
        return asking

    @property
    def endpoint(self) -> Endpoint:
        """Where the server is; raises ExchangeError where that may not be connected to."""
        return self.wire.guard.admit(self.server.address, 53)

    @property
    def line(self) -> Line:
        """The line of this talk; raises ExchangeError."""
        if self._line is None:
            self._line = Line(self.wire.guard, self.endpoint)
        return self._line


class Asking:
    """A question under way: sent over the line of the talk, asked again over one of its own."""

    def __init__(self, talk: Talk, query: Query, shown: str, attempts: int) -> None:
        self._talk = talk
        self._wire = talk.wire
        self._label = talk.server.label
        self._query = query
        self._attempts = attempts
        self._first: Waiting | ExchangeError | None = None
        self._traced = talk.wire.traced(self._label, shown)

    def begin(self) -> None:
        """Send it; what goes wrong is said to whoever awaits the reply."""
        try:
            self._first = self._sent(self._talk.line, self._query)
        except ExchangeError as error:
            self._first = error

    async def reply(self) -> Reply:
        """Return the reply; raises ExchangeError."""
        with self._traced as heard:
            reply = await self._reply(self._query, heard)
            if int(reply.message.rcode()) == _FORMERR:
                # Servers older than EDNS (RFC 6891 section 7): ask again without it.
                reply = await self._reply(self._query.without_edns(), heard)
            return reply

    async def _reply(self, query: Query, heard: Heard) -> Reply:
        waited = await self._waited(query, self._attempts)
        heard.raw = waited.answer.result()
        if queries.is_truncated(heard.raw):
            heard.raw = await self._over_tcp(query, heard.raw)
        elif waited.message is not None:
            return Reply(message=waited.message, wire=heard.raw, asked=self._talk.server)
        return queries.read(query, heard.raw, self._talk.server)

    async def _waited(self, query: Query, attempts: int) -> Waiting:
        try:
            return await self._once(query)
        except ExchangeError as error:
            if attempts <= 1 or error.code != "NET01_TIMED_OUT":
                raise
        return await self._waited(query, attempts - 1)

    async def _once(self, query: Query) -> Waiting:
        first, self._first = self._first, None
        if isinstance(first, ExchangeError):
            raise first
        if first is not None:
            return await self._answered(first)
        with Line(self._wire.guard, self._talk.endpoint) as line:
            return await self._answered(self._sent(line, query))

    def _sent(self, line: Line, query: Query) -> Waiting:
        wire = self._wire
        wire.spend_query(self._label)
        # Two attempts fit in the time a connection may take.
        until = line.loop.time() + wire.limits.connect_seconds / 2
        try:
            return line.put(query, min(wire.deadline, until))
        except OSError as error:
            raise from_os_error(error, self._label) from error

    async def _answered(self, waiting: Waiting) -> Waiting:
        try:
            await waiting.answer
        except OSError as error:
            if waiting.strays:
                raise ExchangeError("DNS02_STRAY_ANSWERS", server=self._label) from error
            raise from_os_error(error, self._label) from error
        return waiting

    async def _over_tcp(self, query: Query, truncated: bytes) -> bytes:
        wire = self._wire
        wire.spend_query(self._label)
        try:
            async with wire.bounded(self._label, wire.limits.connect_seconds):
                with await wire.guard.connect(self._talk.endpoint) as peer:
                    await asyncio.get_running_loop().sock_sendall(peer, frame(query.wire))
                    length = int.from_bytes(await _exactly(peer, 2), "big")
                    return await _exactly(peer, length)
        except ExchangeError as error:
            raise ExchangeError(
                "DNS02_TRUNCATED_WITHOUT_TCP", server=self._label, received=truncated
            ) from error


async def _exactly(peer: socket.socket, length: int) -> bytes:
    loop, received = asyncio.get_running_loop(), bytearray()
    while len(received) < length:
        piece = await loop.sock_recv(peer, length - len(received))
        if not piece:
            raise ConnectionResetError
        received += piece
    return bytes(received)
