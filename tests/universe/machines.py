"""From the world's data to machines: what each says, and with which certificate."""

from collections.abc import Iterator
from pathlib import Path

from tests.universe.certificates import Authority, server_context
from tests.universe.registry.services import rdap_answerer, whois_answerer
from tests.universe.servers.dns_server import DnsServer
from tests.universe.servers.http_server import HttpServer
from tests.universe.servers.peer import Peer
from tests.universe.servers.sites import site_answerer
from tests.universe.servers.whois_server import WhoisServer
from tests.universe.world.records import Machine, World


def machines(world: World, authority: Authority, folder: Path) -> Iterator[Peer]:
    """Build every machine of the world; certificates go into the folder."""
    for machine in world.dns:
        zones = [world.zones[stem] for stem in machine.zones]
        yield DnsServer(machine.host, machine.address, zones, world.keys)
    for machine in world.whois:
        yield WhoisServer(machine.host, machine.address, whois_answerer(world, machine))
    for machine in world.rdap:
        contexts = {machine.host: server_context(authority, [machine.host], "good", folder)}
        answerer = rdap_answerer(world, machine)
        yield HttpServer(machine.host, machine.address, answerer, contexts)
    for machine in world.web:
        yield _web(world, machine, authority, folder)


def _web(world: World, machine: Machine, authority: Authority, folder: Path) -> HttpServer:
    sites = [site for site in world.sites if site.server == machine.host]
    contexts = {machine.host: server_context(authority, [machine.host], "good", folder)}
    for site in sites:
        context = server_context(authority, list(site.names), site.certificate, folder)
        contexts |= dict.fromkeys(site.names, context)
    return HttpServer(machine.host, machine.address, site_answerer(sites), contexts)
