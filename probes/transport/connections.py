"""Connections to web servers, opened through the guard and kept for the next question.

Each belongs to one address, port and server name; TLS was checked for that name when it began. The
bytes that come are read by aiohttp's parser, which bounds heads and takes chunks apart.
"""

import asyncio
import socket
import ssl
from contextlib import ExitStack
from dataclasses import dataclass

import aiohttp
from aiohttp import StreamReader
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import RawResponseMessage

from probes.options import ProbeOptions
from probes.transport import trust
from probes.transport.guard import Endpoint
from probes.transport.secured import Secured, shake_hands

_KEPT_SECONDS = 15.0
"""Servers close idle connections after a while; a younger one is most likely still open."""
_PLACES_KEPT = 200
_READ_AHEAD = 65_536
_FINAL = 200
_MOST_ANNOUNCEMENTS = 8
"""Answers below 200 only announce the one that counts (RFC 9110 section 15.2)."""


@dataclass(frozen=True)
class Place:
    """Where a connection leads: an admitted end, and for TLS the name its certificate bears."""

    endpoint: Endpoint
    server_name: str | None


@dataclass(frozen=True)
class Answer:
    """The head of an answer, and its body to be read."""

    head: RawResponseMessage
    body: StreamReader


class Meeting:
    """A look at a certificate, and those who wait to talk to its site afterwards."""

    def __init__(self, client: "Client", host: str) -> None:
        self.host = host
        self.connection: Connection | None = None
        self.guests = 0
        self.over = asyncio.Event()
        self._client = client

    def end(self, *, is_trusted: bool = False) -> None:
        """Leave the connection to a guest if chain and name hold, as a new one would be checked."""
        connection, self.connection = self.connection, None
        if connection is not None:
            if is_trusted and self.guests:
                self._client.keep(connection)
            else:
                connection.close()
        self._client.part(self)


class Connection:
    """One question at a time to one web server."""

    def __init__(self, place: Place, handler: ResponseHandler, now: float) -> None:
        self.place = place
        self.used_at = now
        self._handler = handler

    @property
    def is_fit(self) -> bool:
        """Whether another question may be asked: open, all read, and nothing said unasked."""
        return self._handler.is_connected() and not self._handler.should_close

    async def ask(self, request: bytes) -> Answer:
        """Send a request and return the final answer's head; raises ClientError or OSError."""
        handler = self._handler
        if handler.transport is None:
            raise aiohttp.ServerDisconnectedError
        handler.set_response_params(
            read_until_eof=True, auto_decompress=False, read_bufsize=_READ_AHEAD
        )
        handler.transport.write(request)
        for _ in range(_MOST_ANNOUNCEMENTS):
            head, body = await self._read()
            if head.code >= _FINAL:
                return Answer(head, body)
        self.close()
        raise aiohttp.ServerDisconnectedError

    async def _read(self) -> tuple[RawResponseMessage, StreamReader]:
        with ExitStack() as undo:
            undo.callback(self.close)
            answer = await self._handler.read()
            undo.pop_all()
        return answer

    @property
    def tls(self) -> ssl.SSLSocket | None:
        """The TLS that it goes through."""
        transport = self._handler.transport
        return transport.get_extra_info("ssl_object") if transport else None

    def close(self) -> None:
        """Close it, without waiting for the peer's goodbye."""
        self._handler.abort()


class Client:
    """The connections of one sitting."""

    def __init__(self, options: ProbeOptions) -> None:
        self._options = options
        self._kept: dict[Place, list[Connection]] = {}
        self._meetings: dict[str | None, Meeting] = {}

    def take(self, place: Place) -> Connection | None:
        """Return a kept connection that is fit for another question, if there is one."""
        kept = self._kept.get(place)
        while kept:
            connection = kept.pop()
            if connection.is_fit and _now() - connection.used_at < _KEPT_SECONDS:
                return connection
            connection.close()
        return None

    async def take_over(self, place: Place) -> Connection | None:
        """Return a kept connection, or the one by which a certificate is looked at just now."""
        if (meeting := self._meetings.get(place.server_name)) is not None:
            meeting.guests += 1
            await meeting.over.wait()
        return self.take(place)

    def meet(self, host: str) -> "Meeting":
        """Say that the certificate of a site is being looked at: whoever wants its page waits."""
        meeting = Meeting(self, host)
        self._meetings.setdefault(host, meeting)
        return meeting

    def part(self, meeting: "Meeting") -> None:
        """End a meeting: nobody waits any longer."""
        if self._meetings.get(meeting.host) is meeting:
            del self._meetings[meeting.host]
        meeting.over.set()

    async def begin(
        self, place: Place, peer: socket.socket, context: ssl.SSLContext | None = None
    ) -> Connection:
        """Begin to talk on a socket that the guard connected; raises SSLError and OSError.

        TLS is checked against the authorities we believe, or as the context says that is given.
        """
        loop = asyncio.get_running_loop()
        handler = ResponseHandler(loop)
        if place.server_name:
            context = context or trust.client_context(self._options)
            Secured(await shake_hands(peer, context, place.server_name), handler)
        else:
            with ExitStack() as undo:
                undo.callback(peer.close)
                await loop.create_connection(lambda: handler, sock=peer)
                undo.pop_all()
        return Connection(place, handler, _now())

    def keep(self, connection: Connection) -> None:
        """Keep a connection for the next question, unless it is not fit for one."""
        if not connection.is_fit:
            connection.close()
            return
        connection.used_at = _now()
        at_place = self._kept.pop(connection.place, [])
        self._kept[connection.place] = [*at_place, connection]
        while len(self._kept) > _PLACES_KEPT:
            # The place that was used longest ago comes first: thousands of sites are asked once.
            for left in self._kept.pop(next(iter(self._kept))):
                left.close()

    async def aclose(self) -> None:
        """Close every kept connection."""
        for kept in self._kept.values():
            for connection in kept:
                connection.close()
        self._kept.clear()


def _now() -> float:
    return asyncio.get_running_loop().time()
