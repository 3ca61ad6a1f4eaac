"""Every connect and every sent datagram of this process, counted at the socket itself.

So is every host that the machine's own resolver is asked for: the guard never sees its answers.
"""

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


_CONNECTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname"}


def _note(event: str, args: tuple[object, ...]) -> None:
    if not _listening:
        return
    if event in _CONNECTS and isinstance(args[1], tuple):
        _tell(str(args[1][0]))
    elif event in _LOOK_UPS:
        _tell(str(args[0]))


def _tell(host: str) -> None:
    for seen in _listening:
        seen.append(host)


# The interpreter itself reports these (PEP 578), below every Python-level socket class.
sys.addaudithook(_note)
