"""DNS messages of every shape that the readers meet, in wire form: (question, answer)."""

from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

ZONE = "cabinet-exemple.fr.example."
SITE = f"www.{ZONE}"
_ID = 4_711
_SERVERS = [f"ns{number}.agence.example." for number in range(1, 5)]
_START = f"{_SERVERS[0]} postmaster.agence.example. 2026112401 3600 900 604800 300"
_SIGNATURE = (
    "8 2 3600 20261224000000 20261124000000 12345 example. "
    "c2lnbmF0dXJlIHNpZ25hdHVyZSBzaWduYXR1cmUgc2lnbmF0dXJlIHNpZ25hdHVyZQ=="
)
_SECTIONS = ("answer", "authority", "additional")
Records = dict[str, list[tuple[str, str, list[str]]]]

_SHAPES: tuple[tuple[str, str, Records], ...] = (
    (ZONE, "SOA", {"answer": [(ZONE, "SOA", [_START])]}),
    (ZONE, "NS", {"answer": [(ZONE, "NS", _SERVERS)]}),
    (ZONE, "MX", {"answer": [(ZONE, "MX", [f"{n}0 mx{n}.mail.example." for n in (1, 2, 3)])]}),
    (ZONE, "MX", {"answer": [(ZONE, "MX", ["0 ."])]}),
    (SITE, "A", {"answer": [(SITE, "A", [f"192.0.2.{n}" for n in range(1, 30)])]}),
    (SITE, "AAAA", {"answer": [(SITE, "AAAA", ["2001:db8::1", "2001:db8::2"])]}),
    (SITE, "A", {"answer": [(SITE, "CNAME", ["site.agence.example."]),
                            ("site.agence.example.", "A", ["192.0.2.80"])]}),
    # A referral with glue of both families, and a delegation signer beside it.
    (SITE, "A", {"authority": [(ZONE, "NS", _SERVERS),
                               (ZONE, "DS", ["12345 13 2 " + "ab" * 32])],
                 "additional": [(name, "A", ["192.0.2.53"]) for name in _SERVERS]
                 + [(name, "AAAA", ["2001:db8::53"]) for name in _SERVERS]}),
    (ZONE, "MX", {"authority": [(ZONE, "SOA", [_START])]}),
    (ZONE, "TXT", {"answer": [(ZONE, "TXT", ['"v=spf1 -all" "' + "x" * 255 + '"']),
                              (ZONE, "RRSIG", [f"TXT {_SIGNATURE}"])]}),
    (ZONE, "SVCB", {"answer": [(ZONE, "SVCB", ["1 . alpn=h2 ipv4hint=192.0.2.1"]),
                               (ZONE, "CAA", ['0 issue "ca.example"']),
                               (ZONE, "NAPTR", ['1 1 "u" "sip" "!.*!x!" .']),
                               (ZONE, "LOC", ["48 50 0 N 2 20 0 E 30m"])]}),
    (ZONE, "NSEC", {"answer": [(ZONE, "NSEC", [f"www.{ZONE} A NS SOA MX RRSIG NSEC"]),
                               (ZONE, "DNSKEY", ["257 3 13 " + "AQ" * 44])]}),
)  # fmt: skip


def dns_answers() -> Iterator[tuple[bytes, bytes]]:
    """Yield each shape with its question: authoritative, then refused and truncated ones."""
    for name, kind, sections in _SHAPES:
        query = dns.message.make_query(name, kind, use_edns=0, id=_ID)
        reply = dns.message.make_response(query)
        if "answer" in sections or "additional" not in sections:
            reply.flags |= dns.flags.AA
        for place in _SECTIONS:
            for owner, what, texts in sections.get(place, []):
                getattr(reply, place).append(dns.rrset.from_text(owner, 300, "IN", what, *texts))
        yield query.to_wire(), reply.to_wire(max_size=65_535)
    query = dns.message.make_query(ZONE, "SOA", use_edns=0, id=_ID)
    for rcode in (dns.rcode.NXDOMAIN, dns.rcode.REFUSED, dns.rcode.SERVFAIL, dns.rcode.BADVERS):
        reply = dns.message.make_response(query)
        reply.set_rcode(rcode)
        yield query.to_wire(), reply.to_wire()
