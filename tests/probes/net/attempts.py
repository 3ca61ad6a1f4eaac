"""Every way to lead the probes to a dangerous address, taken a given number of times.

What matters is counted at the socket (`connections.py`): whatever is planted, nothing but the peers
of the stage is ever connected to, and the machine's own resolver is never asked.
"""

import json
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_address
from itertools import islice
from random import Random

from probes.errors import NameRefusedError
from probes.interface import Source
from probes.registry import observe_async
from tests.probes.net.connections import counted
from tests.probes.net.dangerous import DANGEROUS
from tests.probes.net.dressings import dressed, embedded, fuzzed, in_url
from tests.probes.net.stage import NAME, PEER, ROOT, Stage
from tests.probes.net.talker import Talker

RDAP, WHOIS, REGISTRAR = "rdap.reg.example", "whois.reg.example", "whois.registrar.example"
_FEW = 8
"""Addresses of one host that are looked at; more would not be attempts."""
_OURS = {ROOT, PEER}
_THIN = f"Domain Name: {NAME}\r\nRegistrar: R\r\nCreation Date: 2020-01-01T00:00:00Z\r\n"


@dataclass(kw_only=True)
class Tally:
    """How often it was tried, and what was connected to that never should be."""

    attempts: int = 0
    elsewhere: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    """The peers of the stage that were connected to: shows that the counting works."""

    def add(self, tried: int, seen: Iterable[str]) -> None:
        """Count what one survey did."""
        self.attempts += tried
        for address in seen:
            (self.reached.add if address in _OURS else self.elsewhere.append)(address)


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """A stage with one talker on each port, and the material of a run."""

    stage: Stage
    talker: Talker
    addresses: tuple[str, ...]
    dressings: tuple[str, ...]

    async def survey(self, name: str, sources: Collection[Source], site_host: str = "") -> set[str]:
        """Ask about a name and return every address that was connected to."""
        with counted() as seen, suppress(NameRefusedError):
            await observe_async(name, self.stage.options(), site_host=site_host, sources=sources)
        return set(seen)


Steps = AsyncIterator[tuple[int, set[str]]]


async def attempt(count: int, seed: int) -> dict[str, Tally]:
    """Take every way about `count` times each; return what each led to."""
    chance = Random(seed)
    stage = Stage()
    await stage.start()
    try:
        ground = _Ground(
            stage=stage,
            talker=await Talker.on(stage, PEER),
            addresses=tuple(islice(_addresses(chance, count), count)),
            dressings=tuple(islice(_dressings(chance, count), count)),
        )
        tallies = {}
        for told, way in _WAYS.items():
            stage.rdap = stage.whois = ""
            stage.hosts, stage.cuts = {}, {}
            tallies[told] = await _total(way(ground))
        return tallies
    finally:
        await stage.stop()


async def _total(steps: Steps) -> Tally:
    tally = Tally()
    async for tried, seen in steps:
        tally.add(tried, seen)
    return tally


def _addresses(chance: Random, count: int) -> Iterator[str]:
    """Yield the known ones, then made ones, each IPv4 address in one of its IPv6 dresses too."""
    yield from (address for address in DANGEROUS if "%" not in address)
    for address in fuzzed(chance, count):
        yield str(address)
        if isinstance(address, IPv4Address):
            yield str(chance.choice(list(embedded(address, chance))))


def _dressings(chance: Random, count: int) -> Iterator[str]:
    """Yield every dress of loopback and of a cloud's metadata, then one of each made address."""
    for known in ("127.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254"):
        yield from dressed(ip_address(known), chance)
    yield from (
        "localhost",
        "localhost.",
        "ip6-localhost",
        "metadata.google.internal",
        "0",
        "127.1",
    )
    for address in fuzzed(chance, count):
        yield chance.choice(list(dressed(address, chance)))


def _groups(ground: _Ground) -> Iterator[tuple[str, ...]]:
    return (ground.addresses[at : at + _FEW] for at in range(0, len(ground.addresses), _FEW))


async def _names(ground: _Ground) -> Steps:
    """Let the registry's hosts and the site resolve there, one of them behind an alias."""
    stage = ground.stage
    stage.rdap, stage.whois = f"https://{RDAP}/", WHOIS
    for group in _groups(ground):
        stage.hosts = {RDAP: group, WHOIS: ("=away.example",), "away.example": group, NAME: group}
        sources = (Source.RDAP, Source.WHOIS, Source.TLS)
        yield 3 * len(group), await ground.survey(NAME, sources)


async def _name_servers(ground: _Ground) -> Steps:
    """Delegate the zone there: with glue, and through a name that resolves there."""
    stage = ground.stage
    for group in _groups(ground):
        stage.cuts = {
            NAME: {f"ns1.{NAME}": group[:4], f"ns2.{NAME}": group[4:], "ns.away.example": ()}
        }
        stage.hosts = {"ns.away.example": group[:4]}
        seen = await ground.survey(NAME, [Source.DNS, Source.TLS], f"www.{NAME}")
        yield len(group) + len(group[:4]), seen


async def _registry_addresses(ground: _Ground) -> Steps:
    """Write a literal into the registry's own table."""
    for host in ground.dressings:
        ground.stage.rdap, ground.stage.whois = f"https://{in_url(host)}/", host
        yield 2, await ground.survey(NAME, [Source.RDAP, Source.WHOIS])


async def _redirects(ground: _Ground) -> Steps:
    """Redirect there from the RDAP server."""
    _answer_rdap(ground.stage)
    for host in ground.dressings:
        location = f"http://{in_url(host)}/latest/meta-data/"
        ground.talker.says = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n"
        yield 1, await ground.survey(NAME, [Source.RDAP])


async def _links(ground: _Ground) -> Steps:
    """Name the registrar's own answer there, in the RDAP answer."""
    _answer_rdap(ground.stage)
    for host in ground.dressings:
        link = {
            "rel": "related",
            "type": "application/rdap+json",
            "href": f"http://{in_url(host)}/",
        }
        body = json.dumps({"objectClassName": "domain", "ldhName": NAME, "links": [link]})
        ground.talker.says = f"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{body}"
        yield 1, await ground.survey(NAME, [Source.RDAP])


async def _referrals(ground: _Ground) -> Steps:
    """Refer there in the WHOIS answer, in letters or through a name."""
    stage = ground.stage
    stage.whois, stage.hosts = WHOIS, {WHOIS: (PEER,)}
    for host in (*ground.addresses, *ground.dressings):
        ground.talker.says = f"{_THIN}Registrar WHOIS Server: {host}\r\n"
        yield 1, await ground.survey(NAME, [Source.WHOIS])
    ground.talker.says = f"{_THIN}Registrar WHOIS Server: {REGISTRAR}\r\n"
    for group in _groups(ground):
        stage.hosts = {WHOIS: (PEER,), REGISTRAR: group}
        yield len(group), await ground.survey(NAME, [Source.WHOIS])


async def _typed(ground: _Ground) -> Steps:
    """Type it for a domain name, or for the host of the site."""
    for host in (*ground.addresses, *ground.dressings):
        yield 1, await ground.survey(host, [Source.DNS, Source.TLS])
        yield 1, await ground.survey(NAME, [Source.TLS], host)


def _answer_rdap(stage: Stage) -> None:
    stage.rdap, stage.hosts = f"http://{RDAP}/", {RDAP: (PEER,)}


_WAYS: dict[str, Callable[[_Ground], Steps]] = {
    "names": _names,
    "name servers": _name_servers,
    "registry addresses": _registry_addresses,
    "redirects": _redirects,
    "RDAP links": _links,
    "WHOIS referrals": _referrals,
    "typed names": _typed,
}
