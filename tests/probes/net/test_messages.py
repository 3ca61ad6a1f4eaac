"""The usual DNS messages, read by us and by dnspython: never two meanings of the same bytes."""

import random
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.transport import messages

NAME = dns.name.from_text("cabinet.example.")
LABELS = st.binary(min_size=1, max_size=8) | st.sampled_from([b"www", b"WWW", b"ns1", b"x" * 63])
NAMES = st.lists(LABELS, max_size=3).map(lambda labels: dns.name.Name((*labels, *NAME.labels)))
OCTETS = st.binary(max_size=60)
LENGTHS = st.integers(0, 65_535)


def _quoted(piece: bytes) -> str:
    return '"' + "".join(f"\\{octet:03d}" for octet in piece) + '"'


FLAGS = st.sampled_from([0, dns.flags.AA, dns.flags.TC, dns.flags.AA | dns.flags.TC])
CODES = st.sampled_from([dns.rcode.NOERROR, dns.rcode.NXDOMAIN, dns.rcode.REFUSED])
TEXTS: dict[str, st.SearchStrategy[str]] = {
    "A": st.ip_addresses(v=4).map(str),
    "AAAA": st.ip_addresses(v=6).map(str),
    "NS": NAMES.map(str),
    "CNAME": NAMES.map(str),
    "PTR": NAMES.map(str),
    "MX": st.tuples(LENGTHS, NAMES).map(lambda it: f"{it[0]} {it[1]}"),
    "SOA": st.tuples(NAMES, NAMES, LENGTHS).map(lambda it: f"{it[0]} {it[1]} {it[2]} 1 2 3 4"),
    "TXT": st.lists(st.binary(max_size=80), min_size=1, max_size=3).map(
        lambda pieces: " ".join(
            '"' + "".join(f"\\{o:03d}" for o in piece) + '"' for piece in pieces
        )
    ),
    "CAA": st.just('0 issue "authority.example"'),
}
RECORDS = st.sampled_from(sorted(TEXTS)).flatmap(
    lambda kind: st.tuples(NAMES, st.just(kind), LENGTHS, TEXTS[kind])
)
SECTIONS = st.lists(RECORDS, max_size=5)


@st.composite
def answers(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Draw a query and an answer to it, as dnspython writes them."""
    kind = draw(st.sampled_from(["A", "NS", "SOA", "MX", "TXT", "AAAA", "DS"]))
    query = dns.message.make_query(draw(NAMES), kind, use_edns=0, payload=1232)
    reply = dns.message.make_response(query)
    reply.flags |= draw(
        st.sampled_from([0, dns.flags.AA, dns.flags.TC, dns.flags.AA | dns.flags.TC])
    )
    reply.set_rcode(draw(CODES))
    if draw(st.booleans()):
        reply.use_edns(False)
    for section in (reply.answer, reply.authority, reply.additional):
        for owner, each, ttl, text in draw(SECTIONS):
            section.append(dns.rrset.from_text(owner, ttl, "IN", each, text))
    return query.to_wire(), reply.to_wire(max_size=65_535)


def as_seen(message: messages.AnyMessage) -> object:
    """Return everything that the probes read from a message."""
    sections = (message.question, message.answer, message.authority, message.additional)
    return (
        message.id,
        int(message.flags),
        message.rcode(),
        [[_shown(records) for records in section] for section in sections],
    )


def _shown(records: messages.AnyRecords) -> object:
    names = records.name.labels, records.rdtype, records.ttl
    return (*names, [_members(record, records.rdtype) for record in records])


def _members(record: Any, kind: dns.rdatatype.RdataType) -> tuple[object, ...]:
    members = {
        "A": ("address",),
        "AAAA": ("address",),
        "NS": ("target",),
        "CNAME": ("target",),
        "PTR": ("target",),
        "MX": ("preference", "exchange"),
        "TXT": ("strings",),
        "SOA": ("mname", "rname", "serial", "refresh", "retry", "expire", "minimum"),
    }
    return tuple(
        value.labels if isinstance(value, dns.name.Name) else value
        for value in (getattr(record, member) for member in members[kind.name])
    )


@given(answers())
def test_an_answer_means_to_us_what_it_means_to_dnspython(said: tuple[bytes, bytes]) -> None:
    query, answer = said
    ours = messages.read(answer, query)
    if ours is not None:
        theirs = dns.message.from_wire(answer)
        assert as_seen(ours) == as_seen(theirs)
        assert dns.message.from_wire(query).is_response(theirs)


@given(answers(), st.lists(st.tuples(LENGTHS, st.integers(0, 255)), max_size=4), OCTETS, LENGTHS)
def test_a_mangled_answer_is_left_to_dnspython_or_means_the_same(
    said: tuple[bytes, bytes], changes: list[tuple[int, int]], tail: bytes, cut: int
) -> None:
    query, answer = said
    mangled = bytearray(answer)
    for place, octet in changes:
        mangled[place % len(mangled)] = octet
    for wire in (bytes(mangled), bytes(mangled) + tail, bytes(mangled)[: cut % len(mangled)]):
        ours = messages.read(wire, query)
        if ours is not None:
            assert as_seen(ours) == as_seen(dns.message.from_wire(wire))


@pytest.mark.parametrize("kind", ["A", "AAAA", "NS", "CNAME", "PTR", "SOA", "MX", "TXT"])
def test_the_usual_answers_are_read_by_us(kind: str) -> None:
    """Without this the tests above could pass by reading nothing."""
    texts = {
        "A": "192.0.2.1", "AAAA": "2001:db8::1", "NS": "ns1.cabinet.example.",
        "CNAME": "site.example.", "PTR": "host.example.", "MX": "10 mx.example.",
        "SOA": "ns1.cabinet.example. hostmaster.example. 7 1 2 3 4", "TXT": '"v=spf1" " -all"',
    }  # fmt: skip
    asked = dns.rdatatype.from_text(kind)
    query = messages.write(7, messages.question_of(NAME, asked), payload=1232)
    reply = dns.message.make_response(dns.message.from_wire(query))
    reply.answer.append(dns.rrset.from_text(NAME, 60, "IN", kind, texts[kind]))
    reply.additional.append(dns.rrset.from_text("ns1.cabinet.example.", 60, "IN", "A", "192.0.2.9"))
    ours = messages.read(reply.to_wire(), query)
    assert ours is not None
    assert as_seen(ours) == as_seen(dns.message.from_wire(reply.to_wire()))


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("payload", [0, 1232])
@given(NAMES)
def test_a_question_is_written_as_dnspython_writes_it(
    payload: int,
    signed: bool,  # noqa: FBT001 - a parameter of the test
    name: dns.name.Name,
) -> None:
    kind = dns.rdatatype.DNSKEY
    number = random.Random(7).randrange(65_536)
    theirs = dns.message.make_query(
        name, kind, id=number, use_edns=0 if payload else False, payload=payload or None,
        want_dnssec=signed and bool(payload),
    )  # fmt: skip
    theirs.flags &= ~dns.flags.RD
    ours = messages.write(number, messages.question_of(name, kind), payload=payload, signed=signed)
    assert ours == theirs.to_wire()
