"""Four name servers in one process: a root, the registry's, and the two of every name below it.

Answers are put together from parts made beforehand, behind the question as it came; so they cost
little and are as long as real ones.
"""

import selectors
import socket
import struct
from collections.abc import Callable, Mapping, Sequence

ROOT, REGISTRY, FIRST, SECOND = "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"
SITE = "127.0.0.1"
"""Where every site is; the registry's RDAP is beside its name server."""
RDAP = "rdap.nic.fr"
_IN, _A, _NS, _SOA, _MX, _TXT, _DS = 1, 1, 2, 6, 15, 16, 43
_FROM_THE_ZONE, _REFERRAL = 0x8400, 0x8000
_HEADER = struct.Struct("!6H")
_ASKED = b"\xc0\x0c"
_HOSTS = (("ns1.hebergeur.fr", FIRST), ("ns2.hebergeur.fr", SECOND))

Tail = tuple[int, tuple[int, int, int], bytes]
"""Flags, how many records in each section, and these."""


def serve(bounds: Sequence[socket.socket]) -> None:
    """Answer for ever; each socket is one server, in the order of `ROLES`."""
    with selectors.DefaultSelector() as selector:
        for bound, answer in zip(bounds, ROLES.values(), strict=True):
            bound.setblocking(False)
            selector.register(bound, selectors.EVENT_READ, answer)
        while True:
            for key, _ in selector.select():
                assert isinstance(key.fileobj, socket.socket)
                _answer_all(key.fileobj, key.data)


def _answer_all(bound: socket.socket, answer: "Answer") -> None:
    while True:
        try:
            query, asker = bound.recvfrom(512)
        except BlockingIOError:
            return
        bound.sendto(reply(query, answer), asker)


def reply(query: bytes, answer: "Answer") -> bytes:
    """Return the reply of one server to one question."""
    end = query.index(0, 12) + 5
    name, kind = query[12 : end - 4], int.from_bytes(query[end - 4 : end - 2], "big")
    flags, counts, records = answer(name.lower(), kind)
    return _HEADER.pack(int.from_bytes(query[:2], "big"), flags, 1, *counts) + (
        query[12:end] + records
    )


def _name(text: str) -> bytes:
    return b"".join(bytes((len(label),)) + label.encode() for label in text.split(".")) + b"\0"


def _record(owner: bytes, kind: int, data: bytes) -> bytes:
    return owner + struct.pack("!HHIH", kind, _IN, 3_600, len(data)) + data


def _text(text: str) -> bytes:
    return bytes((len(text),)) + text.encode()


_NAME_SERVERS = b"".join(_record(_ASKED, _NS, _name(host)) for host, _ in _HOSTS)
_GLUE = b"".join(_record(_name(host), _A, socket.inet_aton(address)) for host, address in _HOSTS)
_START = _record(
    _ASKED, _SOA,
    _name("ns1.hebergeur.fr") + _name("hostmaster.hebergeur.fr")
    + struct.pack("!5I", 2026113001, 7_200, 3_600, 1_209_600, 3_600),
)  # fmt: skip
_ZONE: Mapping[int, tuple[int, bytes]] = {
    _SOA: (1, _START),
    _NS: (2, _NAME_SERVERS),
    _A: (1, _record(_ASKED, _A, socket.inet_aton(SITE))),
    _MX: (
        2,
        _record(_ASKED, _MX, b"\0\x01" + _name("mx1.messagerie.fr"))
        + _record(_ASKED, _MX, b"\0\x05" + _name("mx2.messagerie.fr")),
    ),
    _TXT: (
        2,
        _record(_ASKED, _TXT, _text("v=spf1 include:spf.messagerie.fr -all"))
        + _record(_ASKED, _TXT, _text("verification-du-site=0123456789abcdef0123456789abcdef")),
    ),
}
_NOTHING: Tail = (_FROM_THE_ZONE, (0, 0, 0), b"")
_OF_THE_REGISTRY = _name(RDAP)
_ITS_ADDRESS: Tail = (
    _FROM_THE_ZONE, (1, 0, 0), _record(_ASKED, _A, socket.inet_aton(REGISTRY))
)  # fmt: skip
_DOWN_TO_FR: Tail = (
    _REFERRAL,
    (0, 1, 1),
    _record(_name("fr"), _NS, _name("d.nic.fr"))
    + _record(_name("d.nic.fr"), _A, socket.inet_aton(REGISTRY)),
)


def _root(_name: bytes, _kind: int) -> Tail:
    return _DOWN_TO_FR


def _registry(name: bytes, kind: int) -> Tail:
    if name == _OF_THE_REGISTRY:
        return _ITS_ADDRESS if kind == _A else _NOTHING
    if kind == _DS:
        return _NOTHING
    # The cut is the last two labels of what was asked for: `…cabinet-7.fr`.
    ends, position = [], 0
    while name[position]:
        ends.append(position)
        position += name[position] + 1
    cut = struct.pack("!H", 0xC00C + ends[-2])
    return _REFERRAL, (0, 2, 2), _NAME_SERVERS.replace(_ASKED, cut) + _GLUE


def _zone(_name: bytes, kind: int) -> Tail:
    count, records = _ZONE.get(kind, (0, b""))
    return _FROM_THE_ZONE, (count, 0, 0), records


Answer = Callable[[bytes, int], Tail]
ROLES: Mapping[str, Answer] = {ROOT: _root, REGISTRY: _registry, FIRST: _zone, SECOND: _zone}
"""Who answers at which address."""
