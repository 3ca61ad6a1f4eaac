"""An authoritative name server over its zones: what it says when it is honest."""

from collections.abc import Iterable

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.rrset
import dns.zone

LONGEST_ALIAS_CHAIN = 8


def answer(zones: Iterable[dns.zone.Zone], query: dns.message.Message) -> dns.message.Message:
    """Answer a query from these zones: data, alias, referral, no such name, or REFUSED."""
    response = dns.message.make_response(query)
    response.ednsflags |= query.ednsflags & dns.flags.DO  # RFC 3225 section 3
    question = query.question[0]
    zone = closest(zones, question.name)
    if zone is None or question.rdclass != dns.rdataclass.IN:
        response.set_rcode(dns.rcode.REFUSED)
        return response
    cut = _delegation(zone, question.name)
    # Of what is at a cut, the DS belongs to the parent (RFC 4035 section 3.1.4.1).
    is_for_parent = question.rdtype == dns.rdatatype.DS and cut == question.name
    if cut is not None and not is_for_parent:
        _refer(response, zone, cut)
        return response
    response.flags |= dns.flags.AA
    _tell(response, zone, question.name, question.rdtype)
    if query.ednsflags & dns.flags.DO:
        _tell_signatures(response, zone)
    return response


def closest(zones: Iterable[dns.zone.Zone], name: dns.name.Name) -> dns.zone.Zone | None:
    """Return the zone that a name is in."""
    above = [zone for zone in zones if name.is_subdomain(_origin(zone))]
    return max(above, key=lambda zone: len(_origin(zone)), default=None)


def _origin(zone: dns.zone.Zone) -> dns.name.Name:
    if zone.origin is None:
        raise ValueError("a zone without an origin")
    return zone.origin


def _delegation(zone: dns.zone.Zone, name: dns.name.Name) -> dns.name.Name | None:
    """Return the highest name between the zone's top and this one that is delegated."""
    depth = len(_origin(zone))
    for labels in range(depth + 1, len(name) + 1):
        above = name.split(labels)[1]
        if zone.get_rdataset(above, dns.rdatatype.NS):
            return above
    return None


def _refer(response: dns.message.Message, zone: dns.zone.Zone, cut: dns.name.Name) -> None:
    servers = zone.find_rdataset(cut, dns.rdatatype.NS)
    response.authority.append(_rrset(cut, servers))
    for server in servers:
        glue = zone.get_rdataset(server.target, dns.rdatatype.A)
        if glue:
            response.additional.append(_rrset(server.target, glue))


def _tell(
    response: dns.message.Message,
    zone: dns.zone.Zone,
    name: dns.name.Name,
    kind: dns.rdatatype.RdataType,
) -> None:
    for _ in range(LONGEST_ALIAS_CHAIN):
        source = _source(zone, name)
        found = zone.get_rdataset(source, kind)
        if found:
            response.answer.append(_rrset(name, found))
            return
        alias = zone.get_rdataset(source, dns.rdatatype.CNAME)
        if not alias:
            _tell_nothing(response, zone, name)
            return
        response.answer.append(_rrset(name, alias))
        name = alias[0].target
        if not name.is_subdomain(_origin(zone)):
            return


def _tell_signatures(response: dns.message.Message, zone: dns.zone.Zone) -> None:
    for records in list(response.answer):
        source = _source(zone, records.name)
        signed = zone.get_rdataset(source, dns.rdatatype.RRSIG, records.rdtype)
        if signed:
            response.answer.append(_rrset(records.name, signed))


def _source(zone: dns.zone.Zone, name: dns.name.Name) -> dns.name.Name:
    """Return the name whose records answer: itself, or a wildcard above it (RFC 4592)."""
    above = name
    while above != _origin(zone) and not any(owner.is_subdomain(above) for owner in zone.nodes):
        above = above.parent()
        wildcard = dns.name.Name((b"*", *above.labels))
        if zone.get_node(wildcard) is not None:
            return wildcard
    return name


def _tell_nothing(response: dns.message.Message, zone: dns.zone.Zone, name: dns.name.Name) -> None:
    # A name that only has names below it exists, without data (RFC 8020).
    if not any(owner.is_subdomain(name) for owner in zone.nodes):
        response.set_rcode(dns.rcode.NXDOMAIN)
    start = zone.find_rdataset(_origin(zone), dns.rdatatype.SOA)
    response.authority.append(_rrset(_origin(zone), start))


def _rrset(name: dns.name.Name, data: dns.rdataset.Rdataset) -> dns.rrset.RRset:
    return dns.rrset.from_rdata_list(name, data.ttl, list(data))
