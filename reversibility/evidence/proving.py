"""Look whether a value is in place. No session: nothing is awaited inside a transaction."""

from probes.challenge import check as checking
from probes.challenge.model import Check, Order
from probes.errors import NameRefusedError as NameRefusedByProbesError
from probes.options import ProbeOptions
from reversibility.evidence.errors import NameRefusedError


def look(order: Order, options: ProbeOptions) -> Check:
    """Ask every server that counts; raises NameRefusedError when the name is none to ask about."""
    try:
        return checking.check(order, options)
    except NameRefusedByProbesError as error:
        raise NameRefusedError(error.code, error.params) from error


def read_challenged(typed: str, options: ProbeOptions) -> str:
    """Return the name a challenge may be about, in ASCII; raises NameRefusedError."""
    try:
        return checking.read_challenged(typed, options)
    except NameRefusedByProbesError as error:
        raise NameRefusedError(error.code, error.params) from error
