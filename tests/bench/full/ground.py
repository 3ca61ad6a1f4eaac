"""Everything a full probe meets, on loopback: name servers, the registry's RDAP, and the sites."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from probes.options import ProbeOptions, Registry
from tests.bench import rdap_server
from tests.bench.full import site_server, zone_servers
from tests.bench.full.authority import make_authority
from tests.bench.loopback import FORK, PATIENT

COUNT, WARM_UP = 600, 50
_SITE_PROCESSES = 24
_TRIES = 50


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Where everything is."""

    options: ProbeOptions
    root: Path
    sites: int
    rdap: int
    dns: int


def name_of(number: int) -> str:
    """Return a name that is registered, delegated, and has a site."""
    return f"cabinet-{number}.fr"


@contextmanager
def served(folder: Path) -> Iterator[Ground]:
    """Serve it all until the block ends."""
    authority = make_authority()
    names = [name_of(number) for number in range(COUNT + WARM_UP)]
    contexts = {name: authority.context(name, folder) for name in names}
    of_registry = authority.context(zone_servers.RDAP, folder)
    root = authority.write_root(folder)
    with ExitStack() as stack:
        bounds = [stack.enter_context(item) for item in _datagram_sockets()]
        dns = bounds[0].getsockname()[1]
        _start(stack, zone_servers.serve, bounds)
        # Two ports for 443: the options know one; the registry's is reached by its own name.
        sites = stack.enter_context(_listening(zone_servers.SITE))
        port = sites.getsockname()[1]
        rdap = stack.enter_context(_listening(zone_servers.REGISTRY, port))
        for _ in range(_SITE_PROCESSES):
            _start(stack, site_server.serve, sites, contexts)
        _start(stack, rdap_server.serve, rdap, 0.0, of_registry)
        registry = Registry(id="afnic", suffixes=("fr",), rdap=f"https://{zone_servers.RDAP}/")
        options = ProbeOptions(
            dns_roots=(zone_servers.ROOT,),
            registries=(registry,),
            tls_roots=(root,),
            allowed_addresses=(ip_network("127.0.0.0/29"),),
            ports=((443, port), (53, dns)),
            limits=PATIENT,
        )
        yield Ground(options=options, root=root, sites=port, rdap=port, dns=dns)


def _start(stack: ExitStack, serve: Callable[..., None], *how: object) -> None:
    process = FORK.Process(target=serve, args=how, daemon=True)
    process.start()
    stack.callback(process.join)
    stack.callback(process.kill)


def _listening(address: str, port: int = 0) -> socket.socket:
    return socket.create_server((address, port), backlog=1_024)


def _datagram_sockets() -> list[socket.socket]:
    """Bind the same port at the address of each name server."""
    for _ in range(_TRIES):
        with ExitStack() as undo:
            bounds: list[socket.socket] = []
            port = 0
            for address in zone_servers.ROLES:
                bound = undo.enter_context(socket.socket(type=socket.SOCK_DGRAM))
                try:
                    bound.bind((address, port))
                except OSError:
                    break
                port = bound.getsockname()[1]
                bounds.append(bound)
            else:
                undo.pop_all()
                return bounds
    raise OSError("no port is free at every address")
