"""A name server on UDP and TCP, in its honest and hostile modes."""

import asyncio
import struct
from collections.abc import Mapping, Sequence
from typing import ClassVar, cast

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import dns.zone

from tests.universe.binding import DNS, Sockets
from tests.universe.errors import UniverseError
from tests.universe.modes import Mode
from tests.universe.servers import names
from tests.universe.servers.peer import Peer
from tests.universe.servers.placing import with_records
from tests.universe.servers.streams import StreamServer, misbehave
from tests.universe.world.signing import Key

# RFC 1035 without EDNS; dnspython gives the size the client asks for with EDNS.
SMALLEST_PAYLOAD = 512
LARGEST_MESSAGE = 65_535
TRUNCATING = {Mode.TRUNCATED, Mode.TRUNCATED_WITHOUT_TCP}


class DnsServer(Peer):
    """An authoritative server for a few zones."""

    modes: ClassVar[frozenset[Mode]] = frozenset(
        {
            Mode.HONEST, Mode.SILENT, Mode.REFUSED, Mode.LAME, Mode.WRONG_ID, Mode.WRONG_QUESTION,
            Mode.TRUNCATED, Mode.TRUNCATED_WITHOUT_TCP, Mode.CNAME_LOOP,
        }
    )  # fmt: skip

    services: ClassVar[tuple[int, ...]] = (DNS,)

    def __init__(
        self,
        host: str,
        address: str,
        zones: Sequence[dns.zone.Zone],
        keys: Mapping[str, Key] | None = None,
    ) -> None:
        super().__init__(host, address)
        self._zones = self._first = tuple(zones)
        self._keys = keys or {}
        self._streams = StreamServer(self._converse)
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self, sockets: Sockets) -> None:
        """Answer over UDP and TCP."""
        await self._streams.start(sockets.stream(DNS, self.address))
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Datagrams(self), sock=sockets.datagram(DNS, self.address)
        )

    async def stop(self) -> None:
        """Close both."""
        if self._transport is not None:
            self._transport.close()
        await self._streams.stop()

    def calm(self) -> None:
        """Be honest again, with the zones of the beginning."""
        super().calm()
        self._zones = self._first

    def speaks_for(self, owner: dns.name.Name) -> bool:
        """Say whether a name is in one of its zones."""
        return names.closest(self._zones, owner) is not None

    def place(self, owner: dns.name.Name, kind: str, texts: tuple[str, ...]) -> None:
        """Serve these records of a kind under a name from now on; none takes them away."""
        zone = names.closest(self._zones, owner)
        if zone is None or zone.origin is None:
            raise UniverseError(f"{self.host} has no zone for {owner}.")
        key = self._keys.get(zone.origin.to_text(omit_final_dot=True))
        changed = with_records(zone, owner, kind, texts, key)
        self._zones = tuple(changed if each is zone else each for each in self._zones)

    def answer(self, wire: bytes, *, over_udp: bool) -> bytes | None:
        """Return the answer to one message; None is silence."""
        query = _read(wire)
        if query is None:
            return None
        question = query.question[0]
        self.asked.append(f"{question.name} {dns.rdatatype.to_text(question.rdtype)}")
        if self.mode is Mode.SILENT:
            return None
        if over_udp and self.mode in TRUNCATING:
            return _cut(query)
        response = _RESPONSES.get(self.mode, names.answer)(self._zones, query)
        return _wire(response, query, over_udp=over_udp)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode is Mode.TRUNCATED_WITHOUT_TCP:
            await misbehave(writer, Mode.RESET)
            return
        while head := await reader.readexactly(2):
            wire = await reader.readexactly(struct.unpack("!H", head)[0])
            response = self.answer(wire, over_udp=False)
            if response is None:
                await misbehave(writer, Mode.SILENT)
                return
            writer.write(struct.pack("!H", len(response)) + response)
            await writer.drain()


class _Datagrams(asyncio.DatagramProtocol):
    """UDP: one question, one answer."""

    def __init__(self, server: DnsServer) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        response = self._server.answer(data, over_udp=True)
        if response is not None:
            self._transport.sendto(response, addr)


def _read(wire: bytes) -> dns.message.Message | None:
    try:
        query = dns.message.from_wire(wire)
    except dns.exception.DNSException:
        return None
    return query if query.question else None


def _wire(response: dns.message.Message, query: dns.message.Message, *, over_udp: bool) -> bytes:
    if not over_udp:
        return response.to_wire(max_size=LARGEST_MESSAGE)
    try:
        return response.to_wire(max_size=max(query.payload, SMALLEST_PAYLOAD))
    except dns.exception.TooBig:
        return _cut(query)


def _cut(query: dns.message.Message) -> bytes:
    response = dns.message.make_response(query)
    response.flags |= dns.flags.TC | dns.flags.AA
    return response.to_wire()


def _refused(_: Sequence[dns.zone.Zone], query: dns.message.Message) -> dns.message.Message:
    response = dns.message.make_response(query)
    response.set_rcode(dns.rcode.REFUSED)
    return response


def _lame(_: Sequence[dns.zone.Zone], query: dns.message.Message) -> dns.message.Message:
    """Refer upwards to the root, as name servers did that know nothing of the zone."""
    response = dns.message.make_response(query)
    upward = dns.rrset.from_text(".", 86_400, "IN", "NS", "a.root-servers.example.")
    response.authority.append(upward)
    return response


def _wrong_id(zones: Sequence[dns.zone.Zone], query: dns.message.Message) -> dns.message.Message:
    response = names.answer(zones, query)
    response.id = (query.id + 1) % 65_536
    return response


def _wrong_question(
    zones: Sequence[dns.zone.Zone], query: dns.message.Message
) -> dns.message.Message:
    asked = query.question[0]
    other = dns.message.make_query(
        dns.name.from_text("autre-question.example"), asked.rdtype, id=query.id
    )
    response = names.answer(zones, other)
    response.set_rcode(dns.rcode.NOERROR)
    response.flags |= dns.flags.AA
    return response


def _cname_loop(_: Sequence[dns.zone.Zone], query: dns.message.Message) -> dns.message.Message:
    name = query.question[0].name
    first = name.labels[0] == b"boucle"
    target = name.parent() if first else dns.name.Name((b"boucle", *name.labels))
    response = dns.message.make_response(query)
    response.flags |= dns.flags.AA
    response.answer.append(dns.rrset.from_text(name, 60, "IN", "CNAME", str(target)))
    return response


_RESPONSES = {
    Mode.REFUSED: _refused,
    Mode.LAME: _lame,
    Mode.WRONG_ID: _wrong_id,
    Mode.WRONG_QUESTION: _wrong_question,
    Mode.CNAME_LOOP: _cname_loop,
}
