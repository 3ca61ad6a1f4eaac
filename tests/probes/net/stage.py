"""A small hostile Internet on loopback: peers that do exactly what a test tells them.

One DNS server plays the root and knows every name of the test (`hosts`, `cuts`); further servers
and any TCP peer are functions. Everything lives in the loop of the test.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from typing import cast

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from probes.options import Limits, ProbeOptions, Registry
from tests.probes.net.connections import by_the_stage

ROOT = "127.20.0.1"
PEER = "127.20.0.2"
SERVER = "127.20.0.3"
NAME = "cabinet.reg.example"
QUICK = Limits(deadline_seconds=1.0, connect_seconds=0.5, whois_bytes=4096, rdap_bytes=8192)

DnsHandler = Callable[[dns.message.Message], Iterable[bytes]]
TcpHandler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def reply_to(query: dns.message.Message, *, authoritative: bool = True) -> dns.message.Message:
    """Start an answer to a query."""
    reply = dns.message.make_response(query)
    if authoritative:
        reply.flags |= dns.flags.AA
    return reply


def records(owner: str, kind: str, *texts: str) -> dns.rrset.RRset:
    """Make records from their text form."""
    return dns.rrset.from_text(f"{owner.rstrip('.')}.", 60, "IN", kind, *texts)


@dataclass
class Stage:
    """Starts peers, and gives the options that lead to them."""

    hosts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What the root answers for a host: addresses of either family, or `=other.example`."""
    cuts: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """What the root delegates: zone -> name server -> glue."""
    rdap: str = ""
    whois: str = ""
    _ports: dict[int, int] = field(default_factory=dict)
    _closing: list[Callable[[], object]] = field(default_factory=list)
    _talks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        """Reserve ports and start the root."""
        self._ports = {port: free_port() for port in (43, 53, 80, 443)}
        await self.name_server(ROOT, self._root)

    async def stop(self) -> None:
        """Close every peer and end its conversations."""
        for close in self._closing:
            close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def options(self, limits: Limits = QUICK, **changes: object) -> ProbeOptions:
        """Return what leads the probes to this stage."""
        options = ProbeOptions(
            dns_roots=(ROOT,),
            extra_suffixes=("reg.example",),
            registries=(
                Registry(
                    id="verisign", suffixes=("reg.example",), rdap=self.rdap, whois=self.whois
                ),
            ),
            allowed_addresses=(ip_network("127.20.0.0/24"),),
            ports=tuple(self._ports.items()),
            limits=limits,
        )
        return replace(options, **changes)  # type: ignore[arg-type]  # names of the fields

    async def name_server(self, address: str, handler: DnsHandler) -> None:
        """Serve DNS over UDP at an address."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(handler), local_addr=(address, self._ports[53])
        )
        self._closing.append(transport.close)

    async def tcp(self, address: str, port: int, handler: TcpHandler, **how: object) -> None:
        """Serve a well-known TCP port at an address; `ssl=` makes it TLS."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            talk = asyncio.current_task()
            assert talk is not None
            self._talks.add(talk)
            try:
                await handler(reader, writer)
            except (ConnectionError, asyncio.CancelledError):
                return
            finally:
                writer.transport.abort()
                self._talks.discard(talk)

        server = await asyncio.start_server(serve, address, self._ports[port], **how)  # type: ignore[arg-type]  # ssl=
        self._closing.append(server.close)

    def _root(self, query: dns.message.Message) -> Iterable[bytes]:
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        reply = reply_to(query)
        zone = next((zone for zone in self.cuts if name == zone or name.endswith(f".{zone}")), None)
        # What is at a cut and about its keys is the parent's to say (RFC 4035 section 3.1.4.1).
        is_for_parent = question.rdtype == dns.rdatatype.DS and name == zone
        if zone is not None and not is_for_parent:
            reply.flags &= ~dns.flags.AA
            _delegate(reply, zone, self.cuts[zone])
        elif name in self.hosts:
            _answer(reply, name, question.rdtype.name, self.hosts[name])
        else:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        yield reply.to_wire()


def _answer(reply: dns.message.Message, name: str, kind: str, values: tuple[str, ...]) -> None:
    for value in values:
        if value.startswith("="):
            reply.answer.append(records(name, "CNAME", f"{value[1:]}."))
        elif kind == _family(value):
            reply.answer.append(records(name, kind, value))


def _delegate(reply: dns.message.Message, zone: str, servers: dict[str, tuple[str, ...]]) -> None:
    reply.authority.append(records(zone, "NS", *(f"{server}." for server in servers)))
    for server, addresses in servers.items():
        for address in addresses:
            reply.additional.append(records(server, _family(address), address))


def _family(address: str) -> str:
    return "AAAA" if ":" in address else "A"


@dataclass
class _Datagrams(asyncio.DatagramProtocol):
    handler: DnsHandler
    transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        assert self.transport is not None
        for answer in self.handler(dns.message.from_wire(data)):
            with by_the_stage():
                self.transport.sendto(answer, addr)


def free_port() -> int:
    """Return a port that nobody uses on loopback right now, UDP and TCP."""
    while True:
        with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagram:
            stream.bind(("127.0.0.1", 0))
            port: int = stream.getsockname()[1]
            try:
                datagram.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
