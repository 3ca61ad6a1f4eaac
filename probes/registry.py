"""All sources asked about one name at once, each within its own deadline."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from probes import names
from probes.asking import Means, Target
from probes.dns_lookup import lookup as dns_source
from probes.interface import Message, Observation, Source, Survey, message
from probes.options import ProbeOptions
from probes.rdap import lookup as rdap_source
from probes.registries import find_registry
from probes.tls import lookup as tls_source
from probes.transport import clock, trust
from probes.transport.clock import Clock
from probes.transport.guard import Guard
from probes.transport.resolver import Known, Resolver
from probes.transport.wire import Exchange, Journal, Wire
from probes.whois import lookup as whois_source

LookUp = Callable[[Target, Means], Awaitable[tuple[Observation, ...]]]

SOURCES: tuple[tuple[Source, LookUp], ...] = (
    (Source.RDAP, rdap_source.look_up),
    (Source.WHOIS, whois_source.look_up),
    (Source.DNS, dns_source.look_up),
    (Source.TLS, tls_source.look_up),
)


def observe(
    name: str,
    options: ProbeOptions,
    *,
    site_host: str = "",
    sources: Collection[Source] = tuple(Source),
) -> Survey:
    """Ask sources about a name and return what they said, within the deadline of one source.

    `site_host` is the host whose certificate is looked at, the name itself when empty; `sources`
    are those to ask, all when not given. Raises NameRefusedError for a name that will not be probed
    and OptionsError for unusable options; never for what a peer did.
    """
    return asyncio.run(observe_async(name, options, site_host=site_host, sources=sources))


def _forget(_exchange: Exchange) -> None:
    """Keep no trace."""


async def observe_async(
    name: str,
    options: ProbeOptions,
    *,
    site_host: str = "",
    sources: Collection[Source] = tuple(Source),
    now: Clock = clock.utc_now,
    journal: Journal = _forget,
) -> Survey:
    """Do as `observe`, inside a running event loop; `journal` receives each exchange as it ends."""
    target = _target(name, options, site_host)
    trust.roots(options)  # Unreadable roots are said before anything is asked.
    started_at = now()
    asked = [(source, look_up) for source, look_up in SOURCES if source in sources]
    async with contextlib.aclosing(Guard(options)) as guard, asyncio.TaskGroup() as group:
        common = _Common(options=options, guard=guard, known=Known(), now=now, journal=journal)
        tasks = [
            group.create_task(_run(look_up, target, common.means_for(source)))
            for source, look_up in asked
        ]
    return Survey(
        name=target.name.name,
        registered_name=target.name.registered_name,
        registry=target.registry.id,
        observations=tuple(item for task in tasks for item in task.result()),
        started_at=started_at,
        finished_at=now(),
        messages=_notes(target, sources),
    )


def _target(name: str, options: ProbeOptions, site_host: str) -> Target:
    known = (options.extra_suffixes, options.tables.folder)
    read = names.read_name(name, *known)
    site = names.read_name(site_host, *known).name if site_host else read.name
    return Target(name=read, registry=find_registry(read.registered_name, options), site_host=site)


@dataclass(frozen=True, kw_only=True)
class _Common:
    """What the sources of one survey share: the guard and what was learnt on the way."""

    options: ProbeOptions
    guard: Guard
    known: Known
    now: Clock
    journal: Journal

    def means_for(self, source: Source) -> Means:
        """Give a source its own deadline and its own budget of questions, from now on."""
        limits = self.options.limits
        wire = Wire(
            source=source,
            guard=self.guard,
            limits=limits,
            deadline=asyncio.get_running_loop().time() + limits.deadline_seconds,
            clock=self.now,
            journal=self.journal,
        )
        resolver = Resolver(wire, self.options.dns_roots, self.known)
        return Means(options=self.options, wire=wire, resolver=resolver)


async def _run(look_up: LookUp, target: Target, means: Means) -> tuple[Observation, ...]:
    return await look_up(target, means)


def _notes(target: Target, sources: Collection[Source]) -> tuple[Message, ...]:
    notes = []
    if target.name.display != target.name.name:
        notes.append(
            message("NAM02_WRITTEN_AS", name=target.name.name, display=target.name.display)
        )
    if Source.RDAP in sources and not target.registry.rdap:
        notes.append(message("RDP02_NO_SERVER", name=target.name.registered_name))
    if Source.WHOIS in sources and not target.registry.whois:
        notes.append(message("WHO02_NO_SERVER", name=target.name.registered_name))
    return tuple(notes)
