"""RDAP servers of many registries in one process, told apart by the host they are asked as.

Each counts how often it is asked in any window of its own, by its own clock. One that is asked too
often says so (429) where it was told to, and counts it in either case. Asked for `/tally`, a server
says what it has counted.
"""

import asyncio
import json
import socket
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

_ANSWER = Path(__file__).parents[1] / "probes" / "parse" / "records" / "rdap" / "company.json"
TALLY = b"/tally"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What a registry allows, and how it behaves."""

    questions: int
    seconds: float
    refuses: bool = False
    """Whether it says 429 when it is asked too often."""
    retry_after: str = "1"
    is_dead: bool = False
    """Whether it takes connections and says nothing."""
    always_refuses: int = 0
    """How many questions it refuses whatever the rate, from the first on."""


@dataclass(kw_only=True)
class Tally:
    """What a registry has counted."""

    asked: int = 0
    over: int = 0
    """Questions that came while the window before them was full."""
    refused: int = 0
    names: dict[str, int] = field(default_factory=dict)
    """How often each name was answered."""


def serve(listening: socket.socket, limits: dict[str, Limit], delay: float) -> None:
    """Answer for ever, each question `delay` seconds after it came."""
    asyncio.run(_serve(listening, limits, delay))


async def _serve(listening: socket.socket, limits: dict[str, Limit], delay: float) -> None:
    registries = {host: _Registry(limit=limit) for host, limit in limits.items()}
    server = await asyncio.get_running_loop().create_server(
        partial(_Talk, registries, delay), sock=listening, backlog=1_024
    )
    await server.serve_forever()


@dataclass(kw_only=True)
class _Registry:
    limit: Limit
    tally: Tally = field(default_factory=Tally)
    window: deque[float] = field(default_factory=deque)

    def answer(self, name: str) -> bytes | None:
        """Count a question, and return what is said to it; None for nothing."""
        now, limit, tally = time.monotonic(), self.limit, self.tally
        while self.window and self.window[0] <= now - limit.seconds:
            self.window.popleft()
        is_over = len(self.window) >= limit.questions
        self.window.append(now)
        tally.asked += 1
        tally.over += is_over
        if limit.is_dead:
            return None
        if (is_over and limit.refuses) or tally.refused < limit.always_refuses:
            tally.refused += 1
            return _said(
                429, b"", f"Retry-After: {limit.retry_after}\r\n" if limit.retry_after else ""
            )
        tally.names[name] = tally.names.get(name, 0) + 1
        return _said(200, _BODY.replace(_ITS_NAME, name.encode()))


_BODY = _ANSWER.read_bytes()
_ITS_NAME = json.loads(_BODY)["ldhName"].encode()


def _said(status: int, body: bytes, more: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {status} -\r\nContent-Type: application/rdap+json\r\n"
        f"{more}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Talk(asyncio.Protocol):
    def __init__(self, registries: dict[str, _Registry], delay: float) -> None:
        self._registries, self._delay = registries, delay
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            self._hear(head.decode())

    def _hear(self, head: str) -> None:
        path = head.split(" ", 2)[1]
        host = next(line[6:] for line in head.split("\r\n") if line.startswith("Host: "))
        registry = self._registries[host]
        if path.encode() == TALLY:
            self._transport.write(_said(200, json.dumps(asdict(registry.tally)).encode()))
            return
        answer = registry.answer(path.rpartition("/")[2])
        if answer is not None:
            asyncio.get_running_loop().call_later(self._delay, self._transport.write, answer)
