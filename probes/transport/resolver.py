"""Our own iterative resolver: from the root servers down, so that no one's cache or filter decides.

It never asks a recursive resolver, never reads the machine's host file, and bounds everything a
hostile zone can stretch: referrals, aliases, name servers without addresses, queries.
"""

import asyncio
import contextlib
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import dns.exception
import dns.name
import dns.rdatatype

from probes import names
from probes.errors import NameRefusedError
from probes.transport import addresses as literals
from probes.transport import zones
from probes.transport.addresses import Address
from probes.transport.dns53 import ask
from probes.transport.faults import ExchangeError
from probes.transport.guard import Endpoint
from probes.transport.naming import Key, is_same, is_within, key_of, name_of
from probes.transport.queries import NameServer, Reply
from probes.transport.wire import Wire
from probes.transport.zones import Zone

_REFERRALS = 16
_ALIASES = 8
_DEPTH = 3
"""How often a name server's own name may need another name server to be found."""
_SERVERS_TRIED = 4
_UNGLUED_TRIED = 2
_ROUNDS = 2
_ADDRESSES_KEPT = 8

_ROOT = key_of(dns.name.root)
_shuffle = random.SystemRandom().sample


@dataclass(frozen=True, kw_only=True)
class Found:
    """A useful reply, the zone that gave it, and the cut below it when it is a referral."""

    reply: Reply
    zone: dns.name.Name
    cut: Zone | None = None


@dataclass(kw_only=True)
class Known:
    """What the sources of one survey have learnt together; zones of the way down and hosts."""

    zones: dict[Key, Zone] = field(default_factory=dict)
    hosts: dict[Key, tuple[Address, ...]] = field(default_factory=dict)
    by_text: dict[str, tuple[Address, ...]] = field(default_factory=dict)
    """The same for hosts as they were asked for, which are asked for over and over."""
    asking: dict[str, asyncio.Event] = field(default_factory=dict)
    """Hosts that one source is asking about just now: the others wait for its answer."""
    delegating: dict[Key, "UnderWay"] = field(default_factory=dict)
    """Zones whose parent is being asked just now."""
    shared: dict[Key, Zone] = field(default_factory=dict)
    """Zones of the way down that other surveys start from too."""
    about: dns.name.Name | None = None
    """The name surveyed: zones above it are shared, nothing of its own is."""

    def learn(self, cut: Zone) -> None:
        """Remember a zone of the way down."""
        key = key_of(cut.name)
        self.zones[key] = cut
        about = self.about
        if about is not None and not is_same(cut.name, about) and is_within(about, cut.name):
            self.shared[key] = cut


class UnderWay:
    """A question to a parent, whose answer serves whoever needs it at the same time."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.found: Found | None = None
        """None when it failed: whoever waited asks again, within a deadline of their own."""


class Resolver:
    """Finds addresses and delegations for one source."""

    def __init__(self, wire: Wire, roots: tuple[str, ...], known: Known) -> None:
        self._wire = wire
        self._known = known
        if _ROOT not in known.zones:
            known.zones[_ROOT] = zones.root_zone(roots)

    async def endpoints(self, host: str, port: int) -> tuple[Endpoint, ...]:
        """Return where a host may be connected to, IPv4 first; raises ExchangeError when nowhere.

        Addresses that the guard refuses are left out; they are the reason given when none is left.
        """
        admitted: list[Endpoint] = []
        refused: ExchangeError | None = None
        for address in self._known.by_text.get(host) or await self._literal_or_found(host):
            try:
                admitted.append(self._wire.guard.admit(address, port))
            except ExchangeError as error:
                refused = error
        if not admitted and refused is not None:
            raise refused
        return tuple(admitted)

    async def _literal_or_found(self, host: str) -> tuple[Address, ...]:
        literal = literals.read_literal(host)
        return await self.addresses(host) if literal is None else (literal,)

    async def addresses(self, host: str) -> tuple[Address, ...]:
        """Return the addresses of a host, IPv4 first; raises ExchangeError when it has none."""
        known = self._known
        while host not in known.by_text and host in known.asking:
            async with self._wire.bounded(host):
                await known.asking[host].wait()
        if host not in known.by_text:
            answered = known.asking[host] = asyncio.Event()
            try:
                known.by_text[host] = await self._addresses(_read_host(host), 0)
            finally:
                del known.asking[host]
                answered.set()
        return known.by_text[host]

    async def delegation(self, zone: str) -> Found:
        """Ask the parent of a zone what it delegates; the reply is the parent's own.

        Sources that ask at the same time share one answer.
        """
        wanted = name_of(zone)
        under_way = self._known.delegating.get(key_of(wanted))
        if under_way is not None:
            await self._wait_for(under_way, zone)
            return under_way.found or await self.delegation(zone)
        return await self._ask_parent(wanted)

    async def _ask_parent(self, wanted: dns.name.Name) -> Found:
        key = key_of(wanted)
        asking = self._known.delegating[key] = UnderWay()
        try:
            found = await self._descend(wanted, dns.rdatatype.NS, 0, stop_above=wanted)
            if found.cut is not None:
                self._known.learn(found.cut)
            asking.found = found
        finally:
            del self._known.delegating[key]
            asking.over.set()
        return found

    async def _wait_for(self, asking: UnderWay, shown: str) -> None:
        async with self._wire.bounded(shown):
            await asking.over.wait()

    async def find(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> Found:
        """Return what is said of a name by the zone it is in, aliases followed.

        The question of the reply names the last alias. Raises ExchangeError.
        """
        seen = {key_of(name)}
        for _ in range(_ALIASES):
            found = await self._descend(name, kind, 0)
            alias = zones.alias_in(found.reply, name)
            if alias is None:
                return found
            if key_of(alias) in seen:
                break
            seen.add(key_of(alias))
            name = alias
        raise ExchangeError("DNS02_ALIAS_LOOP", server=zones.show(name))

    async def look_up(self, name: str, kind: dns.rdatatype.RdataType) -> Reply:
        """Return what the zone of a name says of it, an alias being an answer like any other."""
        found = await self._descend(_read_host(name), kind, 0)
        return found.reply

    async def _addresses(self, host: dns.name.Name, depth: int) -> tuple[Address, ...]:
        key = key_of(host)
        known = self._known.hosts.get(key)
        if known:
            return known
        found: list[Address] = []
        fault: ExchangeError | None = None
        for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
            try:
                found += await self._addresses_of_kind(host, kind, depth)
            except ExchangeError as error:
                fault = fault or error
        if not found:
            raise fault or ExchangeError("DNS02_NO_ADDRESS", server=zones.show(host))
        self._known.hosts[key] = tuple(found[:_ADDRESSES_KEPT])
        return self._known.hosts[key]

    async def _addresses_of_kind(
        self, host: dns.name.Name, kind: dns.rdatatype.RdataType, depth: int
    ) -> tuple[Address, ...]:
        seen = {key_of(host)}
        for _ in range(_ALIASES):
            found = await self._descend(host, kind, depth)
            alias = zones.alias_in(found.reply, host)
            if alias is None:
                return zones.addresses_in(found.reply, host)
            if key_of(alias) in seen:
                break
            seen.add(key_of(alias))
            host = alias
        raise ExchangeError("DNS02_ALIAS_LOOP", server=zones.show(host))

    async def _descend(
        self,
        wanted: dns.name.Name,
        kind: dns.rdatatype.RdataType,
        depth: int,
        *,
        stop_above: dns.name.Name | None = None,
    ) -> Found:
        """Follow referrals to the zone that answers, or to the one that delegates `stop_above`."""
        if depth == 0 and stop_above is None:
            await self._learn_delegation(wanted)
        zone = self._closest(wanted, stop_above)
        for _ in range(_REFERRALS):
            reply = await self._ask_zone(zone, wanted, kind, depth)
            cut = zones.referral(reply, zone.name, wanted)
            is_last = cut is None or (stop_above is not None and is_same(cut.name, stop_above))
            if is_last or cut is None or _is_answer(reply, wanted, kind):
                return Found(reply=reply, zone=zone.name, cut=cut)
            self._known.learn(cut)
            zone = cut
        raise ExchangeError("DNS02_TOO_MANY_REFERRALS", server=zones.show(wanted))

    async def _learn_delegation(self, wanted: dns.name.Name) -> None:
        """Ask for the delegation of the name surveyed before anything is asked below it.

        All sources start there, so one question serves them, and the parent hears of no more than
        it must (RFC 9156). Only for names that sources ask about: a name server's own may be what
        the delegation waits for.
        """
        about = self._known.about
        if about is None or not is_within(wanted, about):
            return
        if len(self._closest(wanted, None).name.labels) < len(about.labels):
            with contextlib.suppress(ExchangeError):  # asking for the name itself says why
                await self.delegation(zones.show(about))

    def _closest(self, wanted: dns.name.Name, stop_above: dns.name.Name | None) -> Zone:
        key = key_of(wanted)
        if stop_above is not None:
            key = key[1:]
        while key not in self._known.zones:
            key = key[1:]
        return self._known.zones[key]

    async def _ask_zone(
        self,
        zone: Zone,
        wanted: dns.name.Name,
        kind: dns.rdatatype.RdataType,
        depth: int,
    ) -> Reply:
        servers = await self._servers(zone, depth)
        fault: ExchangeError | None = None
        for server in _by_turns(servers):
            try:
                reply = await ask(self._wire, server, wanted, kind)
            except ExchangeError as error:
                fault = error
                continue
            if zones.is_useful(reply, zone.name, wanted):
                return reply
        raise fault or ExchangeError("DNS02_LAME_ZONE", server=zones.show(zone.name))

    async def _servers(self, zone: Zone, depth: int) -> tuple[NameServer, ...]:
        if zone.glue:
            return zone.glue
        if depth >= _DEPTH:
            raise ExchangeError("DNS02_TOO_MANY_REFERRALS", server=zones.show(zone.name))
        found: list[NameServer] = []
        fault: ExchangeError | None = None
        for name in zone.name_servers[:_SERVERS_TRIED]:
            if len(found) >= _UNGLUED_TRIED:
                break
            try:
                addresses = await self._addresses(name, depth + 1)
            except ExchangeError as error:
                fault = error
                continue
            found += [NameServer(name=zones.show(name), address=str(item)) for item in addresses]
        if not found:
            raise fault or ExchangeError("DNS02_LAME_ZONE", server=zones.show(zone.name))
        return tuple(found)


def _read_host(host: str) -> dns.name.Name:
    try:
        return name_of(names.read_host(host))
    except (NameRefusedError, dns.exception.DNSException) as error:
        raise ExchangeError("NET01_REFUSED_HOST", server=host) from error


def _by_turns(servers: Iterable[NameServer]) -> list[NameServer]:
    """Order servers: IPv4 before IPv6 (many machines have no IPv6), at random, in two rounds."""
    listed = list(servers)
    if len(listed) > 1:
        listed = _shuffle(listed, len(listed))
        listed.sort(key=lambda server: ":" in server.address)
    return listed[:_SERVERS_TRIED] * _ROUNDS


def _is_answer(reply: Reply, wanted: dns.name.Name, kind: dns.rdatatype.RdataType) -> bool:
    kinds = {kind, dns.rdatatype.CNAME}
    return reply.authoritative and any(
        records.rdtype in kinds and is_same(records.name, wanted)
        for records in reply.message.answer
    )
