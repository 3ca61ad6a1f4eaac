"""The one place where a socket is opened: family, address and port are checked first.

What is checked is the literal that is connected to, so a name that resolves differently a moment
later (rebinding) changes nothing.
"""

import asyncio
import socket
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, ip_address
from weakref import WeakSet

from probes.options import ProbeOptions
from probes.transport import addresses
from probes.transport.addresses import Address
from probes.transport.faults import ExchangeError

PORTS = frozenset({43, 53, 80, 443})
_CLOSED = -1
_REMEMBERED = 4_096
_TURNS_TO_CLOSE = 100


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An address and port that passed the guard."""

    address: Address
    port: int

    @cached_property
    def shown(self) -> str:
        """The address as text."""
        return str(self.address)

    @cached_property
    def family(self) -> socket.AddressFamily:
        """Of which family its sockets are."""
        return socket.AF_INET if isinstance(self.address, IPv4Address) else socket.AF_INET6


class Guard:
    """Admits addresses, and opens sockets to admitted ones only."""

    def __init__(self, options: ProbeOptions) -> None:
        self._allowed = options.allowed_addresses
        self._port = options.port
        self._real_ports = frozenset(options.port(port) for port in PORTS)
        self._opened: WeakSet[socket.socket] = WeakSet()
        self._admitted: dict[tuple[str, int], Endpoint] = {}
        self._own: dict[int, Endpoint] = {}
        """Those given, by identity: one made elsewhere is looked at again."""

    def admit(self, address: Address | str, well_known_port: int) -> Endpoint:
        """Return where to connect, or raise ExchangeError with why not.

        The answer for an address never changes while a guard lives; those given are remembered.
        """
        key = str(address), well_known_port
        known = self._admitted.get(key)
        if known is not None:
            return known
        if len(self._admitted) >= _REMEMBERED:
            self._admitted.clear()
            self._own.clear()
        admitted = self._admitted[key] = self._admit(address, well_known_port)
        self._own[id(admitted)] = admitted
        return admitted

    def _admit(self, address: Address | str, well_known_port: int) -> Endpoint:
        literal = ip_address(address) if isinstance(address, str) else address
        self._refuse_address(literal)
        if well_known_port not in PORTS:
            raise ExchangeError(
                "NET01_REFUSED_PORT", server=str(literal), port=str(well_known_port)
            )
        return Endpoint(address=literal, port=self._port(well_known_port))

    def connect_datagrams(self, endpoint: Endpoint) -> socket.socket:
        """Return a non-blocking socket that hears this end only; the caller closes it."""
        peer = self._open(endpoint, socket.SOCK_DGRAM)
        try:
            peer.connect((endpoint.shown, endpoint.port))
        except OSError:
            peer.close()
            raise
        return peer

    async def connect(self, endpoint: Endpoint) -> socket.socket:
        """Return a connected non-blocking socket; the caller closes it and bounds the time."""
        with ExitStack() as on_failure:
            peer = self._open(endpoint, socket.SOCK_STREAM)
            on_failure.callback(peer.close)
            where = (endpoint.shown, endpoint.port)
            await asyncio.get_running_loop().sock_connect(peer, where)
            on_failure.pop_all()
        return peer

    async def aclose(self) -> None:
        """See to it that no socket outlives the sitting it was opened for.

        A TLS connection that is being closed waits for the peer's goodbye, for 30 seconds if need
        be, and the libraries in between give no handle to cut that short; the socket itself is one.
        """
        left = [peer for peer in self._opened if peer.fileno() != _CLOSED]
        for peer in left:
            with suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
        for _ in range(_TURNS_TO_CLOSE):
            if all(peer.fileno() == _CLOSED for peer in left):
                break
            await asyncio.sleep(0)  # one turn of the loop, in which transports see the end

    def _open(self, endpoint: Endpoint, kind: socket.SocketKind) -> socket.socket:
        if self._own.get(id(endpoint)) is not endpoint:
            self._refuse(endpoint)
        opened = socket.socket(endpoint.family, kind | socket.SOCK_NONBLOCK)
        if kind is socket.SOCK_STREAM:
            self._opened.add(opened)
        return opened

    def _refuse(self, endpoint: Endpoint) -> None:
        self._refuse_address(endpoint.address)
        if endpoint.port not in self._real_ports:
            raise ExchangeError(
                "NET01_REFUSED_PORT", server=endpoint.shown, port=str(endpoint.port)
            )

    def _refuse_address(self, address: Address) -> None:
        reason = addresses.refusal(address, self._allowed)
        if reason is not None:
            raise ExchangeError("NET01_REFUSED_ADDRESS", server=str(address), reason=reason)
