"""Sockets on loopback: one address per machine, one port number per service."""

import errno
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.universe.errors import UniverseError

ATTEMPTS = 60
BACKLOG = 256
# A burst of a few hundred queries must not overflow the socket and look like packet loss.
UDP_BUFFER_BYTES = 1_048_576
# Well-known ports of the services.
WHOIS, DNS, HTTP, HTTPS = 43, 53, 80, 443


@dataclass(frozen=True, kw_only=True, order=True)
class Endpoint:
    """Where a machine listens: a well-known port at one address."""

    service: int
    address: str

    @property
    def datagrams(self) -> bool:
        """DNS is asked over UDP too."""
        return self.service == DNS


@dataclass(kw_only=True)
class Sockets:
    """Open sockets, and the port number under which each service is really found."""

    ports: dict[int, int] = field(default_factory=dict)
    streams: dict[Endpoint, socket.socket] = field(default_factory=dict)
    datagrams: dict[Endpoint, socket.socket] = field(default_factory=dict)

    def stream(self, service: int, address: str) -> socket.socket:
        """Return the listening TCP socket of a service at an address."""
        return self.streams[Endpoint(service=service, address=address)]

    def datagram(self, service: int, address: str) -> socket.socket:
        """Return the UDP socket of a service at an address."""
        return self.datagrams[Endpoint(service=service, address=address)]

    def close(self) -> None:
        """Give every socket back."""
        for opened in (*self.streams.values(), *self.datagrams.values()):
            opened.close()


def open_sockets(endpoints: Iterable[Endpoint], wanted: Mapping[int, int]) -> Sockets:
    """Bind every endpoint; a service that nobody wants at a given port gets a free one."""
    sockets = Sockets()
    wishes = sorted(set(endpoints))
    try:
        for service in sorted({endpoint.service for endpoint in wishes}):
            together = [endpoint for endpoint in wishes if endpoint.service == service]
            _open_service(sockets, together, wanted.get(service, 0))
    except UniverseError:
        sockets.close()
        raise
    return sockets


def _open_service(sockets: Sockets, together: list[Endpoint], wanted: int) -> None:
    fault: OSError | None = None
    for _ in range(1 if wanted else ATTEMPTS):
        opened, fault = _open_at(together, wanted)
        if opened is not None:
            sockets.ports |= opened.ports
            sockets.streams |= opened.streams
            sockets.datagrams |= opened.datagrams
            return
        if fault is not None and fault.errno != errno.EADDRINUSE:
            break
    raise UniverseError(_sentence(together[0], wanted, fault))


def _open_at(together: list[Endpoint], port: int) -> tuple[Sockets | None, OSError | None]:
    """Open one service at one port number on all its addresses, or nothing at all."""
    opened = Sockets()
    for endpoint in together:
        try:
            stream = _stream(endpoint.address, port)
            opened.streams[endpoint] = stream
            port = stream.getsockname()[1]
            if endpoint.datagrams:
                opened.datagrams[endpoint] = _datagram(endpoint.address, port)
        except OSError as fault:
            opened.close()
            return None, fault
    opened.ports[together[0].service] = port
    return opened, None


def _stream(address: str, port: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setblocking(False)
        opened.bind((address, port))
        # Two sockets may bind one reusable port, only one may listen: listen now, to know.
        opened.listen(BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened


def _datagram(address: str, port: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UDP_BUFFER_BYTES)
        opened.setblocking(False)
        opened.bind((address, port))
    except OSError:
        opened.close()
        raise
    return opened


def _sentence(endpoint: Endpoint, wanted: int, fault: OSError | None) -> str:
    code = fault.errno if fault else None
    if code == errno.EADDRNOTAVAIL:
        return (
            f"This machine does not answer on the loopback address {endpoint.address}. The "
            "universe needs all of 127.0.0.0/8, as Linux gives it; elsewhere add the addresses of "
            "tests/universe/world/servers.toml to the loopback interface."
        )
    if code == errno.EACCES:
        return (
            f"Port {wanted} is kept for the administrator. Choose one above 1023, such as "
            f"--port {endpoint.service}={20_000 + endpoint.service}, or none to get a free one."
        )
    if wanted:
        return (
            f"Port {wanted} on {endpoint.address} is taken by another program. Stop it, or "
            f"choose another port with --port {endpoint.service}=NUMBER, or none to get a free one."
        )
    reason = fault.strerror if fault else "none is free"
    return (
        f"No port could be opened for service {endpoint.service} on {endpoint.address} ({reason}). "
        "Check `ulimit -n` and stop programs that hold many ports."
    )
