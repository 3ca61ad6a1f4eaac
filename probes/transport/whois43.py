"""One WHOIS question on port 43 (RFC 3912): a line in, text out, until the server closes."""

import asyncio
import socket
from dataclasses import dataclass

from probes.interface import LookupState
from probes.transport.faults import ExchangeError
from probes.transport.guard import Endpoint
from probes.transport.resolver import Resolver
from probes.transport.wire import Heard, Wire

_PIECE = 8_192
_ADDRESSES_TRIED = 3


@dataclass(frozen=True, kw_only=True)
class WhoisText:
    """What a WHOIS server sent, and at which address it was asked."""

    server: str
    raw: bytes


async def ask(wire: Wire, resolver: Resolver, host: str, line: str) -> WhoisText:
    """Ask one server one line; raises ExchangeError with the bytes received so far."""
    fault: ExchangeError | None = None
    for endpoint in (await resolver.endpoints(host, 43))[:_ADDRESSES_TRIED]:
        label = f"{host} [{endpoint.address}]"
        try:
            with wire.traced(label, line) as heard:
                await _converse(wire, endpoint, (label, line), heard)
            return WhoisText(server=label, raw=heard.raw)
        except ExchangeError as error:
            fault = error
            if error.received:
                break
    raise fault or ExchangeError("NET01_CONNECTION_LOST", server=host)


async def _converse(wire: Wire, endpoint: Endpoint, said: tuple[str, str], heard: Heard) -> None:
    label, line = said
    try:
        async with wire.bounded(label, wire.limits.connect_seconds) as bound:
            with await wire.guard.connect(endpoint) as peer:
                bound.reschedule(wire.deadline)
                loop = asyncio.get_running_loop()
                await loop.sock_sendall(peer, f"{line}\r\n".encode("ascii"))
                await _read_all(peer, heard, wire.limits.whois_bytes, label)
    except ExchangeError as error:
        error.received = heard.raw
        raise


async def _read_all(peer: socket.socket, heard: Heard, limit: int, label: str) -> None:
    loop, received = asyncio.get_running_loop(), bytearray()
    try:
        while len(received) < limit and (piece := await loop.sock_recv(peer, _PIECE)):
            received += piece
    finally:
        heard.raw = bytes(received[:limit])
    if len(received) >= limit:
        raise ExchangeError(
            "NET01_TOO_LARGE",
            state=LookupState.UNPARSEABLE,
            server=label,
            limit=str(limit // 1024),
        )
