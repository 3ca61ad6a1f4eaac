"""What a DNS answer says about the next zone down, the address of a host, or where to look next.

Pure reading of one reply; only what the answering zone has a say in is believed, so a server
cannot speak for names outside its zone.
"""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

import dns.name
import dns.rcode
import dns.rdatatype

from probes.transport.addresses import Address
from probes.transport.messages import AnyRecords
from probes.transport.naming import is_same, is_within, key_of
from probes.transport.queries import NameServer, Reply

_NAMES_KEPT = 8_192
_ADDRESS_KINDS = (dns.rdatatype.A, dns.rdatatype.AAAA)


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A zone cut as its parent delegates it."""

    name: dns.name.Name
    name_servers: tuple[dns.name.Name, ...]
    glue: tuple[NameServer, ...] = ()
    """Name servers whose addresses are known."""


def root_zone(addresses: tuple[str, ...]) -> Zone:
    """Return the zone everything starts from."""
    servers = tuple(NameServer(name="root", address=address) for address in addresses)
    return Zone(name=dns.name.root, name_servers=(), glue=servers)


def referral(reply: Reply, zone: dns.name.Name, wanted: dns.name.Name) -> Zone | None:
    """Return the cut that a reply of `zone` points to, on the way down to `wanted`."""
    for section in (reply.message.authority, reply.message.answer):
        for records in section:
            if records.rdtype == dns.rdatatype.NS and _leads_down(records.name, zone, wanted):
                return _cut(reply, records, zone)
    return None


def delegated_names(zone: Zone) -> tuple[str, ...]:
    """Return a cut's name servers as text: lower case, no final dot, sorted."""
    return tuple(sorted(show(name) for name in zone.name_servers))


def addresses_in(reply: Reply, host: dns.name.Name) -> tuple[Address, ...]:
    """Return the addresses a reply gives for exactly this host."""
    return tuple(
        ip_address(record.address)
        for records in reply.message.answer
        if records.rdtype in _ADDRESS_KINDS and is_same(records.name, host)
        for record in records
    )


def alias_in(reply: Reply, host: dns.name.Name) -> dns.name.Name | None:
    """Return the name that a reply says this host is another name of."""
    for records in reply.message.answer:
        if records.rdtype == dns.rdatatype.CNAME and is_same(records.name, host):
            target: dns.name.Name = records[0].target
            return target
    return None


def is_useful(reply: Reply, zone: dns.name.Name, wanted: dns.name.Name) -> bool:
    """Tell whether a reply brings us further: an answer, a denial, or a way down.

    A server that neither speaks for the zone nor points below it is lame: the next one is asked.
    """
    if reply.rcode not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
        return False
    return reply.authoritative or referral(reply, zone, wanted) is not None


def show(name: dns.name.Name) -> str:
    """Return a name as people read it: lower case, no final dot."""
    return _shown(name.labels)


# The names of one survey are shown dozens of times each.
@lru_cache(_NAMES_KEPT)
def _shown(labels: tuple[bytes, ...]) -> str:
    return dns.name.Name(labels).to_text(omit_final_dot=True).lower()


def _leads_down(cut: dns.name.Name, zone: dns.name.Name, wanted: dns.name.Name) -> bool:
    return not is_same(cut, zone) and is_within(cut, zone) and is_within(wanted, cut)


def _cut(reply: Reply, records: AnyRecords, zone: dns.name.Name) -> Zone:
    names = tuple(record.target for record in records)
    keys = {key_of(name) for name in names}
    glue = tuple(
        NameServer(name=show(extra.name), address=record.address)
        for extra in reply.message.additional
        if extra.rdtype in _ADDRESS_KINDS
        and key_of(extra.name) in keys
        and is_within(extra.name, zone)
        for record in extra
    )
    return Zone(name=records.name, name_servers=names, glue=glue)
