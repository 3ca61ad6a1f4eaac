"""A wire with a distance: everything that goes to the universe comes there late, and so back.

A connection is established one round trip after it was opened: what is said before is held back.
Round trips are counted as what the asker had to wait for one after another: a question is one trip
further than the last answer that had come before it was put.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_IP_PKTINFO = 8  # of Linux; the socket module has no name for it
_PKTINFO = struct.Struct("=I4s4s")
_DATAGRAM = 65_535
_PIECE = 65_536


@dataclass(kw_only=True)
class Relay:
    """Delays in both directions, and counts."""

    round_trip: float
    trips: int = 0
    """The longest row of round trips, each begun after the one before it had ended."""
    ports: dict[int, int] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def began(self) -> int:
        """Return the number of the round trip that begins now."""
        return self.trips + 1

    def ended(self, trip: int) -> None:
        """Note that the answer of a round trip has come."""
        self.trips = max(self.trips, trip)

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """Do something after a while."""
        asyncio.get_running_loop().call_later(seconds, act)


@asynccontextmanager
async def relayed(round_trip: float, ports: Mapping[int, int]) -> AsyncIterator[Relay]:
    """Open the wire; `ports` are the well-known ones and where they are really served."""
    relay = Relay(round_trip=round_trip)
    servers, datagrams = [], []
    for well_known, real in ports.items():
        stream = await asyncio.start_server(_speaking(relay, real), "0.0.0.0")
        port: int = stream.sockets[0].getsockname()[1]
        servers.append(stream)
        relay.ports[well_known] = port
        if well_known == 53:
            datagrams.append(_Datagrams(relay, port, real))
    try:
        yield relay
    finally:
        for server in servers:
            server.close()
        for each in datagrams:
            each.close()
        for task in relay._tasks:
            task.cancel()
        await asyncio.gather(*relay._tasks, return_exceptions=True)


Speaking = Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]


def _speaking(relay: Relay, real: int) -> Speaking:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        relay._tasks.add(task)
        try:
            await _carry(relay, (reader, writer), real)
        except (OSError, asyncio.CancelledError):
            return
        finally:
            writer.transport.abort()
            relay._tasks.discard(task)

    return speak


async def _carry(
    relay: Relay, asker: tuple[asyncio.StreamReader, asyncio.StreamWriter], real: int
) -> None:
    reader, writer = asker
    address = writer.get_extra_info("sockname")[0]
    loop = asyncio.get_running_loop()
    established, trip = loop.time() + relay.round_trip, relay.began()
    relay.later(relay.round_trip, lambda: relay.ended(trip))
    far_reader, far_writer = await asyncio.open_connection(address, real)
    current = [trip]

    async def there() -> None:
        while piece := await reader.read(_PIECE):
            current[0] = max(trip, relay.trips) + 1
            wait = max(0.0, established - loop.time()) + relay.round_trip / 2
            relay.later(wait, lambda piece=piece: _write(far_writer, piece))

    async def back() -> None:
        while piece := await far_reader.read(_PIECE):
            number = current[0]
            relay.later(relay.round_trip / 2, lambda piece=piece: _write(writer, piece))
            relay.later(relay.round_trip / 2, lambda number=number: relay.ended(number))
        relay.later(relay.round_trip / 2, writer.close)

    try:
        await asyncio.gather(there(), back())
    finally:
        far_writer.transport.abort()


def _write(writer: asyncio.StreamWriter, piece: bytes) -> None:
    if not writer.is_closing():
        writer.write(piece)


class _Datagrams:
    """One socket for every address; each question goes on from a socket of its own."""

    def __init__(self, relay: Relay, port: int, real: int) -> None:
        self._relay, self._real = relay, real
        self._bound = socket.socket(type=socket.SOCK_DGRAM)
        self._bound.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
        self._bound.bind(("0.0.0.0", port))
        self._bound.setblocking(False)
        asyncio.get_running_loop().add_reader(self._bound, self._hear)

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._bound)
        self._bound.close()

    def _hear(self) -> None:
        query, notes, _, asker = self._bound.recvmsg(_DATAGRAM, 256)
        _, _, packed = _PKTINFO.unpack_from(notes[0][2])
        address, trip = socket.inet_ntoa(packed), self._relay.began()
        there = socket.socket(type=socket.SOCK_DGRAM)
        there.setblocking(False)
        there.connect((address, self._real))

        def answered() -> None:
            asyncio.get_running_loop().remove_reader(there)
            with there:
                try:
                    answer = there.recv(_DATAGRAM)
                except OSError:
                    return
            self._relay.later(
                self._relay.round_trip / 2, lambda: self._give(answer, packed, asker, trip)
            )

        asyncio.get_running_loop().add_reader(there, answered)
        self._relay.later(self._relay.round_trip / 2, lambda: there.send(query))

    def _give(self, answer: bytes, packed: bytes, asker: object, trip: int) -> None:
        self._relay.ended(trip)
        source = (socket.IPPROTO_IP, _IP_PKTINFO, _PKTINFO.pack(0, packed, b"\0" * 4))
        self._bound.sendmsg([answer], [source], 0, asker)  # type: ignore[arg-type]
