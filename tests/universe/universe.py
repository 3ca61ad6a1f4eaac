"""The universe as a whole: start it, change how a machine behaves, see what it was asked."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from probes.options import ProbeOptions
from probes.options import load as load_options
from tests.universe.binding import open_sockets
from tests.universe.certificates import make_authority
from tests.universe.configuration import write_options
from tests.universe.errors import UniverseError
from tests.universe.machines import AnyServer, Running, machines
from tests.universe.modes import Mode
from tests.universe.world import records


class Universe:
    """A miniature Internet. Modes may be changed and questions read from any thread."""

    def __init__(self, folder: Path) -> None:
        self.toml = folder / "probes.toml"
        """The probes' TOML: what an operator would write."""
        self.authority = folder / "ca.pem"
        """The root certificate of the universe."""
        self.ports: dict[int, int] = {}
        """Well-known port to the number under which it is served."""
        self._running: dict[str, Running] = {}

    @property
    def options(self) -> ProbeOptions:
        """The same TOML, read by the probes."""
        return load_options(self.toml)

    @property
    def hosts(self) -> list[str]:
        """The names of all machines."""
        return sorted(self._running)

    def address(self, host: str) -> str:
        """Return the loopback address of a machine."""
        return self._get(host).address

    def set_mode(self, host: str, mode: Mode | str) -> None:
        """Make a machine behave differently from the next question on."""
        self._server(host).mode = _mode(mode)

    def calm(self) -> None:
        """Make every machine honest again and forget what was asked."""
        for running in self._running.values():
            running.server.mode = Mode.HONEST
            running.server.asked.clear()

    def questions(self, host: str) -> tuple[str, ...]:
        """Return what a machine was asked so far, oldest first."""
        return tuple(self._server(host).asked)

    async def start(
        self, now: datetime, ports: Mapping[int, int], replay: Path | None = None
    ) -> None:
        """Build the world of today, with what is replayed beside it, and answer from now on."""
        folder = self.toml.parent
        certificates = folder / "certificates"
        certificates.mkdir(parents=True, exist_ok=True)
        authority = make_authority("Autorité Exemple", now)
        self.authority.write_bytes(authority.root_pem())
        world = records.load(now.date())
        everyone = list(machines(world, authority, certificates))
        sockets = open_sockets((end for each in everyone for end in each.endpoints()), ports)
        for running in everyone:
            await running.start(sockets)
            self._running[running.server.host] = running
        self.ports = sockets.ports
        write_options(
            self.toml,
            roots=[machine.address for machine in world.dns if "root" in machine.zones],
            registries=world.registries,
            ports=sockets.ports,
            authority=self.authority.name,
        )

    async def stop(self) -> None:
        """Answer no more; the TOML goes too, as it describes nothing any longer."""
        self.toml.unlink(missing_ok=True)
        await asyncio.gather(*(running.server.stop() for running in self._running.values()))

    def _server(self, host: str) -> AnyServer:
        return self._get(host).server

    def _get(self, host: str) -> Running:
        if host not in self._running:
            raise UniverseError(f"There is no machine {host}; there are: {', '.join(self.hosts)}.")
        return self._running[host]


def _mode(mode: Mode | str) -> Mode:
    try:
        return Mode(mode)
    except ValueError:
        raise UniverseError(f"There is no mode {mode}; there are: {', '.join(Mode)}.") from None
