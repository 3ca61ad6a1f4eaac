"""Where names lead that a zone or page points to: an address, nowhere, one anybody may take."""

import asyncio
from collections.abc import Iterable

import dns.name
import dns.rcode
import dns.rdatatype

from probes.dns_lookup.listening import Follower, Listener, child, says_something
from probes.interface import Pointer, PointerRole, PointerState
from probes.transport import zones
from probes.transport.resolver import Found

_FOLLOWED = 16


async def follow_all(
    follower: Follower, wanted: Iterable[tuple[PointerRole, str, str]]
) -> tuple[Pointer, ...]:
    """Follow pointers: (what for, the name that points, the name pointed to)."""
    chosen = sorted(set(wanted))[:_FOLLOWED]
    return tuple(await asyncio.gather(*(_follow(follower, *item) for item in chosen)))


async def aliases(listener: Listener, names: Iterable[str]) -> list[tuple[PointerRole, str, str]]:
    """Ask the zone's server which of these names are other names of something else."""
    chosen = sorted(set(names))
    targets = await asyncio.gather(*(_alias(listener, name) for name in chosen))
    told = zip(chosen, targets, strict=True)
    return [(PointerRole.ALIAS, name, target) for name, target in told if target is not None]


async def _alias(listener: Listener, name: str) -> str | None:
    owner = dns.name.from_text(name)
    reply = await listener.ask(owner, dns.rdatatype.CNAME)
    target = zones.alias_in(reply, owner) if reply and says_something(reply) else None
    return zones.show(target) if target is not None else None


async def _follow(follower: Follower, role: PointerRole, owner: str, target: str) -> Pointer:
    name = child(target, dns.name.root)
    found = await follower.find(name, dns.rdatatype.A) if name else None
    state = _state(follower, found) if found else PointerState.UNKNOWN
    if state is PointerState.NO_ADDRESS and name is not None:
        second = await follower.find(name, dns.rdatatype.AAAA)
        state = _state(follower, second) if second else PointerState.UNKNOWN
    end = zones.show(found.reply.message.question[0].name) if found else target
    return Pointer(
        role=role,
        owner=owner,
        target=target,
        state=state,
        registered_name=follower.registered_name(end),
    )


def _state(follower: Follower, found: Found) -> PointerState:
    end = found.reply.message.question[0].name
    if found.reply.rcode == dns.rcode.NXDOMAIN:
        registered = follower.registered_name(zones.show(end))
        # The registry's own zone denies it: a name inside somebody's zone would be denied there.
        lapsed = registered and found.zone == dns.name.from_text(registered).parent()
        return PointerState.LAPSED if lapsed else PointerState.MISSING
    has_address = bool(zones.addresses_in(found.reply, end))
    return PointerState.ANSWERS if has_address else PointerState.NO_ADDRESS
