"""The machines of a replay: WHOIS and RDAP hosts under their real names, and DNS to find them."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv4Address
from pathlib import Path
from typing import ClassVar

import dns.exception
from dns.zone import Zone, from_text

from tests.universe.certificates import Authority, server_context
from tests.universe.modes import Mode
from tests.universe.registry.services import RDAP_JSON
from tests.universe.replay.recordings import Name, read
from tests.universe.replay.services import Said, services
from tests.universe.servers.dns_server import DnsServer
from tests.universe.servers.http_server import HttpServer
from tests.universe.servers.http_wire import Request, Response
from tests.universe.servers.peer import Peer
from tests.universe.servers.whois_server import WhoisServer
from tests.universe.world.records import RegistryEntry, add_record

NAME_SERVER = IPv4Address("127.11.0.1")
NAME_SERVER_HOST = "replay-servers.example"
FIRST_HOST = IPv4Address("127.11.1.1")
ZONE = """\
$ORIGIN {suffix}.
$TTL 86400
@ SOA {host}. hostmaster.{host}. ( 1 1800 900 604800 86400 )
@ NS {host}.
"""
LIES = {Mode.LYING_NAME, Mode.LYING_HOLDER, Mode.HIDING_HOLDER}
NOT_RECORDED = "% This name was asked over RDAP only when the recordings were made.\r\n"
THROTTLED = "Your connection limit exceeded. Please slow down and try again later.\r\n"
REFUSED = "Requests of this client are not permitted.\r\n"


class ReplayedWhois(WhoisServer):
    """A WHOIS server with recorded answers: it cannot lie, and may be hostile all the same."""

    modes: ClassVar[frozenset[Mode]] = WhoisServer.modes - LIES


class ReplayedRdap(HttpServer):
    """An RDAP server with recorded answers."""

    modes: ClassVar[frozenset[Mode]] = HttpServer.modes - LIES


@dataclass(kw_only=True)
class Replay:
    """What a replay adds to the world."""

    machines: list[Peer] = field(default_factory=list)
    registries: list[RegistryEntry] = field(default_factory=list)


def replay(folder: Path, root: Zone, authority: Authority, certificates: Path) -> Replay:
    """Build the machines for a folder of recordings and hang their zones under the root."""
    names = read(folder)
    shared = services(names)
    hosts = sorted({*shared.whois, *shared.rdap})
    addresses = {host: str(FIRST_HOST + position) for position, host in enumerate(hosts)}
    zones = _zones(root, addresses, names)
    made = Replay(registries=shared.registries)
    made.machines.append(DnsServer(NAME_SERVER_HOST, str(NAME_SERVER), zones))
    for host, said in shared.whois.items():
        answerer = partial(_whois, said, frozenset(names))
        made.machines.append(ReplayedWhois(host, addresses[host], answerer))
    for host, said in shared.rdap.items():
        secure = partial(_rdap, said, frozenset(names))
        contexts = {host: server_context(authority, [host], "good", certificates)}
        made.machines.append(ReplayedRdap(host, addresses[host], secure, contexts))
    return made


def _zones(root: Zone, addresses: dict[str, str], names: dict[str, Name]) -> list[Zone]:
    """Make a zone for every top-level domain, with the hosts and the recorded delegations."""
    suffixes = {name.rpartition(".")[2] for name in (*addresses, *names)}
    zones = {
        suffix: from_text(ZONE.format(suffix=suffix, host=NAME_SERVER_HOST), relativize=False)
        for suffix in sorted(suffixes)
    }
    add_record(root, f"{NAME_SERVER_HOST}.", "A", str(NAME_SERVER))
    for suffix in zones:
        add_record(root, f"{suffix}.", "NS", f"{NAME_SERVER_HOST}.")
    for host, address in addresses.items():
        add_record(zones[host.rpartition(".")[2]], host, "A", address)
    for name, recorded in names.items():
        # A delegation would hide the hosts below it, such as whois.nic.fr below nic.fr.
        if not any(host == name or host.endswith(f".{name}") for host in addresses):
            _delegate(zones[name.rpartition(".")[2]], name, recorded.name_servers)
    return list(zones.values())


def _delegate(zone: Zone, name: str, name_servers: Iterable[str]) -> None:
    for server in sorted(name_servers):
        # Some recordings hold what no DNS would take; those are left out.
        with contextlib.suppress(dns.exception.DNSException):
            add_record(zone, name, "NS", f"{server}.")


def _whois(said: Said, names: frozenset[str], query: str, mode: Mode) -> bytes:
    if mode is Mode.THROTTLED:
        return THROTTLED.encode()
    if mode is Mode.REFUSED:
        return REFUSED.encode()
    # "=name", "domain name", "-T dn,ace name" and "name/e" are what registries ask clients to send.
    name = query.lower().split()[-1].lstrip("=").removesuffix("/e") if query.split() else ""
    if name in said:
        return said[name]
    return (NOT_RECORDED if name in names else f'No match for "{name.upper()}".\r\n').encode()


def _rdap(said: Said, names: frozenset[str], request: Request, _: Mode) -> Response:
    name = request.path.rpartition("/")[2].lower()
    if name in said:
        return Response(kind=RDAP_JSON, body=said[name])
    # A name that was recorded on port 43 only is not free: 404 would say that it is.
    status = 501 if name in names else 404
    error = {"errorCode": status, "title": "Not recorded", "description": [name]}
    return Response(status=status, kind=RDAP_JSON, body=json.dumps(error).encode())
