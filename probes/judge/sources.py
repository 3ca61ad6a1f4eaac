"""Which observation says what about a registration, and in which order they are believed.

The registry's RDAP answer comes first, then its WHOIS; a registrar's own answer counts where the
registry publishes nothing (thin registries). Of one source, the first observation is the registry's
and a later one the registrar's: that is the order in which they are asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from probes.interface import (
    LookupState,
    Message,
    Observation,
    Registration,
    Source,
    Survey,
    message,
)
from probes.texts import plain

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One observation of a registration, with who speaks in it."""

    observation: Observation
    is_registry: bool

    @property
    def state(self) -> LookupState:
        """What became of the question."""
        return self.observation.state

    @property
    def registration(self) -> Registration | None:
        """What was read from it, when it holds a registration."""
        facts = self.observation.facts
        is_read = self.state is LookupState.REGISTERED
        return facts if is_read and isinstance(facts, Registration) else None

    def says(self, code: str, **params: str) -> Message:
        """Build a message that tells the day and the speaker."""
        speaker = "registry" if self.is_registry else "registrar"
        params = {"on": day_of(self.observation), **params}
        return message(code, who=f"{speaker} {host_of(self.observation)}", **params)


@dataclass(frozen=True, kw_only=True)
class Value(Generic[T]):
    """What one answer says about one field."""

    answer: Answer
    value: T


def answers(survey: Survey) -> tuple[Answer, ...]:
    """Return the answers about the registration, the most trustworthy first."""
    rdap, whois = _of(survey, Source.RDAP), _of(survey, Source.WHOIS)
    return tuple(sorted((*rdap, *whois), key=lambda answer: not answer.is_registry))


def _of(survey: Survey, source: Source) -> list[Answer]:
    asked = [item for item in survey.observations if item.source is source]
    return [Answer(observation=item, is_registry=n == 0) for n, item in enumerate(asked)]


def values(survey: Survey, read: Callable[[Registration], T | None]) -> tuple[Value[T], ...]:
    """Return what each answer says about a field, the most trustworthy first."""
    found = ((item, item.registration) for item in answers(survey))
    said = ((item, read(registration)) for item, registration in found if registration)
    return tuple(Value(answer=item, value=value) for item, value in said if value is not None)


def day_of(observation: Observation) -> str:
    """Return the day of an observation (UTC) in ISO form."""
    return observation.asked_at.date().isoformat()


def host_of(observation: Observation) -> str:
    """Return the bare host that was asked."""
    server = observation.server.split(" [")[0].strip()
    try:
        host = urlsplit(server).hostname if "//" in server else None
    except ValueError:
        host = None
    return plain(host or server)


def hashes(observations: Iterable[Observation]) -> tuple[str, ...]:
    """Return the SHA-256 of the observations a verdict rests on, each once."""
    return tuple(dict.fromkeys(item.sha256 for item in observations))
