"""What became of each table in a refresh."""

from dataclasses import dataclass
from enum import StrEnum

from probes.interface import Message
from probes.tables.table import Kind


class RefreshState(StrEnum):
    """How the refresh of one table ended."""

    REFRESHED = "refreshed"
    UNCHANGED = "unchanged"
    """The publisher has nothing newer; the day it was looked at is noted."""
    PARTLY = "partly"
    """Some questions were answered and kept, then the answers stopped."""
    KEPT = "kept"
    """The table that was there before stays, untouched."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How the refresh of one table ended, and what there is to say about it."""

    kind: Kind
    state: RefreshState
    messages: tuple[Message, ...]

    @property
    def is_done(self) -> bool:
        """Whether the table is now what its publisher says."""
        return self.state in {RefreshState.REFRESHED, RefreshState.UNCHANGED}
