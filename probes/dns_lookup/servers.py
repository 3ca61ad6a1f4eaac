"""One delegated server at one address, asked directly: SOA first, then NS and MX."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

import dns.name
import dns.rcode
import dns.rdatatype

from probes.asking import Means, Question, put
from probes.interface import (
    Delegation,
    LookupState,
    Message,
    Observation,
    ServerAnswer,
    message,
)
from probes.transport import zones
from probes.transport.dns53 import Asking, Talk, frame
from probes.transport.faults import ExchangeError
from probes.transport.messages import AnyRecords
from probes.transport.naming import is_same, name_of
from probes.transport.queries import NameServer, Reply
from probes.transport.zones import Zone

_NAMES_ASKED = 12
_ADDRESSES_PER_NAME = 4
_ATTEMPTS = 2
_RECORDS_KEPT = 50
_STATES = {
    dns.rcode.NOERROR: (LookupState.REGISTERED, ""),
    dns.rcode.NXDOMAIN: (LookupState.AVAILABLE, "DNS01_SERVER_DENIES_ZONE"),
}


@dataclass(frozen=True, kw_only=True)
class Testimony:
    """What one server said, with the messages received."""

    question: Question
    answer: ServerAnswer
    replies: tuple[Reply, ...] = ()
    messages: tuple[Message, ...] = ()
    received: bytes = b""
    """What came back although it was no proper reply."""
    counts: bool = True
    """False when this machine has no way to the address: that says nothing about the server."""

    def observation(self, facts: Delegation) -> Observation:
        """Return the testimony as evidence."""
        raw = b"".join(frame(reply.wire) for reply in self.replies)
        return self.question.answered(
            raw or (frame(self.received) if self.received else b""),
            self.answer.state,
            facts=facts,
            messages=self.messages,
        )


async def list_servers(means: Means, cut: Zone) -> tuple[NameServer, ...]:
    """Return each delegated server at each address; without address when none can be found."""
    names = sorted(tuple(zones.show(name) for name in cut.name_servers)[:_NAMES_ASKED])
    glued = {name: _glued(cut, name) for name in names}
    looked_for = [name for name in names if not glued[name]]
    asked = (_at_addresses(means, name) for name in looked_for)
    found = await asyncio.gather(*asked) if looked_for else []
    told = {**glued, **dict(zip(looked_for, found, strict=True))}
    return tuple(server for name in names for server in told[name])


async def hear(means: Means, server: NameServer, zone: dns.name.Name, mail: str) -> Testimony:
    """Ask one server about the zone and about where mail goes."""
    question = put(means, server.label, f"{zone.to_text()} SOA NS, {mail}. MX")
    if not server.address:
        return _silent(question, server, ExchangeError("DNS02_NO_ADDRESS", server=server.name))
    with Talk(means.wire, server) as talk:
        return await _hear(talk, question, zone, mail)


async def _hear(talk: Talk, question: Question, zone: dns.name.Name, mail: str) -> Testimony:
    server = talk.server
    try:
        start = await talk.ask(zone, dns.rdatatype.SOA, attempts=_ATTEMPTS).reply()
    except ExchangeError as error:
        return _silent(question, server, error)
    state, code = _STATES.get(start.rcode, (LookupState.REFUSED, "DNS01_SERVER_REFUSES"))
    if state is LookupState.REGISTERED and not _speaks_for(start, zone):
        code = "DNS01_SERVER_LAME"
    if code:
        note = message(code, server=server.label, rcode=start.rcode.to_text(start.rcode))
        answer = ServerAnswer(server=server.name, address=server.address, state=state)
        return Testimony(question=question, answer=answer, replies=(start,), messages=(note,))
    return await _continue(talk, question, start, name_of(mail))


def _glued(cut: Zone, name: str) -> tuple[NameServer, ...]:
    glued = tuple(server for server in cut.glue if server.name == name)
    return glued[:_ADDRESSES_PER_NAME]


async def _at_addresses(means: Means, name: str) -> tuple[NameServer, ...]:
    try:
        addresses = await means.resolver.addresses(name)
    except ExchangeError:
        return (NameServer(name=name, address=""),)
    listed = tuple(NameServer(name=name, address=str(address)) for address in addresses)
    return listed[:_ADDRESSES_PER_NAME]


def _silent(question: Question, server: NameServer, error: ExchangeError) -> Testimony:
    no_ipv6_here = error.code == "NET01_NO_ROUTE" and _is_ipv6(server.address)
    note = message("DNS01_IPV6_NOT_TRIED", server=server.label) if no_ipv6_here else error.message
    return Testimony(
        question=question,
        answer=ServerAnswer(server=server.name, address=server.address, state=error.state),
        messages=(note,),
        received=error.received,
        counts=not no_ipv6_here,
    )


async def _continue(talk: Talk, question: Question, start: Reply, mail: dns.name.Name) -> Testimony:
    server, zone = start.asked, start.message.question[0].name
    wanted = ((zone, dns.rdatatype.NS), (mail, dns.rdatatype.MX))
    asked = [talk.ask(name, kind, attempts=_ATTEMPTS) for name, kind in wanted]
    heard = [await _reply_or_fault(asking) for asking in asked]
    replies = tuple(item for item in heard if isinstance(item, Reply))
    return Testimony(
        question=question,
        answer=ServerAnswer(
            server=server.name,
            address=server.address,
            state=LookupState.REGISTERED,
            authoritative=True,
            serial=_serial(start, zone),
            name_servers=_name_servers(replies, zone),
            mail_hosts=_mail_hosts(replies, mail),
        ),
        replies=(start, *replies),
        messages=tuple(item.message for item in heard if isinstance(item, ExchangeError)),
    )


async def _reply_or_fault(asking: Asking) -> Reply | ExchangeError:
    try:
        return await asking.reply()
    except ExchangeError as error:
        return error


def _speaks_for(reply: Reply, zone: dns.name.Name) -> bool:
    return reply.authoritative and _serial(reply, zone) is not None


def _serial(reply: Reply, zone: dns.name.Name) -> int | None:
    for records in _answers([reply], zone, dns.rdatatype.SOA):
        serial: int = records[0].serial
        return serial
    return None


def _name_servers(replies: Iterable[Reply], zone: dns.name.Name) -> tuple[str, ...]:
    answers = _answers(replies, zone, dns.rdatatype.NS)
    names = sorted(zones.show(record.target) for records in answers for record in records)
    return tuple(names[:_RECORDS_KEPT])


def _mail_hosts(replies: Iterable[Reply], mail: dns.name.Name) -> tuple[str, ...]:
    answers = _answers(replies, mail, dns.rdatatype.MX)
    ranked = sorted(
        (record.preference, zones.show(record.exchange))
        for records in answers
        for record in records
        if record.exchange != dns.name.root  # "no mail here" (RFC 7505)
    )
    return tuple(host for _, host in ranked[:_RECORDS_KEPT])


def _answers(
    replies: Iterable[Reply], name: dns.name.Name, kind: dns.rdatatype.RdataType
) -> list[AnyRecords]:
    return [
        records
        for reply in replies
        if reply.authoritative
        for records in reply.message.answer
        if records.rdtype == kind and is_same(records.name, name)
    ]


def _is_ipv6(address: str) -> bool:
    return isinstance(ip_address(address), IPv6Address)
