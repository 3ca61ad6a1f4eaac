"""Every connect and every sent datagram of this process, counted at the socket itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_listening: list[list[str]] = []


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the addresses that sockets are connected or sent to while the block lasts."""
    seen: list[str] = []
    _listening.append(seen)
    try:
        yield seen
    finally:
        _listening.remove(seen)


@contextmanager
def by_the_stage() -> Iterator[None]:
    """Leave out what the peers of a test send themselves: they live in the same process."""
    heard = _listening[:]
    _listening.clear()
    try:
        yield
    finally:
        _listening.extend(heard)


def _note(event: str, args: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"} and _listening:
        target = args[1]
        if isinstance(target, tuple):
            for seen in _listening:
                seen.append(str(target[0]))


# The interpreter itself reports these (PEP 578), below every Python-level socket class.
sys.addaudithook(_note)
