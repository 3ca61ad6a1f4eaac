"""The zones of `zones.toml`, served on loopback: a root that delegates them, and their server.

The server has the recursion bit set, so that a resolver which follows nobody's referrals is content
with it as well.
"""

import socket
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from probes.options import ProbeOptions, Registry
from tests.bench.loopback import FORK, PATIENT

ROOT, SERVER, TOP = "127.0.0.1", "127.0.0.3", "example"
_COMMON = (
    "@ SOA ns.hote.example. hostmaster.hote.example. 1 7200 3600 1209600 3600",
    "@ NS ns.hote.example.",
    "@ A 192.0.2.10",
)
_OF_THE_HOST = tuple(
    f"{label}.hote.example. A 192.0.2.20" for label in ("ns", "mx", "mx1", "mx2", "h1", "h2", "h3")
)
_OF_RECEIVERS = ("recueil.example. MX 10 mx.hote.example.", "sourd.example. MX 10 mx.hote.example.",
                 "recueil-tous.example. MX 10 mx.hote.example.")  # fmt: skip
Key = tuple[dns.name.Name, dns.rdatatype.RdataType]


def zones() -> Mapping[str, tuple[str, ...]]:
    """Return the lines of every zone, by the name in front of `.example`."""
    return {name: tuple(lines) for name, lines in _table()["zones"].items()}


def differences() -> Mapping[str, Mapping[str, str]]:
    """Return what checkdmarc says otherwise of which zone, and why we do not."""
    found: Mapping[str, Mapping[str, str]] = _table()["differs"]
    return found


def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("zones.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class World:
    """Where the zones are."""

    port: int
    options: ProbeOptions


@contextmanager
def served(copies: int = 1) -> Iterator[World]:
    """Serve every zone; `copies` of them under names of their own, for figures."""
    with ExitStack() as stack:
        root, server = _bound(stack)
        records = _records(copies)
        for bound, is_root in ((root, True), (server, False)):
            process = FORK.Process(target=_serve, args=(bound, records, is_root), daemon=True)
            process.start()
            stack.callback(process.join)
            stack.callback(process.kill)
        port = root.getsockname()[1]
        yield World(
            port=port,
            options=ProbeOptions(
                dns_roots=(ROOT,),
                extra_suffixes=(TOP,),
                registries=(Registry(id="mesure", suffixes=(TOP,)),),
                allowed_addresses=(ip_network("127.0.0.0/29"),),
                ports=((53, port),),
                limits=PATIENT,
            ),
        )


def copy_of(name: str, number: int) -> str:
    """Return what a zone is called in a copy; the first is the zone itself."""
    return f"{name}-{number}.{TOP}" if number else f"{name}.{TOP}"


def _bound(stack: ExitStack) -> tuple[socket.socket, socket.socket]:
    root = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
    root.bind((ROOT, 0))
    server = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
    server.bind((SERVER, root.getsockname()[1]))
    return root, server


def _records(copies: int) -> dict[Key, dns.rrset.RRset]:
    found: dict[Key, dns.rrset.RRset] = {}
    top = dns.name.from_text(TOP)
    for line in (*_OF_THE_HOST, *_OF_RECEIVERS):
        _add(found, line, top)
    for name, lines in zones().items():
        for number in range(copies):
            own = copy_of(name, number)
            for line in (*_COMMON, *lines):
                _add(found, line.replace(f"{name}.{TOP}", own), dns.name.from_text(own))
    return found


def _add(found: dict[Key, dns.rrset.RRset], line: str, origin: dns.name.Name) -> None:
    owner, kind, text = line.split(" ", 2)
    if kind == "TXT":
        text = " ".join(f'"{piece}"' for piece in text.split("|"))
    records = dns.rrset.from_text(dns.name.from_text(owner, origin), 60, "IN", kind, text)
    known = found.setdefault((records.name, records.rdtype), records)
    known.update(records)


def _serve(bound: socket.socket, records: dict[Key, dns.rrset.RRset], is_root: bool) -> None:  # noqa: FBT001 - goes to a process
    names = _existing(records)
    made: dict[bytes, bytes] = {}
    while True:
        query, asker = bound.recvfrom(4_096)
        known = made.get(query[2:])
        if known is None:
            message = dns.message.from_wire(query)
            reply = _refer(message) if is_root else _answer(message, records, names)
            known = made[query[2:]] = reply.to_wire()[2:]
        bound.sendto(query[:2] + known, asker)


def _existing(records: dict[Key, dns.rrset.RRset]) -> set[dns.name.Name]:
    found = set()
    for name, _ in records:
        while name not in found and name != dns.name.root:
            found.add(name)
            name = name.parent()  # noqa: PLW2901 - up to the root
    return found


def _refer(query: dns.message.Message) -> dns.message.Message:
    reply = dns.message.make_response(query)
    asked = query.question[0].name
    cut = dns.name.Name(asked.labels[-3:])
    if len(asked.labels) < 3:
        reply.flags |= dns.flags.AA
        return reply
    reply.authority.append(dns.rrset.from_text(cut, 60, "IN", "NS", "ns.hote.example."))
    reply.additional.append(dns.rrset.from_text("ns.hote.example.", 60, "IN", "A", SERVER))
    return reply


def _answer(
    query: dns.message.Message, records: dict[Key, dns.rrset.RRset], names: set[dns.name.Name]
) -> dns.message.Message:
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.AA | dns.flags.RA
    name, kind = query.question[0].name, query.question[0].rdtype
    owner = name
    for _ in range(3):
        found = _find(owner, kind, records)
        alias = records.get((owner, dns.rdatatype.CNAME))
        if found is not None:
            reply.answer.append(found)
            return reply
        if alias is None:
            break
        reply.answer.append(alias)
        owner = alias[0].target
    if owner not in names and not _wildcard(owner, kind, records):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply


def _find(
    name: dns.name.Name, kind: dns.rdatatype.RdataType, records: dict[Key, dns.rrset.RRset]
) -> dns.rrset.RRset | None:
    found = records.get((name, kind)) or _wildcard(name, kind, records)
    if found is None:
        return None
    own = dns.rrset.RRset(name, found.rdclass, found.rdtype)
    own.update(found)
    return own


def _wildcard(
    name: dns.name.Name, kind: dns.rdatatype.RdataType, records: dict[Key, dns.rrset.RRset]
) -> dns.rrset.RRset | None:
    while len(name.labels) > 2:
        name = name.parent()
        found = records.get((dns.name.Name((b"*", *name.labels)), kind))
        if found is not None:
            return found
    return None
