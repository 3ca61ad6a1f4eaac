"""An RDAP server that answers every name alike over kept connections, late if asked to."""

import asyncio
import json
import socket
import ssl
from functools import partial
from pathlib import Path

_ANSWER = Path(__file__).parents[1] / "probes" / "parse" / "records" / "rdap" / "company.json"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rdap+json\r\nContent-Length: %d\r\n\r\n"


def serve(listening: socket.socket, delay: float, tls: ssl.SSLContext | None = None) -> None:
    """Answer each request `delay` seconds after it came, for ever."""
    asyncio.run(_serve(listening, delay, tls))


async def _serve(listening: socket.socket, delay: float, tls: ssl.SSLContext | None) -> None:
    body = _ANSWER.read_bytes()
    its_name = json.loads(body)["ldhName"].encode()
    server = await asyncio.get_running_loop().create_server(
        partial(_Talk, body, its_name, delay), sock=listening, backlog=1_024, ssl=tls
    )
    await server.serve_forever()


class _Talk(asyncio.Protocol):
    def __init__(self, body: bytes, its_name: bytes, delay: float) -> None:
        self._body, self._its_name, self._delay = body, its_name, delay
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            name = head.split(b" ", 2)[1].rpartition(b"/")[2]
            body = self._body.replace(self._its_name, name)
            answer = _HEAD % len(body) + body
            if self._delay:
                loop = asyncio.get_running_loop()
                loop.call_later(self._delay, self._transport.write, answer)
            else:
                self._transport.write(answer)
