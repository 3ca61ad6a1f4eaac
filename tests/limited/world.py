"""The registries started, the way to them, and what they have counted since."""

import http.client
import json
import multiprocessing
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from probes.options import HostBudget, Limits, PaceOptions, ProbeOptions, Registry
from tests.limited import name_server, server
from tests.limited.server import Limit, Tally

ADDRESS = "127.0.0.1"
# Forked, not spawned: a listening socket goes with it as it is.
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, kw_only=True)
class World:
    """Registries that are asked as `rdap.SUFFIX` about names under SUFFIX."""

    limits: Mapping[str, Limit]
    """By suffix."""
    ports: tuple[tuple[int, int], ...]

    def options(
        self,
        pace: PaceOptions,
        *,
        limits: Limits | None = None,
        budgets: Mapping[str, Limit] | None = None,
    ) -> ProbeOptions:
        """Return options that lead here, with the registries' own limits as budgets."""
        return ProbeOptions(
            dns_roots=(ADDRESS,),
            extra_suffixes=tuple(self.limits),
            registries=tuple(
                Registry(id=f"registry-{suffix}", suffixes=(suffix,), rdap=f"http://rdap.{suffix}/")
                for suffix in self.limits
            ),
            allowed_addresses=(ip_network(f"{ADDRESS}/32"),),
            ports=self.ports,
            limits=limits or Limits(deadline_seconds=30, connect_seconds=30),
            pace=pace,
            budgets=tuple(
                HostBudget(host=f"rdap.{suffix}", questions=limit.questions, seconds=limit.seconds)
                for suffix, limit in {**self.limits, **(budgets or {})}.items()
            ),
        )

    def toml(self, folder: Path, pace: str) -> Path:
        """Write the same for a process of its own; `pace` stands under [pace]."""
        lines = [
            f'dns.roots = ["{ADDRESS}"]',
            f"names.extra_suffixes = {json.dumps(list(self.limits))}",
            f'guard.allowed_addresses = ["{ADDRESS}/32"]',
            "limits.deadline_seconds = 30.0",
            "limits.connect_seconds = 30.0",
            *(f"ports.{known} = {real}" for known, real in self.ports),
            f"[pace]\n{pace}",
        ]
        for suffix, limit in self.limits.items():
            lines.append(
                f'[[registries]]\nid = "registry-{suffix}"\nsuffixes = ["{suffix}"]\n'
                f'rdap = "http://rdap.{suffix}/"\n'
                f'[[budgets]]\nhost = "rdap.{suffix}"\nquestions = {limit.questions}\n'
                f"seconds = {limit.seconds}"
            )
        path = folder / "probes.toml"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    def tally(self, suffix: str) -> Tally:
        """Ask a registry what it has counted."""
        talk = http.client.HTTPConnection(ADDRESS, dict(self.ports)[80], timeout=20)
        talk.request("GET", server.TALLY.decode(), headers={"Host": f"rdap.{suffix}"})
        told = json.loads(talk.getresponse().read())
        talk.close()
        return Tally(**told)


@contextmanager
def limited(limits: Mapping[str, Limit], delay: float = 0.0) -> Iterator[World]:
    """Serve registries, by suffix."""
    by_host = {f"rdap.{suffix}": limit for suffix, limit in limits.items()}
    with ExitStack() as stack:
        web = _started(stack, server.serve, socket.SOCK_STREAM, by_host, delay)
        names = _started(stack, name_server.serve, socket.SOCK_DGRAM, ADDRESS)
        yield World(limits=dict(limits), ports=((80, web), (53, names)))


def _started(
    stack: ExitStack, serve: Callable[..., None], kind: socket.SocketKind, *how: object
) -> int:
    with socket.socket(type=kind) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((ADDRESS, 0))
        if kind is socket.SOCK_STREAM:
            bound.listen()
        process = _FORK.Process(target=serve, args=(bound, *how), daemon=True)
        process.start()
        stack.callback(process.join)
        stack.callback(process.kill)
        port: int = bound.getsockname()[1]
        return port
