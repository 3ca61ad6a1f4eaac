"""The servers of these figures, each a process of its own on 127.0.0.1, and the way to them."""

import multiprocessing
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

from probes.options import Limits, ProbeOptions, Registry
from tests.bench import name_server, rdap_server, whois_server
from tests.universe.certificates import make_authority, server_context

ADDRESS = "127.0.0.1"
RDAP, WHOIS = "rdap.nic.fr", "whois.nic.fr"
# The servers answer late on purpose, and to many at once: no deadline is part of these figures.
PATIENT = Limits(deadline_seconds=60, connect_seconds=60)
# Forked, not spawned: a listening socket and a TLS context go with it as they are.
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, kw_only=True)
class Served:
    """Where a server listens, and the options that lead the probes there."""

    port: int
    options: ProbeOptions


@contextmanager
def whois(delay: float) -> Iterator[Served]:
    """Serve WHOIS."""
    with ExitStack() as stack:
        port = _started(stack, whois_server.serve, socket.SOCK_STREAM, delay)
        registry = Registry(id="afnic", suffixes=("fr",), whois=WHOIS)
        yield Served(port=port, options=_options(stack, registry, (43, port)))


@contextmanager
def rdap(delay: float, tls_folder: Path | None = None) -> Iterator[Served]:
    """Serve RDAP, over TLS when there is a folder for its certificate."""
    with ExitStack() as stack:
        tls, roots = _tls(tls_folder) if tls_folder else (None, ())
        port = _started(stack, rdap_server.serve, socket.SOCK_STREAM, delay, tls)
        scheme, well_known = ("https", 443) if tls else ("http", 80)
        registry = Registry(id="afnic", suffixes=("fr",), rdap=f"{scheme}://{RDAP}/")
        options = _options(stack, registry, (well_known, port))
        yield Served(port=port, options=replace(options, tls_roots=roots))


def _options(stack: ExitStack, registry: Registry, port: tuple[int, int]) -> ProbeOptions:
    names = _started(stack, name_server.serve, socket.SOCK_DGRAM, ADDRESS)
    return ProbeOptions(
        dns_roots=(ADDRESS,),
        registries=(registry,),
        allowed_addresses=(ip_network(f"{ADDRESS}/32"),),
        ports=(port, (53, names)),
        limits=PATIENT,
    )


def _started(
    stack: ExitStack, serve: Callable[..., None], kind: socket.SocketKind, *how: object
) -> int:
    with socket.socket(type=kind) as bound:
        bound.bind((ADDRESS, 0))
        if kind is socket.SOCK_STREAM:
            bound.listen()
        process = FORK.Process(target=serve, args=(bound, *how), daemon=True)
        process.start()
        stack.callback(process.join)
        stack.callback(process.kill)
        port: int = bound.getsockname()[1]
        return port


def _tls(folder: Path) -> tuple[ssl.SSLContext, tuple[Path, ...]]:
    authority = make_authority("Autorité de mesure", datetime.now(UTC))
    root = folder / "root.pem"
    root.write_bytes(authority.root_pem())
    return server_context(authority, [RDAP], "good", folder), (root,)
