"""What DNS said about a zone, and who said it."""

from collections.abc import Iterable
from dataclasses import dataclass

from probes.dns_lookup.comparison import speaks
from probes.interface import Delegation, Message, Observation, ServerAnswer, Source, Survey, message
from probes.judge.sources import day_of, host_of
from probes.published.names import ascii_name
from probes.texts import plain


@dataclass(frozen=True, kw_only=True)
class Zone:
    """The whole of what DNS said about a zone."""

    asked: tuple[Observation, ...]
    whole: Observation
    """The observation that holds every server's answer."""
    delegation: Delegation

    @property
    def on(self) -> str:
        """The day of the answers, in ISO form."""
        return day_of(self.whole)

    @property
    def parent(self) -> str:
        """The speaker for the parent: the registry's servers."""
        return f"registry {host_of(self.asked[0])}"

    @property
    def speaking(self) -> tuple[ServerAnswer, ...]:
        """The servers that answered with authority."""
        return tuple(answer for answer in self.delegation.answers if speaks(answer))

    @property
    def silent(self) -> tuple[Message, ...]:
        """A message for each server that did not."""
        names = {answer.server for answer in self.delegation.answers if not speaks(answer)}
        return tuple(message("VRD_SERVER_SILENT", server=plain(name)) for name in sorted(names))


def asked_of_dns(survey: Survey) -> tuple[Observation, ...]:
    """Return the observations of DNS."""
    return tuple(item for item in survey.observations if item.source is Source.DNS)


def find_zone(survey: Survey) -> Zone | None:
    """Find what DNS said; None when nothing could be read."""
    asked = asked_of_dns(survey)
    found = [(item, item.facts) for item in asked if isinstance(item.facts, Delegation)]
    if not found:
        return None
    whole, delegation = max(found, key=lambda pair: len(pair[1].answers))
    return Zone(asked=asked, whole=whole, delegation=delegation)


def listed(names: Iterable[str]) -> str:
    """Return host names as one text that is the same for the same set."""
    return ", ".join(sorted({plain(ascii_name(name)) for name in names} - {""}))
