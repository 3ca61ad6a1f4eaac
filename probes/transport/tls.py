"""One TLS handshake that takes whatever certificate the site shows; judging it is not done here.

The context holds no authority at all: with authorities loaded, OpenSSL would verify the chain and
throw the result away, at the price of the whole handshake again.
"""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from probes.transport.faults import ExchangeError
from probes.transport.guard import Endpoint
from probes.transport.resolver import Resolver
from probes.transport.wire import Heard, Wire

_ADDRESSES_TRIED = 3
_DER = 2
"""`_ssl.ENCODING_DER`."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The certificates a site presented, in PEM, leaf first, and at which address."""

    server: str
    pem: bytes


class _ChainHolder(Protocol):
    def get_unverified_chain(self) -> "list[_ChainCertificate] | list[bytes] | None": ...


class _ChainCertificate(Protocol):
    def public_bytes(self, encoding: int) -> bytes: ...


async def show_certificates(wire: Wire, resolver: Resolver, host: str) -> Shown:
    """Ask a site for its certificates; raises ExchangeError when no address shows any."""
    fault = ExchangeError("NET01_CONNECTION_LOST", server=host)
    for endpoint in (await resolver.endpoints(host, 443))[:_ADDRESSES_TRIED]:
        label = f"{host} [{endpoint.address}]"
        try:
            with wire.traced(label, f"TLS {host}") as heard:
                await _shake_hands(wire, endpoint, (label, host), heard)
            return Shown(server=label, pem=heard.raw)
        except ExchangeError as error:
            fault = error
    raise fault


async def _shake_hands(wire: Wire, endpoint: Endpoint, who: tuple[str, str], heard: Heard) -> None:
    label, host = who
    async with wire.bounded(label, wire.limits.connect_seconds):
        peer = await wire.guard.connect(endpoint)
    with peer:
        async with wire.bounded(label):
            heard.raw = await _read_chain(peer, label, host)
    if not heard.raw:
        raise ExchangeError("TLS02_NO_CERTIFICATE", server=label)


async def _read_chain(peer: socket.socket, label: str, host: str) -> bytes:
    try:
        _, writer = await asyncio.open_connection(sock=peer, ssl=_context(), server_hostname=host)
    except ssl.SSLError as error:
        raise ExchangeError("TLS02_HANDSHAKE_FAILED", server=label) from error
    try:
        return _chain_of(writer.get_extra_info("ssl_object"))
    finally:
        writer.transport.abort()


def _chain_of(connection: ssl.SSLObject) -> bytes:
    """Return the presented chain in PEM.

    Python 3.13 has a public `get_unverified_chain`; before, only the private object underneath
    has it, and the public API gives the leaf alone.
    """
    public = hasattr(connection, "get_unverified_chain")
    holder = cast("_ChainHolder", connection if public else connection._sslobj)  # type: ignore[attr-defined]  # noqa: SLF001 - see above
    shown = holder.get_unverified_chain() or []
    ders = [item if isinstance(item, bytes) else item.public_bytes(_DER) for item in shown]
    return "".join(ssl.DER_cert_to_PEM_cert(der) for der in ders).encode("ascii")


@cache
def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
