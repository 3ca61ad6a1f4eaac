"""What the rules look at: everything seen of one name, and whose name a host is under."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from probes import suffixes
from probes.asking import Target
from probes.discovery.catalogue import shipped
from probes.discovery.model import Evidence, Hit, SeenPage, Trace, TraceSource
from probes.interface import Certificate, LookupState, Message, Registration, Survey
from probes.options import ProbeOptions
from probes.site.page import Page
from probes.texts import plain

_LONGEST_SHOWN = 160


@dataclass(kw_only=True)
class Seen:
    """Everything that was seen of a name."""

    target: Target
    options: ProbeOptions
    survey: Survey
    evidence: tuple[Evidence, ...] = ()
    addresses: tuple[str, ...] = ()
    pages: tuple[SeenPage, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name itself."""
        return self.target.name.name

    @property
    def today(self) -> date:
        """The day it was seen."""
        return self.survey.started_at.date()

    @cached_property
    def registration(self) -> Registration | None:
        """The first answer that has one: the registry's before the registrar's."""
        return next(iter(self.registrations), None)

    @property
    def registrations(self) -> Iterator[Registration]:
        """Every answer that has one, in the order of the sources."""
        for observation in self.survey.observations:
            if isinstance(observation.facts, Registration):
                yield observation.facts

    @cached_property
    def certificate(self) -> Certificate | None:
        """What the site presented."""
        facts = (observation.facts for observation in self.survey.observations)
        return next((item for item in facts if isinstance(item, Certificate)), None)

    @property
    def is_free(self) -> bool:
        """Whether a registry said that nobody holds the name, and none said otherwise."""
        states = {observation.state for observation in self.survey.observations}
        return LookupState.AVAILABLE in states and self.registration is None

    @cached_property
    def read_pages(self) -> tuple[tuple[SeenPage, Page], ...]:
        """Each page with what was read from it."""
        return tuple((page, Page(page.body)) for page in self.pages)

    def of_source(self, source: TraceSource) -> Iterator[Evidence]:
        """Yield what one source gave."""
        return (item for item in self.evidence if item.source is source)

    def holder_of(self, host: str) -> str:
        """Return the registered name that a host is under; empty for what is no host."""
        if "." not in host:
            return ""
        suffix = suffixes.icann_suffix(
            host, self.options.extra_suffixes, self.options.tables.folder
        )
        return "" if host == suffix else suffixes.one_label_below(host, suffix)

    def is_own(self, host: str) -> bool:
        """Tell whether a host is under the name that the practice holds.

        Under suffixes such as avocat.fr that is less than what the registry knows.
        """
        return suffixes.covers(self.target.name.tenant_name, host.lower())


def host_of(page: SeenPage) -> str:
    """Return the host that a page was finally read from."""
    return page.url.partition("//")[2].partition("/")[0]


def inferred(
    rule: str,
    *,
    place: str,
    text: str,
    provider: str = "",
    held_by: Message | None = None,
    expires_on: date | None = None,
) -> Hit:
    """Make the hit of a rule."""
    entry = shipped().fingerprints[rule]
    shown = plain(text, limit=_LONGEST_SHOWN)
    trace = Trace(fingerprint=rule, source=entry.source, place=place, text=shown)
    return Hit(
        fingerprint=entry,
        trace=trace,
        provider=plain(provider),
        held_by=held_by,
        expires_on=expires_on,
    )
