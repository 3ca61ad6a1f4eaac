"""What every machine of the universe has: a name, a mode, and a memory of what it was asked."""

from abc import ABC, abstractmethod
from typing import ClassVar

from tests.universe.binding import Endpoint, Sockets
from tests.universe.errors import UniverseError
from tests.universe.modes import Mode


class Peer(ABC):
    """A machine. Its mode may change at any moment, from any thread; the next question sees it."""

    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.HONEST})
    services: ClassVar[tuple[int, ...]] = ()
    """The well-known ports it listens at."""

    def __init__(self, host: str, address: str) -> None:
        self.host = host
        self.address = address
        self.asked: list[str] = []
        self._mode = Mode.HONEST

    @property
    def mode(self) -> Mode:
        """How this machine behaves now."""
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        if mode not in self.modes:
            known = ", ".join(sorted(self.modes))
            raise UniverseError(f"{self.host} cannot be {mode!s}; choose one of: {known}.")
        self._mode = mode

    def calm(self) -> None:
        """Be honest again, and forget what was asked."""
        self.mode = Mode.HONEST
        self.asked.clear()

    def endpoints(self) -> list[Endpoint]:
        """Return where it listens."""
        return [Endpoint(service=service, address=self.address) for service in self.services]

    @abstractmethod
    async def start(self, sockets: Sockets) -> None:
        """Answer from now on, at its own among these sockets."""

    @abstractmethod
    async def stop(self) -> None:
        """Answer no more."""
