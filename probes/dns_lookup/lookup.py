"""What the parent delegates, and what each delegated server says of the zone.

Observations, in this order: the parent's reply; one for each delegated server at one address (SOA,
NS, MX); then the whole, whose raw bytes are all those messages together. The facts of each are a
`Delegation`; only that of the whole holds every server's answer. When the parent cannot be asked or
delegates nothing, its observation stands alone.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

import dns.rcode

from probes.asking import Means, Question, Target, put
from probes.dns_lookup.comparison import compare
from probes.dns_lookup.servers import Testimony, hear, list_servers
from probes.interface import Delegation, LookupState, Observation
from probes.transport import zones
from probes.transport.dns53 import frame
from probes.transport.faults import ExchangeError
from probes.transport.resolver import Found
from probes.transport.zones import Zone

_GLUE_KEPT = 50


async def look_up(target: Target, means: Means) -> tuple[Observation, ...]:
    """Ask the parent, then each server it names, directly."""
    zone = target.name.tenant_name
    question = put(means, zone, f"{zone}. NS")
    try:
        zone, found = await find_delegation(target, means)
    except ExchangeError as error:
        return (question.failed(error),)
    if zone != target.name.tenant_name:
        question = replace(question, server=zone, text=f"{zone}. NS")
    parent = _parent(question, zone, found)
    if found.cut is None:
        return (parent,)
    return (parent, *await _servers(means, target, found.cut, parent))


async def find_delegation(target: Target, means: Means) -> tuple[str, Found]:
    """Ask the parent of the zone that a name is in; raises ExchangeError.

    Under suffixes such as avocat.fr a tenant's name is mostly no zone of its own.
    """
    zone = target.name.tenant_name
    found = await means.resolver.delegation(zone)
    if found.cut is None and zone != target.name.registered_name:
        zone = target.name.registered_name
        found = await means.resolver.delegation(zone)
    return zone, found


def _parent(question: Question, zone: str, found: Found) -> Observation:
    exists = found.reply.rcode != dns.rcode.NXDOMAIN
    return question.answered(
        frame(found.reply.wire),
        LookupState.REGISTERED if exists else LookupState.AVAILABLE,
        server=found.reply.asked.label,
        facts=Delegation(
            zone=zone,
            exists=exists,
            parent_name_servers=zones.delegated_names(found.cut) if found.cut else (),
            glue=_glue(found.cut) if found.cut else (),
        ),
    )


async def _servers(
    means: Means, target: Target, cut: Zone, parent: Observation
) -> tuple[Observation, ...]:
    zone = zones.show(cut.name)
    question = put(means, zone, f"{zone}. SOA NS, {target.name.tenant_name}. MX")
    servers = await list_servers(means, cut)
    told = await asyncio.gather(
        *(hear(means, server, cut.name, target.name.tenant_name) for server in servers)
    )
    heard = [item for item in told if item.counts]
    not_tried = [note for item in told if not item.counts for note in item.messages]
    whole = _delegation(cut, heard)
    each = tuple(item.observation(replace(whole, answers=(item.answer,))) for item in heard)
    summary = question.answered(
        b"".join(item.raw for item in (parent, *each)),
        LookupState.REGISTERED,
        server=", ".join(whole.parent_name_servers),
        facts=whole,
        messages=(*compare(whole), *not_tried),
    )
    return (*each, summary)


def _delegation(cut: Zone, heard: Iterable[Testimony]) -> Delegation:
    return Delegation(
        zone=zones.show(cut.name),
        parent_name_servers=zones.delegated_names(cut),
        answers=tuple(item.answer for item in heard),
        glue=_glue(cut),
    )


def _glue(cut: Zone) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((server.name, server.address) for server in cut.glue))[:_GLUE_KEPT]
