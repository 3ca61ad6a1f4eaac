"""What every machine of the universe has: a name, a mode, and a memory of what it was asked."""

from typing import ClassVar

from tests.universe.errors import UniverseError
from tests.universe.modes import Mode


class Peer:
    """A machine. Its mode may change at any moment, from any thread; the next question sees it."""

    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.HONEST})

    def __init__(self, host: str) -> None:
        self.host = host
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
