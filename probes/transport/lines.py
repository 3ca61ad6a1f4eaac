"""A socket to one name server, for the few questions that are put to it about one name.

Its port is drawn by the system for this line alone, and every question has a random id of its own,
so that whoever wants to forge an answer has both to guess (RFC 5452). The socket is connected: the
system drops datagrams of other hosts.
"""

import asyncio
import socket
from typing import Self

from probes.transport import messages, queries
from probes.transport.guard import Endpoint, Guard
from probes.transport.queries import Query

_STRAY_DATAGRAMS = 32
_UDP_BYTES = 65_535


class Waiting:
    """A question that was sent, until its answer comes."""

    __slots__ = ("answer", "message", "query", "strays", "until")

    def __init__(self, query: Query, until: float, answer: "asyncio.Future[bytes]") -> None:
        self.query = query
        self.until = until
        self.answer = answer
        self.message: messages.Message | None = None
        """What the answer says, where it is one of the usual ones."""
        self.strays = 0
        """How many datagrams came meanwhile that answer nothing."""

    def takes(self, received: bytes) -> bool:
        """Tell whether a datagram is the answer, and keep it if so."""
        self.message = messages.read(received, self.query.wire)
        if self.message is None and not queries.is_for(self.query, received):
            return False
        self.answer.set_result(received)
        return True

    def fail(self, error: OSError) -> None:
        """Wait no longer."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Line:
    """A way to one server; opened by the first question, closed at the end of the block."""

    def __init__(self, guard: Guard, endpoint: Endpoint) -> None:
        self._guard = guard
        self._endpoint = endpoint
        self._peer: socket.socket | None = None
        self._number = -1
        self._waiting: list[Waiting] = []
        self.loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Self:
        """Open nothing yet."""
        return self

    def __exit__(self, *how: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close it; whoever still waits is told so by being cancelled."""
        if self._timer is not None:
            self._timer.cancel()
        for waiting in self._waiting:
            waiting.answer.cancel()
        if self._peer is not None:
            self.loop.remove_reader(self._number)
            self._peer.close()

    def put(self, query: Query, until: float) -> Waiting:
        """Send a question and wait for its answer until then; raises OSError and ExchangeError."""
        peer = self._peer or self._open()
        peer.send(query.wire)
        waiting = Waiting(query, until, self.loop.create_future())
        self._waiting.append(waiting)
        if self._timer is None:
            self._timer = self.loop.call_at(until, self._give_up)
        return waiting

    def _open(self) -> socket.socket:
        peer = self._peer = self._guard.connect_datagrams(self._endpoint)
        # Given the socket itself, the selector makes a text of it each time.
        self._number = peer.fileno()
        self.loop.add_reader(self._number, self._receive, peer)
        return peer

    def _receive(self, peer: socket.socket) -> None:
        try:
            received = peer.recv(_UDP_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            self._fail(error)
            return
        for place, waiting in enumerate(self._waiting):
            if not waiting.answer.done() and waiting.takes(received):
                del self._waiting[place]
                return
        self._count_stray()

    def _count_stray(self) -> None:
        for waiting in self._waiting:
            waiting.strays += 1
            if waiting.strays > _STRAY_DATAGRAMS:
                waiting.fail(TimeoutError())

    def _fail(self, error: OSError) -> None:
        for waiting in self._waiting:
            waiting.fail(error)
        self._waiting.clear()

    def _give_up(self) -> None:
        self._timer, now = None, self.loop.time()
        late = [waiting for waiting in self._waiting if waiting.until <= now]
        self._waiting = [waiting for waiting in self._waiting if waiting.until > now]
        for waiting in late:
            waiting.fail(TimeoutError())
        if self._waiting:
            until = min(waiting.until for waiting in self._waiting)
            self._timer = self.loop.call_at(until, self._give_up)
