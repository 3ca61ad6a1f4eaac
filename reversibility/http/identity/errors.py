"""Why somebody could not be identified by the provider."""

from enum import StrEnum


class Fault(StrEnum):
    """What went wrong, as far as the person who waits can do something about it."""

    DENIED = "denied"
    """They, or the provider, said no."""
    EXPIRED = "expired"
    """The request is unknown here, too old, or was used already."""
    FAILED = "failed"
    """The provider says that it cannot."""
    UNREACHABLE = "unreachable"
    """The provider does not answer, or not in time."""
    BUSY = "busy"
    """Too many people wait for the provider already."""
    UNTRUSTED = "untrusted"
    """The answer is not what a provider we trust would say."""


class ProviderError(Exception):
    """Nobody was identified; the message is for the log alone, never for a page."""

    def __init__(self, fault: Fault, detail: str) -> None:
        # Parts of it come from elsewhere: neither long nor with lines of their own.
        super().__init__(f"{fault}: {detail[:300]!r}")
        self.fault = fault
