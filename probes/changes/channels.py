"""Who speaks in the answers of a check."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from probes.changes.model import Channel, Said
from probes.interface import LookupState, Registration, Source, Survey
from probes.judge.sources import Answer, answers, host_of

T = TypeVar("T")
REGISTRY = "registry"


def channel_of(answer: Answer) -> Channel:
    """Return who speaks: the registry, whatever its machine is called, or one registrar."""
    source, host = answer.observation.source, host_of(answer.observation)
    if answer.is_registry:
        return Channel(source=source, who=REGISTRY, speaker=f"registry {host}")
    return Channel(source=source, who=host, speaker=f"registrar {host}")


def registrations(survey: Survey) -> Iterator[tuple[Answer, Registration]]:
    """Yield each registration that was read, the most trustworthy first."""
    for answer in answers(survey):
        registration = answer.registration
        if registration is not None:
            yield answer, registration


def of_registration(
    read: Callable[[Registration], T | None],
) -> Callable[[Survey], Iterator[Said[T]]]:
    """Make the reader of a field from the reader of one registration."""

    def said(survey: Survey) -> Iterator[Said[T]]:
        for answer, registration in registrations(survey):
            yield Said(
                channel=channel_of(answer),
                observation=answer.observation,
                value=read(registration),
            )

    return said


def registry_states(survey: Survey) -> Iterator[Said[LookupState]]:
    """Yield what the registry says: registered, free or reserved; a registrar is not asked that."""
    told = {LookupState.REGISTERED, LookupState.AVAILABLE, LookupState.RESERVED}
    for answer in answers(survey):
        if answer.is_registry and answer.state in told:
            yield Said(
                channel=channel_of(answer),
                observation=answer.observation,
                value=answer.state,
            )


def zone_channel(name: str) -> Channel:
    """Return the channel of what DNS says about a zone, of whichever server."""
    return Channel(source=Source.DNS, who=name, speaker=f"dns {name}")
