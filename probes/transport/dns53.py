"""One DNS question to one server: UDP first, TCP when the answer is truncated.

Datagrams that do not answer our question (other id, other name) are dropped, as RFC 5452 asks;
the socket is connected, so the system drops those of other hosts.
"""

import asyncio
import socket
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype

from probes.interface import LookupState
from probes.transport.faults import ExchangeError
from probes.transport.guard import Endpoint
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
class Reply:
    """An answer that matches its question."""

    message: dns.message.Message
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
    question = f"{name.to_text()} {kind.name}"
    with wire.traced(server.label, question) as heard:
        endpoint = wire.guard.admit(server.address, 53)
        query = _query(name, kind, signed=signed)
        talk = _Conversation(wire=wire, server=server, endpoint=endpoint, query=query)
        heard.raw = await talk.hold(attempts)
        reply = _read(query, heard.raw, server)
        if reply.rcode == dns.rcode.FORMERR:
            # Servers older than EDNS (RFC 6891 section 7): ask again without it.
            query.use_edns(False)
            heard.raw = await talk.hold(attempts)
            reply = _read(query, heard.raw, server)
        return reply


def frame(wire_message: bytes) -> bytes:
    """Put the two-byte length before a message, as over TCP (RFC 1035 section 4.2.2)."""
    return len(wire_message).to_bytes(2, "big") + wire_message


def _query(
    name: dns.name.Name, kind: dns.rdatatype.RdataType, *, signed: bool
) -> dns.message.QueryMessage:
    query = dns.message.make_query(name, kind, use_edns=0, payload=_EDNS_BYTES, want_dnssec=signed)
    query.flags &= ~dns.flags.RD
    return query


@dataclass(frozen=True, kw_only=True)
class _Conversation:
    wire: Wire
    server: NameServer
    endpoint: Endpoint
    query: dns.message.QueryMessage

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
        self.wire.spend_query(self.server.label)
        loop = asyncio.get_running_loop()
        strays = 0
        try:
            # Two attempts fit in the time a connection may take.
            async with self._bounded(0.5):
                with await self.wire.guard.connect(self.endpoint, socket.SOCK_DGRAM) as peer:
                    await loop.sock_sendall(peer, self.query.to_wire())
                    while strays < _STRAY_DATAGRAMS:
                        received = await loop.sock_recv(peer, _UDP_BYTES)
                        if _answers(self.query, received):
                            return received
                        strays += 1
        except ExchangeError:
            if not strays:
                raise
        raise ExchangeError("DNS02_STRAY_ANSWERS", server=self.server.label)

    async def _over_tcp(self, truncated: bytes) -> bytes:
        self.wire.spend_query(self.server.label)
        try:
            async with self._bounded(1):
                with await self.wire.guard.connect(self.endpoint) as peer:
                    await asyncio.get_running_loop().sock_sendall(peer, frame(self.query.to_wire()))
                    length = int.from_bytes(await _exactly(peer, 2), "big")
                    return await _exactly(peer, length)
        except ExchangeError as error:
            raise ExchangeError(
                "DNS02_TRUNCATED_WITHOUT_TCP", server=self.server.label, received=truncated
            ) from error

    def _bounded(self, share: float) -> AbstractAsyncContextManager[asyncio.Timeout]:
        return self.wire.bounded(self.server.label, self.wire.limits.connect_seconds * share)


async def _exactly(peer: socket.socket, length: int) -> bytes:
    loop, received = asyncio.get_running_loop(), bytearray()
    while len(received) < length:
        piece = await loop.sock_recv(peer, length - len(received))
        if not piece:
            raise ConnectionResetError
        received += piece
    return bytes(received)


def _answers(query: dns.message.QueryMessage, received: bytes) -> bool:
    """Tell whether a datagram is for us; one that has our id but cannot be read is kept."""
    if received[:2] != query.id.to_bytes(2, "big"):
        return False
    try:
        return query.is_response(dns.message.from_wire(received))
    except dns.exception.DNSException:
        return True


def _is_truncated(received: bytes) -> bool:
    return len(received) > 2 and bool(received[2] & 0x02)  # noqa: PLR2004 - RFC 1035 section 4.1.1


def _read(query: dns.message.QueryMessage, received: bytes, server: NameServer) -> Reply:
    try:
        reply = dns.message.from_wire(received)
    except dns.exception.DNSException as error:
        raise ExchangeError(
            "DNS02_MALFORMED",
            state=LookupState.UNPARSEABLE,
            server=server.label,
            received=received,
        ) from error
    if not query.is_response(reply):
        raise ExchangeError("DNS02_STRAY_ANSWERS", server=server.label, received=received)
    # An address or a server of another class than the Internet's is none of ours, and has other
    # members.
    for records in reply.sections:
        records[:] = [item for item in records if item.rdclass == dns.rdataclass.IN]
    return Reply(message=reply, wire=received, asked=server)
