"""What can go wrong between us and a peer, as one exception that never leaves the package.

Each look-up turns it into an observation: state, message, and the bytes received so far.
"""

import errno

from probes.errors import ProbesError
from probes.interface import LookupState, message

_LONGEST = 200
# The machine itself has no way to that family of addresses; the peer did nothing.
NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN})


class ExchangeError(ProbesError):
    """An exchange that failed: `message` says why, `state` how it is classified."""

    def __init__(
        self,
        code: str,
        *,
        state: LookupState = LookupState.UNREACHABLE,
        received: bytes = b"",
        **params: str,
    ) -> None:
        super().__init__(f"{code} {params}")
        self.message = message(code, **{key: shown(value) for key, value in params.items()})
        self.state = state
        self.received = received
        self.server = params.get("server", "")

    @property
    def code(self) -> str:
        """The tag of the message."""
        return self.message.code


def shown(text: str) -> str:
    """Make what a peer sent fit for a sentence: bounded, nothing invisible or turned round."""
    return "".join(char if char.isprintable() else "?" for char in text[:_LONGEST])


def from_os_error(error: OSError, server: str) -> ExchangeError:
    """Say what the operating system said about a connection."""
    if isinstance(error, TimeoutError):
        return ExchangeError("NET01_TIMED_OUT", server=server)
    if isinstance(error, ConnectionRefusedError):
        return ExchangeError("NET01_CONNECTION_REFUSED", server=server)
    if error.errno in NO_ROUTE:
        return ExchangeError("NET01_NO_ROUTE", server=server)
    return ExchangeError("NET01_CONNECTION_LOST", server=server)
