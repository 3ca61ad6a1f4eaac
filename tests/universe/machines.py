"""From the world's data to running machines: who listens where, and with which certificate."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.universe.binding import Endpoint, Sockets
from tests.universe.certificates import Authority, server_context
from tests.universe.registry.services import rdap_answerer, whois_answerer
from tests.universe.servers.dns_server import DnsServer
from tests.universe.servers.http_server import HttpServer
from tests.universe.servers.sites import site_answerer
from tests.universe.servers.whois_server import WhoisServer
from tests.universe.world.records import Machine, World

AnyServer = DnsServer | WhoisServer | HttpServer

DNS, WHOIS, HTTP, HTTPS = 53, 43, 80, 443


@dataclass(frozen=True, kw_only=True)
class Running:
    """A server and the address it answers at."""

    server: AnyServer
    address: str

    def endpoints(self) -> list[Endpoint]:
        """Return where it listens."""
        services = {DnsServer: [DNS], WhoisServer: [WHOIS], HttpServer: [HTTPS, HTTP]}
        return [Endpoint(service=at, address=self.address) for at in services[type(self.server)]]

    async def start(self, sockets: Sockets) -> None:
        """Hand the server its sockets."""
        first, *rest = self.endpoints()
        if isinstance(self.server, DnsServer):
            await self.server.start(sockets.streams[first], sockets.datagrams[first])
        elif isinstance(self.server, WhoisServer):
            await self.server.start(sockets.streams[first])
        else:
            await self.server.start(sockets.streams[first], sockets.streams[rest[0]])


def machines(world: World, authority: Authority, folder: Path) -> Iterator[Running]:
    """Build every machine of the world; certificates go into the folder."""
    for machine in world.dns:
        zones = [world.zones[stem] for stem in machine.zones]
        yield _running(machine, DnsServer(machine.host, zones))
    for machine in world.whois:
        yield _running(machine, WhoisServer(machine.host, whois_answerer(world, machine)))
    for machine in world.rdap:
        contexts = {machine.host: server_context(authority, [machine.host], "good", folder)}
        yield _running(machine, HttpServer(machine.host, rdap_answerer(world, machine), contexts))
    for machine in world.web:
        yield _running(machine, _web(world, machine, authority, folder))


def _running(machine: Machine, server: AnyServer) -> Running:
    return Running(server=server, address=machine.address)


def _web(world: World, machine: Machine, authority: Authority, folder: Path) -> HttpServer:
    sites = [site for site in world.sites if site.server == machine.host]
    contexts = {machine.host: server_context(authority, [machine.host], "good", folder)}
    for site in sites:
        context = server_context(authority, list(site.names), site.certificate, folder)
        contexts |= dict.fromkeys(site.names, context)
    return HttpServer(machine.host, site_answerer(sites), contexts)
