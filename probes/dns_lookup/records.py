"""What one of the zone's own servers says beside the delegation, and where that leads.

One observation whose raw bytes are every message received. It is not among what is always asked:
some sixty questions more, which a re-check of one field does not need.
"""

import asyncio
import secrets
from dataclasses import dataclass

import dns.name
import dns.rdatatype

from probes.asking import Means, Target, put
from probes.dns_lookup.listening import Listener, records_of, says_something
from probes.dns_lookup.lookup import find_delegation
from probes.dns_lookup.mail_policy import Hosts, ask_mail, ask_mail_hosts
from probes.dns_lookup.pointers import aliases, follow_all
from probes.dns_lookup.servers import list_servers
from probes.dns_lookup.signing import ask_signing
from probes.interface import (
    LookupState,
    Observation,
    Pointer,
    PointerRole,
    ZoneRecords,
)
from probes.transport import zones
from probes.transport.faults import ExchangeError
from probes.transport.queries import NameServer
from probes.transport.resolver import Found
from probes.transport.zones import Zone

_SERVERS_TRIED = 4
_INSIDE_ASKED = 8


@dataclass(frozen=True, kw_only=True)
class _Zone:
    """What is asked about: the cut, who delegates it, and the name the survey is about."""

    cut: Zone
    parent: NameServer
    name: str
    site: str


async def look_up(target: Target, means: Means) -> tuple[Observation, ...]:
    """Ask the first server that speaks for the zone; nothing when there is none."""
    try:
        zone, found = await find_delegation(target, means)
    except ExchangeError:
        return ()  # The delegation's own look-up says why.
    if found.cut is None:
        return ()
    question = put(means, zone, f"{zone}. DS DNSKEY MX TXT")
    listener = await _speaking(means, found.cut)
    if listener is None:
        return ()
    about = _about(target, found, found.cut)
    facts = await _listen(listener, about)
    observation = question.answered(
        listener.raw,
        LookupState.REGISTERED,
        server=listener.server.label,
        facts=facts,
        messages=tuple(listener.faults),
    )
    return (observation,)


def _about(target: Target, found: Found, cut: Zone) -> _Zone:
    name = target.name.tenant_name
    site = target.site_host
    return _Zone(cut=cut, parent=found.reply.asked, name=name, site=site)


async def _speaking(means: Means, cut: Zone) -> Listener | None:
    for server in (await list_servers(means, cut))[:_SERVERS_TRIED]:
        if not server.address:
            continue
        listener = Listener(means=means, server=server)
        start = await listener.ask(cut.name, dns.rdatatype.SOA)
        if records_of(start, cut.name, dns.rdatatype.SOA):
            return listener
    return None


async def _listen(listener: Listener, about: _Zone) -> ZoneRecords:
    zone = about.cut.name
    wildcard, hosts = await asyncio.gather(
        _wildcard(listener, zone), ask_mail_hosts(listener, about.name)
    )
    now = listener.means.wire.clock()
    signing, mail, addresses, pointers = await asyncio.gather(
        ask_signing(listener, about.parent, zone, now),
        ask_mail(listener, about.name, hosts, any_text="TXT" in (wildcard or ())),
        _own_addresses(listener, about.cut),
        _pointers(listener, about, hosts),
    )
    return ZoneRecords(
        zone=zones.show(zone),
        name=about.name,
        server=listener.server.name,
        server_addresses=addresses,
        signing=signing,
        mail=mail,
        pointers=pointers,
        wildcard=wildcard,
    )


async def _wildcard(listener: Listener, zone: dns.name.Name) -> tuple[str, ...] | None:
    """Ask for a name that nobody has chosen: an answer is one that any name gets."""
    name = dns.name.Name((secrets.token_hex(8).encode("ascii"), *zone.labels))
    kinds = (dns.rdatatype.A, dns.rdatatype.TXT)
    replies = await asyncio.gather(*(listener.ask(name, kind) for kind in kinds))
    if any(reply is None or not says_something(reply) for reply in replies):
        return None
    answered = zip(kinds, replies, strict=True)
    return tuple(kind.name for kind, reply in answered if reply and reply.message.answer)


async def _own_addresses(listener: Listener, cut: Zone) -> tuple[tuple[str, str], ...]:
    inside = sorted(name for name in cut.name_servers if name.is_subdomain(cut.name))
    kinds = (dns.rdatatype.A, dns.rdatatype.AAAA)
    asked = [(name, kind) for name in inside[:_INSIDE_ASKED] for kind in kinds]
    replies = await asyncio.gather(*(listener.ask(name, kind) for name, kind in asked))
    return tuple(
        sorted(
            (zones.show(name), record.address)
            for (name, kind), reply in zip(asked, replies, strict=True)
            for record in records_of(reply, name, kind) or ()
        )
    )


async def _pointers(listener: Listener, about: _Zone, mail_hosts: Hosts) -> tuple[Pointer, ...]:
    servers = zones.delegated_names(about.cut)
    zone = zones.show(about.cut.name)
    wanted = [(PointerRole.NAME_SERVER, zone, name) for name in servers]
    wanted += [
        (PointerRole.MAIL_HOST, about.name, host) for host in mail_hosts or () if host != "."
    ]
    hosts = {about.site, f"www.{about.name}"}
    inside = (host for host in hosts if host == zone or host.endswith(f".{zone}"))
    return await follow_all(listener, [*wanted, *await aliases(listener, inside)])
