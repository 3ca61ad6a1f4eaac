"""Plain clients, none of them ours: dnspython, a TCP socket, a TLS socket."""

import json
import socket
import ssl
from typing import Any

import dns.flags
import dns.message
import dns.query

from tests.universe import Universe

SECONDS = 5.0


def ask(
    universe: Universe, host: str, name: str, kind: str, *, tcp: bool = False, seconds: float = 5.0
) -> dns.message.Message:
    """Ask a name server directly."""
    query = dns.message.make_query(name, kind, flags=0)
    send = dns.query.tcp if tcp else dns.query.udp
    return send(query, universe.address(host), port=universe.ports[53], timeout=seconds)


def data(response: dns.message.Message) -> list[str]:
    """Return the answer section's data as text, sorted."""
    return sorted(record.to_text() for rrset in response.answer for record in rrset)


def whois(universe: Universe, host: str, query: str, *, bytes_wanted: int = 2**31) -> bytes:
    """Ask a WHOIS server and read to the end, or as many bytes as wanted."""
    with _connect(universe, host, 43) as connection:
        connection.sendall(f"{query}\r\n".encode())
        return _read(connection, bytes_wanted)


def get(
    universe: Universe, host: str, path: str, *, site: str = "", bytes_wanted: int = 2**31
) -> tuple[bytes, bytes]:
    """GET over TLS, trusting the universe's root only; return headers and body."""
    trust = ssl.create_default_context(cafile=universe.authority)
    name = site or host
    with (
        _connect(universe, host, 443) as plain,
        trust.wrap_socket(plain, server_hostname=name) as connection,
    ):
        connection.sendall(_request(name, path))
        head, _, body = _read(connection, bytes_wanted).partition(b"\r\n\r\n")
        return head, body


def get_plain(universe: Universe, host: str, path: str, *, site: str) -> bytes:
    """GET over the plain port; return the headers."""
    with _connect(universe, host, 80) as connection:
        connection.sendall(_request(site, path))
        return _read(connection, 2**31).partition(b"\r\n\r\n")[0]


def rdap(universe: Universe, host: str, path: str) -> dict[str, Any]:
    """Return an RDAP answer's members."""
    members: dict[str, Any] = json.loads(get(universe, host, path)[1])
    return members


def _request(name: str, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode()


def _connect(universe: Universe, host: str, service: int) -> socket.socket:
    return socket.create_connection((universe.address(host), universe.ports[service]), SECONDS)


def _read(connection: socket.socket, wanted: int) -> bytes:
    received = b""
    while len(received) < wanted and (piece := connection.recv(65_536)):
        received += piece
    return received
