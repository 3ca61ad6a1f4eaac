"""One DNS question to one server: UDP first, TCP when the answer is truncated.

Each question goes from a port of its own with a random id. Datagrams that do not answer it (other
id, other name) are dropped, as RFC 5452 asks; the socket is connected, so the system drops those of
other hosts.
"""

import asyncio
import secrets
import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype

from probes.interface import LookupState
from probes.transport import messages
from probes.transport.faults import ExchangeError, from_os_error
from probes.transport.guard import Endpoint
from probes.transport.messages import AnyMessage
from probes.transport.wire import Wire

# 1232 bytes fit every path without fragments (DNS flag day 2020).
_EDNS_BYTES = 1232
_STRAY_DATAGRAMS = 32
_UDP_BYTES = 65_535


@dataclass(frozen=True, kw_only=True)
class NameServer:
    """A name server at one of its addresses."""

    name: str
    address: str

    @property
    def label(self) -> str:
        """How the server is shown: `ns1.example [192.0.2.1]`."""
        return f"{self.name} [{self.address}]"


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question as it is sent: `wire` is made once, with a random id."""

    question: bytes
    signed: bool = False
    edns: bool = True
    id: int = field(default_factory=lambda: secrets.randbits(16))

    @cached_property
    def wire(self) -> bytes:
        """The message."""
        payload = _EDNS_BYTES if self.edns else 0
        return messages.write(self.id, self.question, payload=payload, signed=self.signed)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer that matches its question."""

    message: AnyMessage
    wire: bytes
    asked: NameServer

    @property
    def rcode(self) -> dns.rcode.Rcode:
        """The response code."""
        return self.message.rcode()

    @property
    def authoritative(self) -> bool:
        """Whether the server says that it speaks for the zone."""
        return bool(self.message.flags & dns.flags.AA)


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
    question = f"{messages.text_of(name.labels)} {kind.name}"
    with wire.traced(server.label, question) as heard:
        endpoint = wire.guard.admit(server.address, 53)
        query = Query(question=messages.question_of(name, kind), signed=signed)
        talk = _Conversation(wire=wire, server=server, endpoint=endpoint, query=query)
        heard.raw = await talk.hold(attempts)
        reply = _read(query, heard.raw, server)
        if reply.rcode == dns.rcode.FORMERR:
            # Servers older than EDNS (RFC 6891 section 7): ask again without it.
            query = replace(query, edns=False)
            heard.raw = await replace(talk, query=query).hold(attempts)
            reply = _read(query, heard.raw, server)
        return reply


def frame(wire_message: bytes) -> bytes:
    """Put the two-byte length before a message, as over TCP (RFC 1035 section 4.2.2)."""
    return len(wire_message).to_bytes(2, "big") + wire_message


@dataclass(frozen=True, kw_only=True)
class _Conversation:
    wire: Wire
    server: NameServer
    endpoint: Endpoint
    query: Query

    async def hold(self, attempts: int) -> bytes:
        received = await self._over_udp_again(attempts)
        return await self._over_tcp(received) if _is_truncated(received) else received

    async def _over_udp_again(self, attempts: int) -> bytes:
        for _ in range(attempts - 1):
            try:
                return await self._over_udp()
            except ExchangeError as error:
                if error.code != "NET01_TIMED_OUT":
                    raise
        return await self._over_udp()

    async def _over_udp(self) -> bytes:
        label = self.server.label
        self.wire.spend_query(label)
        loop = asyncio.get_running_loop()
        # Two attempts fit in the time a connection may take.
        until = min(self.wire.deadline, loop.time() + self.wire.limits.connect_seconds / 2)
        strays = 0

        def is_ours(received: bytes) -> bool:
            nonlocal strays
            strays += 1
            return strays > _STRAY_DATAGRAMS or _answers(self.query, received)

        try:
            with self.wire.guard.connect_datagrams(self.endpoint) as peer:
                peer.send(self.query.wire)
                received = await _first(peer, is_ours, until)
        except OSError as error:
            if not strays:
                raise from_os_error(error, label) from error
        else:
            if strays <= _STRAY_DATAGRAMS:
                return received
        raise ExchangeError("DNS02_STRAY_ANSWERS", server=label)

    async def _over_tcp(self, truncated: bytes) -> bytes:
        self.wire.spend_query(self.server.label)
        try:
            async with self._bounded():
                with await self.wire.guard.connect(self.endpoint) as peer:
                    await asyncio.get_running_loop().sock_sendall(peer, frame(self.query.wire))
                    length = int.from_bytes(await _exactly(peer, 2), "big")
                    return await _exactly(peer, length)
        except ExchangeError as error:
            raise ExchangeError(
                "DNS02_TRUNCATED_WITHOUT_TCP", server=self.server.label, received=truncated
            ) from error

    def _bounded(self) -> AbstractAsyncContextManager[asyncio.Timeout]:
        return self.wire.bounded(self.server.label, self.wire.limits.connect_seconds)


async def _first(peer: socket.socket, is_ours: Callable[[bytes], bool], until: float) -> bytes:
    """Wait for the first datagram that is ours; raises OSError, TimeoutError at the latest then."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[bytes] = loop.create_future()

    def receive() -> None:
        try:
            received = peer.recv(_UDP_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            if not heard.done():
                heard.set_exception(error)
            return
        if not heard.done() and is_ours(received):
            heard.set_result(received)

    def give_up() -> None:
        if not heard.done():
            heard.set_exception(TimeoutError())

    timer = loop.call_at(until, give_up)
    number = peer.fileno()  # given the socket itself, the selector makes a text of it each time
    loop.add_reader(number, receive)
    try:
        return await heard
    finally:
        loop.remove_reader(number)
        timer.cancel()


async def _exactly(peer: socket.socket, length: int) -> bytes:
    loop, received = asyncio.get_running_loop(), bytearray()
    while len(received) < length:
        piece = await loop.sock_recv(peer, length - len(received))
        if not piece:
            raise ConnectionResetError
        received += piece
    return bytes(received)


def _answers(query: Query, received: bytes) -> bool:
    """Tell whether a datagram is for us; one that has our id but cannot be read is kept."""
    if received[:2] != query.wire[:2]:
        return False
    if messages.read(received, query.wire) is not None:
        return True
    try:
        return _as_dnspython_has_it(query).is_response(dns.message.from_wire(received))
    except dns.exception.DNSException:
        return True


def _is_truncated(received: bytes) -> bool:
    return len(received) > 2 and bool(received[2] & 0x02)  # noqa: PLR2004 - RFC 1035 section 4.1.1


def _as_dnspython_has_it(query: Query) -> dns.message.Message:
    return dns.message.from_wire(query.wire)


def _read(query: Query, received: bytes, server: NameServer) -> Reply:
    message = messages.read(received, query.wire) or _read_unusual(query, received, server)
    return Reply(message=message, wire=received, asked=server)


def _read_unusual(query: Query, received: bytes, server: NameServer) -> dns.message.Message:
    try:
        reply = dns.message.from_wire(received)
    except dns.exception.DNSException as error:
        raise ExchangeError(
            "DNS02_MALFORMED",
            state=LookupState.UNPARSEABLE,
            server=server.label,
            received=received,
        ) from error
    if not _as_dnspython_has_it(query).is_response(reply):
        raise ExchangeError("DNS02_STRAY_ANSWERS", server=server.label, received=received)
    # An address or a server of another class than the Internet's is none of ours, and has other
    # members.
    for records in reply.sections:
        records[:] = [item for item in records if item.rdclass == dns.rdataclass.IN]
    return reply
