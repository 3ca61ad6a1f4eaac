"""What a check of a challenge is told, and what it says. Frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from probes.challenge.token import Expected, Method
from probes.interface import Message, Observation, message

NOT_TITLE = message("CTL00_NOT_TITLE")
NEXT_NEW = message("CTL00_NEXT_NEW")
"""What to do where the value is no longer seen."""
"""Said with every check that passed."""


class Outcome(StrEnum):
    """What one check came to."""

    PASSED = "passed"
    NOT_SEEN = "not_seen"
    PARTLY_SEEN = "partly_seen"
    """Some servers have it, others do not yet."""
    REFUSED = "refused"
    """What was seen shows nothing, the value being there or not; the reasons say why."""
    UNREACHABLE = "unreachable"
    """Too few answered to say."""


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """The name servers that the parent gave at some earlier time."""

    seen_at: datetime
    name_servers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be checked."""

    name: str
    """The name, or the host of the site."""
    method: Method
    expected: Expected
    sightings: tuple[Sighting, ...] = ()
    """Earlier answers of the parent, the oldest first."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One server that was asked."""

    server: str
    address: str
    saw: bool | None
    """Whether the value is there; None when it gave no answer to rely on."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What follows from what was heard."""

    outcome: Outcome
    reasons: tuple[Message, ...]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check, with everything it rests on."""

    name: str
    registered_name: str
    registry: str
    method: Method
    judgement: Judgement
    places: tuple[Place, ...]
    observations: tuple[Observation, ...]
    started_at: datetime
    finished_at: datetime


def refused(code: str, **params: str) -> Judgement:
    """Say that what was seen shows nothing, and why."""
    return Judgement(outcome=Outcome.REFUSED, reasons=(message(code, **params),))


def unreachable(*reasons: Message) -> Judgement:
    """Say that too few answered."""
    return Judgement(outcome=Outcome.UNREACHABLE, reasons=reasons)
