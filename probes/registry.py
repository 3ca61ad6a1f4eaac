"""All sources asked about one name at once, each within its own deadline.

Several names may be asked about in one sitting: what was learnt about where registries answer is
kept for them, and so are connections.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from dataclasses import dataclass, field

from probes import names
from probes.asking import Means, Target
from probes.dns_lookup import lookup as dns_source
from probes.dns_lookup import records as records_source
from probes.interface import Message, Observation, Source, Survey, message
from probes.options import ProbeOptions
from probes.pacing.ledger import Ledger
from probes.pacing.pacer import Pacer, Patience
from probes.rdap import lookup as rdap_source
from probes.registries import find_registry
from probes.site import lookup as site_source
from probes.tls import lookup as tls_source
from probes.transport import clock, trust
from probes.transport.clock import Clock
from probes.transport.connections import Client
from probes.transport.guard import Guard
from probes.transport.naming import Key, key_of, name_of
from probes.transport.resolver import Known, Resolver
from probes.transport.wire import Journal, Wire, forget
from probes.transport.zones import Zone
from probes.whois import lookup as whois_source

Asked = Coroutine[None, None, tuple[Observation, ...]]
LookUp = Callable[[Target, Means], Asked]

SOURCES: tuple[tuple[Source, LookUp], ...] = (
    (Source.RDAP, rdap_source.look_up),
    (Source.WHOIS, whois_source.look_up),
    (Source.DNS, dns_source.look_up),
    (Source.TLS, tls_source.look_up),
)

IN_DEPTH: tuple[tuple[Source, LookUp], ...] = (
    (Source.DNS, records_source.look_up),
    (Source.PAGE, site_source.look_up),
)
"""Asked beside them where the numbered cases are to be looked at."""

_OF_REGISTRIES = {Source.RDAP, Source.WHOIS}
# Shorter than what registries promise for their own hosts: a sitting may last for hours.
_KEPT_SECONDS = 300.0
_HOSTS_KEPT = 1_000


def observe(
    name: str,
    options: ProbeOptions,
    *,
    site_host: str = "",
    sources: Collection[Source] = tuple(Source),
    in_depth: bool = False,
) -> Survey:
    """Ask sources about a name and return what they said, within the deadline of one source.

    `site_host` is the host whose certificate is looked at, the name itself when empty; `sources`
    are those to ask, all when not given; `in_depth` is explained in `Sitting.observe`. Raises
    NameRefusedError for a name that will not be probed and OptionsError for unusable options; never
    for what a peer did.
    """

    async def once() -> Survey:
        async with sitting(options) as open_sitting:
            return await open_sitting.observe(
                name, site_host=site_host, sources=sources, in_depth=in_depth
            )

    return asyncio.run(once())


async def observe_async(
    name: str,
    options: ProbeOptions,
    *,
    site_host: str = "",
    sources: Collection[Source] = tuple(Source),
    now: Clock = clock.utc_now,
    journal: Journal = forget,
) -> Survey:
    """Do as `observe`, inside a running event loop; `journal` receives each exchange as it ends."""
    async with sitting(options, now=now, journal=journal) as open_sitting:
        return await open_sitting.observe(name, site_host=site_host, sources=sources)


@contextlib.asynccontextmanager
async def sitting(
    options: ProbeOptions,
    *,
    now: Clock = clock.utc_now,
    journal: Journal = forget,
    ledger: Ledger | None = None,
) -> AsyncIterator["Sitting"]:
    """Open a sitting, in which any number of names may be asked about, many at once.

    With a `ledger`, registries are asked as often as their budgets allow; without, at once: for one
    name, or tests.
    Raises OptionsError for unusable options.
    """
    trust.roots(options)  # Unreadable roots are said before anything is asked.
    async with contextlib.AsyncExitStack() as stack:
        guard = await stack.enter_async_context(contextlib.aclosing(Guard(options)))
        client = await stack.enter_async_context(contextlib.aclosing(Client(options)))
        pacer = None
        if ledger is not None:
            lines = contextlib.aclosing(Pacer(options, ledger))
            pacer = await stack.enter_async_context(lines)
        yield Sitting(
            options=options,
            guard=guard,
            client=client,
            now=now,
            journal=journal,
            pacer=pacer,
        )


@dataclass(kw_only=True)
class Sitting:
    """What the names asked about in one go share: the guard, connections, where registries are."""

    options: ProbeOptions
    guard: Guard
    client: Client
    now: Clock
    journal: Journal
    pacer: Pacer | None = None
    _registries: Known = field(default_factory=Known)
    _renew_at: float = 0.0
    _above: dict[Key, Zone] = field(default_factory=dict)
    """Zones above the names asked about, such as those of registries."""

    async def observe(
        self,
        name: str,
        *,
        site_host: str = "",
        sources: Collection[Source] = tuple(Source),
        in_depth: bool = False,
        patience: Patience | None = None,
        known: Known | None = None,
    ) -> Survey:
        """Ask sources about a name, as `observe` does; raises NameRefusedError.

        `in_depth` asks zone and home page also for what the numbered cases need (`probes.cases`);
        `patience` is for registries, where they are asked in turn; `known` is shared with what else
        is asked about the name at the same time (`known_of`).
        """
        target = _target(name, self.options, site_host)
        started_at = self.now()
        own = known or self.known_of(target)
        asked = [
            look_up(target, self._means_for(source, own, patience))
            for source, look_up in (*SOURCES, *(IN_DEPTH if in_depth else ()))
            if source in sources
        ]
        return Survey(
            name=target.name.name,
            registered_name=target.name.registered_name,
            registry=target.registry.id,
            observations=await _all(asked),
            started_at=started_at,
            finished_at=self.now(),
            messages=_notes(target, sources),
        )

    def target_of(self, name: str) -> Target:
        """Read a name as typed, and find its registry; raises NameRefusedError."""
        return _target(name, self.options, "")

    def known_of(self, target: Target) -> Known:
        """Start to learn about a name: nothing of its own is known yet, zones above it may be."""
        self._forget_in_time()
        about = name_of(target.name.registered_name)
        key = key_of(about)
        parents = (key[place:] for place in range(1, len(key)))
        above = {name: self._above[name] for name in parents if name in self._above}
        return Known(zones=above, shared=self._above, about=about)

    def means_for(self, source: Source, known: Known | None = None) -> Means:
        """Return means for questions beside those of a survey, within a deadline of their own."""
        return self._means_for(source, known or Known())

    def _means_for(self, source: Source, own: Known, patience: Patience | None = None) -> Means:
        """Give a source its own deadline and its own budget of questions, from now on.

        What the DNS says of the name itself is asked anew for each survey; where registries and
        registrars answer is remembered for a while.
        """
        limits, time = self.options.limits, asyncio.get_running_loop().time()
        wire = Wire(
            source=source,
            guard=self.guard,
            limits=limits,
            deadline=time + limits.deadline_seconds,
            clock=self.now,
            journal=self.journal,
        )
        self._forget_in_time()
        known = self._registries if source in _OF_REGISTRIES else own
        resolver = Resolver(wire, self.options.dns_roots, known)
        return Means(
            options=self.options,
            wire=wire,
            resolver=resolver,
            client=self.client,
            pacer=self.pacer,
            patience=patience,
        )

    def _forget_in_time(self) -> None:
        time = asyncio.get_running_loop().time()
        if time >= self._renew_at or len(self._registries.hosts) > _HOSTS_KEPT:
            self._registries, self._renew_at = Known(), time + _KEPT_SECONDS
            self._above = {}


def _target(name: str, options: ProbeOptions, site_host: str) -> Target:
    known = (options.extra_suffixes, options.tables.folder)
    read = names.read_name(name, *known)
    site = names.read_name(site_host, *known).name if site_host else read.name
    return Target(name=read, registry=find_registry(read.registered_name, options), site_host=site)


async def _all(asked: list[Asked]) -> tuple[Observation, ...]:
    """Wait for every source at once; one alone needs no task of its own."""
    if len(asked) == 1:
        return await asked[0]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look_up) for look_up in asked]
    return tuple(item for task in tasks for item in task.result())


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
