"""One TLS handshake that takes whatever certificate the site shows; judging it is not done here.

The context holds no authority at all: with authorities loaded, OpenSSL would verify the chain and
throw the result away, at the price of the whole handshake again. Where the chain is then found
good, whoever waits for a page of the site goes on over the same connection.
"""

import socket
import ssl
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from probes.transport.connections import Client, Connection, Meeting, Place
from probes.transport.faults import ExchangeError
from probes.transport.resolver import Resolver
from probes.transport.wire import Wire

_ADDRESSES_TRIED = 3
_PEM = 1
"""`_ssl.ENCODING_PEM`."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The certificates a site presented, in PEM, leaf first, and at which address."""

    host: str
    server: str
    pem: bytes


class _ChainHolder(Protocol):
    def get_unverified_chain(self) -> "list[_ChainCertificate] | list[bytes] | None": ...


class _ChainCertificate(Protocol):
    def public_bytes(self, encoding: int) -> str: ...


async def show_certificates(
    wire: Wire, resolver: Resolver, client: Client, meeting: Meeting
) -> Shown:
    """Ask a site for its certificates; raises ExchangeError when no address shows any.

    The connection is left with the meeting, which is to be ended once the chain is judged.
    """
    host = meeting.host
    fault = ExchangeError("NET01_CONNECTION_LOST", server=host)
    for endpoint in (await resolver.endpoints(host, 443))[:_ADDRESSES_TRIED]:
        label = f"{host} [{endpoint.shown}]"
        try:
            with wire.traced(label, f"TLS {host}") as heard:
                async with wire.bounded(label, wire.limits.connect_seconds):
                    peer = await wire.guard.connect(endpoint)
                async with wire.bounded(label):
                    connection = await _shaken(client, Place(endpoint, host), peer, label)
                meeting.connection = connection
                heard.raw = _chain_of(connection, label)
            return Shown(host=host, server=label, pem=heard.raw)
        except ExchangeError as error:
            fault = error
    raise fault


async def _shaken(client: Client, place: Place, peer: socket.socket, label: str) -> Connection:
    try:
        return await client.begin(place, peer, _context())
    except ssl.SSLError as error:
        raise ExchangeError("TLS02_HANDSHAKE_FAILED", server=label) from error


def _chain_of(connection: Connection, label: str) -> bytes:
    """Return the presented chain in PEM.

    Python 3.13 has a public `get_unverified_chain`; before, only the private object underneath
    has it, and the public API gives the leaf alone.
    """
    tls = connection.tls
    public = hasattr(tls, "get_unverified_chain")
    holder = cast("_ChainHolder", tls if public else tls._sslobj)  # type: ignore[union-attr]  # noqa: SLF001 - see above
    shown = holder.get_unverified_chain() or []
    pems = [
        ssl.DER_cert_to_PEM_cert(item) if isinstance(item, bytes) else item.public_bytes(_PEM)
        for item in shown
    ]
    if not pems:
        raise ExchangeError("TLS02_NO_CERTIFICATE", server=label)
    return "".join(pems).encode("ascii")


@cache
def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
