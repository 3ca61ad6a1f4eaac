"""The universe as a whole: start it, change how a machine behaves, see what it was asked."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import dns.name

from probes.options import ProbeOptions
from probes.options import load as load_options
from tests.universe.binding import open_sockets
from tests.universe.certificates import make_authority
from tests.universe.configuration import write_options
from tests.universe.errors import UniverseError
from tests.universe.machines import machines
from tests.universe.modes import Mode
from tests.universe.replay.machines import replay
from tests.universe.servers.dns_server import DnsServer
from tests.universe.servers.http_server import HttpServer
from tests.universe.servers.http_wire import Response
from tests.universe.servers.peer import Peer
from tests.universe.world import records
from tests.universe.world.records import RegistryEntry

ROOT_SERVERS = ".root-servers.example"


class Universe:
    """A miniature Internet. Modes may be changed and questions read from any thread."""

    def __init__(self, folder: Path) -> None:
        self.toml = folder / "probes.toml"
        """The probes' TOML: what an operator would write."""
        self.authority = folder / "ca.pem"
        """The root certificate of the universe."""
        self.ports: dict[int, int] = {}
        """Well-known port to the number under which it is served."""
        self._machines: list[Peer] = []

    @property
    def options(self) -> ProbeOptions:
        """The same TOML, read by the probes."""
        return load_options(self.toml)

    @property
    def hosts(self) -> list[str]:
        """The names of all machines."""
        return sorted({machine.host for machine in self._machines})

    def address(self, host: str) -> str:
        """Return the loopback address of a machine."""
        return self._machine(host).address

    def set_mode(self, host: str, mode: Mode | str) -> None:
        """Make a machine behave differently from the next question on."""
        self._machine(host).mode = _mode(mode)

    def calm(self) -> None:
        """Make every machine as it was in the beginning, and forget what was asked."""
        for machine in self._machines:
            machine.calm()

    def place(self, owner: str, kind: str, *texts: str, at: str = "") -> None:
        """Serve these records of a kind under a name, at every server of its zone or at one.

        They take the place of others of that kind; no text takes them away. Signed where the zone
        is.
        """
        name = dns.name.from_text(owner)
        servers = [each for each in self._machines if isinstance(each, DnsServer)]
        for server in servers:
            if server.host == at or (not at and server.speaks_for(name)):
                server.place(name, kind, texts)

    def place_page(self, url: str, body: str = "", *, to: str = "") -> None:
        """Serve a text at a URL, or send people elsewhere from there."""
        response = Response(status=302, headers={"Location": to}) if to else _text(body)
        host = urlsplit(url).hostname or ""
        for machine in self._machines:
            if isinstance(machine, HttpServer) and machine.serves(host):
                machine.place(url, response)

    def questions(self, host: str) -> tuple[str, ...]:
        """Return what a machine was asked so far, oldest first."""
        return tuple(self._machine(host).asked)

    async def start(
        self, now: datetime, ports: Mapping[int, int], recordings: Path | None = None
    ) -> None:
        """Build the world of today, with what is replayed beside it, and answer from now on."""
        registries = self._build(now, recordings)
        ends = (end for machine in self._machines for end in machine.endpoints())
        sockets = open_sockets(ends, ports)
        for machine in self._machines:
            await machine.start(sockets)
        self.ports = sockets.ports
        roots = [self.address(host) for host in self.hosts if host.endswith(ROOT_SERVERS)]
        write_options(
            self.toml,
            roots=roots,
            registries=registries,
            ports=sockets.ports,
            authority=self.authority.name,
        )

    def _build(self, now: datetime, recordings: Path | None) -> list[RegistryEntry]:
        """Make every machine with its certificates; return the registries as configured."""
        certificates = self.toml.parent / "certificates"
        certificates.mkdir(parents=True, exist_ok=True)
        authority = make_authority("Autorité Exemple", now)
        self.authority.write_bytes(authority.root_pem())
        world = records.load(now.date())
        self._machines = list(machines(world, authority, certificates))
        if recordings is None:
            return list(world.registries)
        added = replay(recordings, world.zones["root"], authority, certificates)
        self._machines += added.machines
        return [*world.registries, *added.registries]

    async def stop(self) -> None:
        """Answer no more; the TOML goes too, as it describes nothing any longer."""
        self.toml.unlink(missing_ok=True)
        await asyncio.gather(*(machine.stop() for machine in self._machines))

    def _machine(self, host: str) -> Peer:
        for machine in self._machines:
            if machine.host == host:
                return machine
        raise UniverseError(f"There is no machine {host}; there are: {', '.join(self.hosts)}.")


def _text(body: str) -> Response:
    return Response(body=body.encode("utf-8"), kind="text/plain; charset=utf-8")


def _mode(mode: Mode | str) -> Mode:
    try:
        return Mode(mode)
    except ValueError:
        raise UniverseError(f"There is no mode {mode}; there are: {', '.join(Mode)}.") from None
