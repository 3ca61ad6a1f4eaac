"""What the zone says beside the patterns: operators that the catalogue does not know."""

from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network

from probes.discovery.inferring.seen import Seen, inferred
from probes.discovery.model import Evidence, Hit, TraceSource
from probes.interface import message

_ELSEWHERE = frozenset({"hosting", "site_builder", "source_code"})
_OF_SERVERS = ("ip4:", "ip6:", "a:")
_OF_OTHERS = ("include:", "redirect=")


def ns_agency(seen: Seen, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Propose the zone at whoever runs name servers that are no known operator's."""
    for operator, items in _unknown(seen, hits, TraceSource.NS).items():
        for item in items:
            held = message("DIS03_HELD_OPERATOR", provider=operator)
            yield inferred(
                "ns_agency", place=item.place, text=item.text, provider=operator, held_by=held
            )


def ns_own(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Propose the zone on name servers of the practice's own name."""
    for item in seen.of_source(TraceSource.NS):
        if seen.is_own(item.text):
            yield inferred("ns_own", place=item.place, text=item.text)


def mx_other(seen: Seen, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Propose mailboxes at an operator that the catalogue does not know."""
    for operator, items in _unknown(seen, hits, TraceSource.MX).items():
        for item in items:
            yield inferred("mx_other", place=item.place, text=item.text, provider=operator)


def mx_self(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Propose mailboxes that sit under the name itself, mostly on the site's hosting."""
    for item in seen.of_source(TraceSource.MX):
        if seen.is_own(item.text):
            yield inferred("mx_self", place=item.place, text=item.text)


def host_other(seen: Seen, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Propose the hosting at whoever the site's name leads to."""
    if _knows_host(hits):
        return
    for item in _leading_away(seen):
        operator = seen.holder_of(item.text)
        yield inferred("host_other", place=item.place, text=item.text, provider=operator)


def host_unknown(seen: Seen, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Propose a hosting that nothing names: there is a site, so somebody hosts it."""
    if _knows_host(hits) or not seen.pages or any(_leading_away(seen)):
        return
    for address in seen.addresses[:1]:
        yield inferred("host_unknown", place=f"A {seen.name}", text=address)


def spf_ip(seen: Seen, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about servers that may send in the practice's name, and that nothing else explains."""
    explained = {seen.holder_of(item.text) for item in _hosts(seen)}
    known = _texts_of(hits, TraceSource.SPF)
    for item in seen.of_source(TraceSource.SPF):
        word = item.text.lower()
        if item.text in known or not word.startswith((*_OF_SERVERS, *_OF_OTHERS)):
            continue
        target = word.replace("=", ":", 1).partition(":")[2]
        operator = seen.holder_of(target) if not word.startswith("ip") else ""
        if operator in explained or seen.is_own(target) or _is_own_address(seen, target):
            continue
        yield inferred("spf_ip", place=item.place, text=item.text, provider=operator or target)


def dmarc_reports(seen: Seen, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about reports that somebody else receives."""
    known = _texts_of(hits, TraceSource.DMARC)
    for item in seen.of_source(TraceSource.DMARC):
        host = item.text.rpartition("@")[2]
        operator = seen.holder_of(host)
        if item.text not in known and operator and not seen.is_own(host):
            yield inferred("dmarc_reports", place=item.place, text=item.text, provider=operator)


def _unknown(seen: Seen, hits: tuple[Hit, ...], source: TraceSource) -> dict[str, list[Evidence]]:
    """Return the hosts that no pattern knows and that are not under the name, by operator."""
    known = _texts_of(hits, source)
    found: dict[str, list[Evidence]] = {}
    for item in seen.of_source(source):
        operator = seen.holder_of(item.text)
        if operator and item.text.lower() not in known and not seen.is_own(item.text):
            found.setdefault(operator, []).append(item)
    return found


def _texts_of(hits: Iterable[Hit], source: TraceSource) -> set[str]:
    return {
        hit.trace.text for hit in hits if hit.trace.source is source and hit.fingerprint.proposes
    }


def _knows_host(hits: Iterable[Hit]) -> bool:
    return any(hit.fingerprint.kind in _ELSEWHERE and hit.fingerprint.proposes for hit in hits)


def _leading_away(seen: Seen) -> Iterator[Evidence]:
    for item in seen.of_source(TraceSource.CNAME):
        if item.at in ("", "www") and seen.holder_of(item.text) and not seen.is_own(item.text):
            yield item


def _hosts(seen: Seen) -> Iterator[Evidence]:
    yield from seen.of_source(TraceSource.MX)
    yield from seen.of_source(TraceSource.NS)
    yield from _leading_away(seen)


def _is_own_address(seen: Seen, text: str) -> bool:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return False
    return any(ip_address(address) in network for address in seen.addresses)
