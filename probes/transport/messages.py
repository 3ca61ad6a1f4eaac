"""The usual DNS messages, written and read without dnspython's objects.

Making and reading those was two thirds of what a full probe cost (docs/speed.md). Read here are
answers of A, AAAA, NS, CNAME, PTR, SOA, MX and TXT records, as nearly all are. `read` gives None
for any other message and for any that is in some way odd: about those dnspython decides. What is
read here has the members that dnspython's messages have, and a test holds one against the other.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import dns.ipv6
import dns.message
import dns.name
import dns.rcode
import dns.rrset
from dns.rdatatype import RdataType

_HEADER = struct.Struct("!6H")
_QUESTION = struct.Struct("!HH")
_RECORD = struct.Struct("!HHIH")
_TIMES = struct.Struct("!5I")
_IN, _OPT = 1, 41
_RESPONSE, _OPCODE, _DO = 0x8000, 0x7800, 0x8000
_DOTTED = "%d.%d.%d.%d"
_LONGEST_NAME, _LONGEST_LABEL, _POINTER = 255, 63, 0xC0
_LONGEST_TTL = 0x7FFF_FFFF
_NAMES_KEPT = 8_192
_RCODES = tuple(dns.rcode.Rcode(number) for number in range(11))
_ONE_ONLY = frozenset({RdataType.CNAME, RdataType.SOA})

Section = tuple["Records", ...]


class _OddError(Exception):
    """Not one of the usual messages."""


@dataclass(frozen=True, slots=True)
class Address:
    """An A or AAAA record."""

    address: str


@dataclass(frozen=True, slots=True)
class Target:
    """An NS, CNAME or PTR record."""

    target: dns.name.Name


@dataclass(frozen=True, slots=True)
class MailHost:
    """An MX record."""

    preference: int
    exchange: dns.name.Name


@dataclass(frozen=True, slots=True)
class Text:
    """A TXT record."""

    strings: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """An SOA record."""

    mname: dns.name.Name
    rname: dns.name.Name
    serial: int
    refresh: int
    retry: int
    expire: int
    minimum: int


class Records:
    """The records of one name and kind in one section."""

    __slots__ = ("_items", "name", "rdtype", "ttl")

    def __init__(self, name: dns.name.Name, rdtype: RdataType, ttl: int = 0) -> None:
        self.name = name
        self.rdtype = rdtype
        self.ttl = ttl
        self._items: dict[object, Any] = {}

    def __iter__(self) -> Iterator[Any]:  # noqa: D105 - as any collection
        return iter(self._items.values())

    def __len__(self) -> int:  # noqa: D105 - as any collection
        return len(self._items)

    def __getitem__(self, number: int) -> Any:  # noqa: ANN401, D105 - a record of its kind
        return tuple(self._items.values())[number]

    def add(self, key: object, record: object, ttl: int) -> None:
        """Add a record; the shortest time to live counts for all."""
        if self._items and (key in self._items or self.rdtype in _ONE_ONLY):
            raise _OddError
        self._items[key] = record
        self.ttl = min(self.ttl, ttl)


@dataclass(frozen=True, slots=True)
class Message:
    """An answer."""

    id: int
    flags: int
    question: Section
    answer: Section
    authority: Section
    additional: Section

    def rcode(self) -> dns.rcode.Rcode:
        """Return the response code."""
        return _RCODES[self.flags & 0xF]


@lru_cache(_NAMES_KEPT)
def shown(labels: tuple[bytes, ...], kind: RdataType) -> str:
    """Return a question as it is shown: `cabinet.example. NS`."""
    return f"{dns.name.Name(labels).to_text()} {kind.name}"


def question_of(name: dns.name.Name, kind: RdataType) -> bytes:
    """Return a question section."""
    return _wire_of(name.labels) + _QUESTION.pack(kind, _IN)


@lru_cache(_NAMES_KEPT)
def _wire_of(labels: tuple[bytes, ...]) -> bytes:
    return b"".join(bytes((len(label),)) + label for label in labels)


def write(number: int, question: bytes, *, payload: int = 0, signed: bool = False) -> bytes:
    """Return a query without recursion; with EDNS when it may be answered in `payload` bytes."""
    head = _HEADER.pack(number, 0, 1, 0, 0, 1 if payload else 0)
    if not payload:
        return head + question
    return head + question + b"\0" + _RECORD.pack(_OPT, payload, _DO if signed else 0, 0)


def read(wire: bytes, query: bytes) -> Message | None:
    """Read the answer to a query; None when it is not one of the usual ones."""
    try:
        return _Reader(wire, query).read()
    except (_OddError, IndexError, struct.error):
        return None


_Name = tuple[dns.name.Name, bytes]
"""A name, and its wire form in lower case, by which names are compared."""


class _Reader:
    def __init__(self, wire: bytes, query: bytes) -> None:
        self._wire = wire
        self._query = query
        self._at = 0
        self._met: dict[int, _Name] = {}
        """Names read so far, by where they begin: most are only pointed to again."""

    def read(self) -> Message:
        wire, query = self._wire, self._query
        number, flags, questions, answers, authorities, others = _HEADER.unpack_from(wire)
        end = query.index(b"\0", _HEADER.size) + 5
        same = wire[:2] == query[:2] and wire[_HEADER.size : end] == query[_HEADER.size : end]
        is_plain = flags & (_RESPONSE | _OPCODE) == _RESPONSE and flags & 0xF < len(_RCODES)
        if not same or not is_plain or questions != 1:
            raise _OddError
        self._at = _HEADER.size
        name, _ = self._name()
        kind = _KINDS.get(int.from_bytes(wire[end - 4 : end - 2], "big"))
        if kind is None or self._at + 4 != end:
            raise _OddError
        self._at = end
        answer = self._section(answers) if answers else ()
        authority = self._section(authorities) if authorities else ()
        additional = self._section(others, may_end_in_opt=True) if others else ()
        if self._at != len(wire):
            raise _OddError
        return Message(number, flags, (Records(name, kind),), answer, authority, additional)

    def _section(self, count: int, *, may_end_in_opt: bool = False) -> Section:
        found: dict[tuple[bytes, int], Records] = {}
        for left in range(count, 0, -1):
            name, lower = self._name()
            kind, family, ttl, length = _RECORD.unpack_from(self._wire, self._at)
            self._at += _RECORD.size
            if kind == _OPT and may_end_in_opt and left == 1:
                self._check_opt(lower, ttl, length)
                continue
            reader = _READERS.get(kind)
            if reader is None or family != _IN or ttl > _LONGEST_TTL:
                raise _OddError
            end = self._at + length
            if end > len(self._wire):
                raise _OddError
            key, record = reader(self, end)
            if self._at != end:
                raise _OddError
            records = found.get((lower, kind))
            if records is None:
                records = found[lower, kind] = Records(name, _KINDS[kind], ttl)
            records.add(key, record, ttl)
        return tuple(found.values())

    def _check_opt(self, owner: bytes, ttl: int, length: int) -> None:
        """Take an OPT record that says nothing: no longer response code, no option."""
        if owner != b"\0" or ttl not in (0, _DO) or length:
            raise _OddError

    def _name(self) -> _Name:
        """Read a name, which often is only a pointer to one that was read before."""
        wire, start = self._wire, self._at
        if wire[start] >= _POINTER:
            known = self._met.get((wire[start] & ~_POINTER) << 8 | wire[start + 1])
            if known is not None:
                self._at = start + 2
                return known
        found = self._met[start] = self._name_in_full()
        return found

    def _name_in_full(self) -> _Name:
        """Read a name; a pointer leads back before what was read of it so far."""
        wire, at, limit = self._wire, self._at, len(self._wire)
        start, after, parts, size = at, 0, [], 1
        while length := wire[at]:
            if length <= _LONGEST_LABEL:
                size += length + 1
                parts.append(wire[at : at + length + 1])
                at += length + 1
            elif length >= _POINTER:
                target = (length & ~_POINTER) << 8 | wire[at + 1]
                after = after or at + 2
                if target >= start:
                    raise _OddError
                at, limit, start = target, start, target
            else:
                raise _OddError
            if at >= limit or size > _LONGEST_NAME:
                raise _OddError
        self._at = after or at + 1
        return _kept(b"".join(parts) + b"\0")

    def address(self, end: int) -> tuple[object, Address]:
        octets = self._take(end, 4)
        return octets, Address(_DOTTED % tuple(octets))

    def long_address(self, end: int) -> tuple[object, Address]:
        octets = self._take(end, 16)
        return octets, Address(dns.ipv6.inet_ntoa(octets))

    def target(self, _end: int) -> tuple[object, Target]:
        name, lower = self._name()
        return lower, Target(name)

    def mail_host(self, _end: int) -> tuple[object, MailHost]:
        preference = int.from_bytes(self._wire[self._at : self._at + 2], "big")
        self._at += 2
        name, lower = self._name()
        return (preference, lower), MailHost(preference, name)

    def text(self, end: int) -> tuple[object, Text]:
        strings = []
        while self._at < end:
            length = self._wire[self._at]
            strings.append(self._wire[self._at + 1 : self._at + 1 + length])
            self._at += 1 + length
        if not strings:
            raise _OddError
        found = tuple(strings)
        return found, Text(found)

    def start(self, _end: int) -> tuple[object, Start]:
        server, _ = self._name()
        mailbox, _ = self._name()
        numbers = _TIMES.unpack_from(self._wire, self._at)
        self._at += _TIMES.size
        return None, Start(server, mailbox, *numbers)

    def _take(self, end: int, size: int) -> bytes:
        if end - self._at != size:
            raise _OddError
        octets = self._wire[self._at : end]
        self._at = end
        return octets


@lru_cache(_NAMES_KEPT)
def _kept(wire: bytes) -> _Name:
    """Return a name from its wire form; most are met again, in the same answer or the next."""
    labels, at = [], 0
    while length := wire[at]:
        labels.append(wire[at + 1 : at + 1 + length])
        at += 1 + length
    return dns.name.Name((*labels, b"")), wire.lower()


_READERS: Mapping[int, Callable[[_Reader, int], tuple[object, object]]] = {
    RdataType.A: _Reader.address,
    RdataType.AAAA: _Reader.long_address,
    RdataType.NS: _Reader.target,
    RdataType.CNAME: _Reader.target,
    RdataType.PTR: _Reader.target,
    RdataType.SOA: _Reader.start,
    RdataType.MX: _Reader.mail_host,
    RdataType.TXT: _Reader.text,
}
_KINDS: Mapping[int, RdataType] = {
    int(kind): kind
    for kind in (*map(RdataType, _READERS), RdataType.DS, RdataType.DNSKEY, RdataType.CAA)
}
"""What may be asked about; an answer with a record of the last ones is read by dnspython."""

AnyMessage = dns.message.Message | Message
AnyRecords = dns.rrset.RRset | Records
