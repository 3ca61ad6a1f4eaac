"""DEL: the registry's list of name servers beside the zone's, and whether those servers speak."""

from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address, ip_network

from probes.cases.finding import Finding, Seen
from probes.dns_lookup.comparison import speaks
from probes.interface import Delegation, LookupState, ServerAnswer, ZoneRecords

_NETWORK_BITS = 24


def parent_and_zone(seen: Seen) -> Iterator[Finding]:
    """DEL01: the parent's list against the lists of the zone's own servers."""
    delegation = seen.delegation
    listed = _listed_by_zone(delegation) if delegation else set()
    if delegation is None or not listed:
        return
    parent = set(delegation.parent_name_servers)
    for code, names in (
        ("DEL01_ONLY_AT_REGISTRY", parent - listed),
        ("DEL01_ONLY_IN_ZONE", listed - parent),
    ):
        if names:
            servers = ", ".join(sorted(names))
            yield seen.finding(code, Delegation, zone=delegation.zone, servers=servers)


def _listed_by_zone(delegation: Delegation) -> set[str]:
    speaking = (answer for answer in delegation.answers if speaks(answer))
    return {name for answer in speaking for name in answer.name_servers}


def servers_that_speak(seen: Seen) -> Iterator[Finding]:
    """DEL02: each delegated server answers, with authority."""
    delegation = seen.delegation
    if delegation is None:
        return
    if not any(speaks(answer) for answer in delegation.answers):
        yield seen.finding("DEL02_NO_SERVER_SPEAKS", Delegation, zone=delegation.zone)
        return
    for code, is_so in (
        ("DEL02_SERVER_LAME", _is_lame),
        ("DEL02_SERVER_SILENT", _is_silent),
    ):
        names = sorted({item.server for item in delegation.answers if is_so(item)})
        if names:
            servers = ", ".join(names)
            yield seen.finding(code, Delegation, zone=delegation.zone, servers=servers)


def _is_lame(answer: ServerAnswer) -> bool:
    answered = {LookupState.REGISTERED, LookupState.AVAILABLE, LookupState.REFUSED}
    return answer.state in answered and not speaks(answer)


def _is_silent(answer: ServerAnswer) -> bool:
    return not speaks(answer) and not _is_lame(answer) and bool(answer.address)


def glue(seen: Seen) -> Iterator[Finding]:
    """DEL03: a server named inside its own zone needs its address at the parent, the right one."""
    delegation = seen.zone.delegation if seen.zone else None
    if delegation is None:
        return
    given = {name for name, _ in delegation.glue}
    inside = {name for name in delegation.parent_name_servers if _is_in(name, delegation.zone)}
    if missing := sorted(inside - given):
        servers = ", ".join(missing)
        yield seen.finding("DEL03_MISSING", Delegation, zone=delegation.zone, servers=servers)
    yield from _differing(seen, delegation, inside & given)


def _differing(seen: Seen, delegation: Delegation, names: set[str]) -> Iterator[Finding]:
    own = seen.records.server_addresses if seen.records else ()
    for name in sorted(names):
        at_parent = {address for known, address in delegation.glue if known == name}
        in_zone = {address for known, address in own if known == name}
        # An address more in the zone is no fault: parents often give only some.
        if in_zone and not at_parent <= in_zone:
            yield seen.finding(
                "DEL03_DIFFERS",
                ZoneRecords,
                server=name,
                parent=", ".join(sorted(at_parent)),
                child=", ".join(sorted(in_zone)),
            )


def _is_in(name: str, zone: str) -> bool:
    return name == zone or name.endswith(f".{zone}")


def single_points(seen: Seen) -> Iterator[Finding]:
    """DEL04: one server, one network or one operator that everything hangs on."""
    delegation = seen.delegation
    if delegation is None:
        return
    if len(delegation.parent_name_servers) == 1:
        server = delegation.parent_name_servers[0]
        yield seen.finding("DEL04_ONE_SERVER", Delegation, zone=delegation.zone, server=server)
        return
    networks = {_network(answer.address) for answer in delegation.answers if answer.address}
    if len(networks) == 1 and None not in networks:
        network = str(networks.pop())
        yield seen.finding("DEL04_ONE_NETWORK", Delegation, zone=delegation.zone, network=network)
    operator = _operator(seen, delegation.parent_name_servers)
    if operator:
        yield seen.finding(
            "DEL04_ONE_OPERATOR", Delegation, zone=delegation.zone, operator=operator
        )


def _network(address: str) -> str | None:
    """Return the network that shares one way in; IPv6 is not weighed."""
    read = ip_address(address)
    if not isinstance(read, IPv4Address):
        return None
    return str(ip_network(f"{read}/{_NETWORK_BITS}", strict=False))


def _operator(seen: Seen, servers: tuple[str, ...]) -> str:
    """Return the one name that all servers are under, as a registry knows it where we asked."""
    pointers = seen.records.pointers if seen.records else ()
    registered = {item.target: item.registered_name for item in pointers}
    above = {registered.get(name) or name.partition(".")[2] for name in servers}
    return above.pop() if len(above) == 1 else ""
