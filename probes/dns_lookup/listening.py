"""Many questions whose replies are all kept, and every fault noted once."""

from dataclasses import dataclass, field
from typing import Any

import dns.exception
import dns.name
import dns.rcode
import dns.rdatatype

from probes.asking import Means
from probes.errors import NameRefusedError
from probes.interface import Message
from probes.names import read_name
from probes.transport import zones
from probes.transport.dns53 import ask, frame
from probes.transport.faults import ExchangeError
from probes.transport.queries import NameServer, Reply
from probes.transport.resolver import Found

_ATTEMPTS = 2
_FAULTS_KEPT = 10
_RECORDS_KEPT = 50
_SAYS_SOMETHING = {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}


@dataclass(kw_only=True)
class Follower:
    """Asks whichever zone a name is in, and keeps what was said."""

    means: Means
    replies: list[Reply] = field(default_factory=list)
    faults: list[Message] = field(default_factory=list)

    @property
    def raw(self) -> bytes:
        """Every message received, each preceded by its length."""
        return b"".join(frame(reply.wire) for reply in self.replies)

    async def find(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> Found | None:
        """Ask whichever zone the name is in, from the root down; None when nobody replies."""
        try:
            found = await self.means.resolver.find(name, kind)
        except ExchangeError as error:
            self.note(error)
            return None
        self.replies.append(found.reply)
        return found

    def note(self, error: ExchangeError) -> None:
        """Keep what went wrong, the same thing once."""
        if error.message not in self.faults and len(self.faults) < _FAULTS_KEPT:
            self.faults.append(error.message)

    def registered_name(self, name: str) -> str:
        """Return what a registry would know; empty for what is nobody's name."""
        options = self.means.options
        try:
            read = read_name(name, options.extra_suffixes, options.tables.folder)
        except NameRefusedError:
            return ""
        return read.registered_name


@dataclass(kw_only=True)
class Listener(Follower):
    """Asks one server for the records of its zone too."""

    server: NameServer

    async def ask(
        self,
        name: dns.name.Name,
        kind: dns.rdatatype.RdataType,
        *,
        at: NameServer | None = None,
        signed: bool = False,
    ) -> Reply | None:
        """Ask the server; None when it gives no reply."""
        server = at or self.server
        try:
            reply = await ask(
                self.means.wire, server, name, kind, attempts=_ATTEMPTS, signed=signed
            )
        except ExchangeError as error:
            self.note(error)
            return None
        self.replies.append(reply)
        return reply

    async def texts(self, name: dns.name.Name) -> tuple[str, ...] | None:
        """Return the text records of a name inside the zone, an alias followed out of it."""
        reply = await self.ask(name, dns.rdatatype.TXT)
        if reply is not None and says_something(reply) and zones.alias_in(reply, name):
            return await self.texts_anywhere(name)
        return texts_of(reply, name)

    async def texts_anywhere(self, name: dns.name.Name) -> tuple[str, ...] | None:
        """Return the text records of a name in any zone; None when they cannot be learnt."""
        found = await self.find(name, dns.rdatatype.TXT)
        return texts_of(found.reply, found.reply.message.question[0].name) if found else None


def says_something(reply: Reply) -> bool:
    """Tell whether a reply is the zone's own word, be it that there is nothing."""
    return reply.authoritative and reply.rcode in _SAYS_SOMETHING


def records_of(
    reply: Reply | None, name: dns.name.Name, kind: dns.rdatatype.RdataType
) -> list[Any] | None:
    """Return the records a reply gives for exactly this name; None when it says nothing of it."""
    if reply is None or not says_something(reply):
        return None
    found = [
        record
        for records in reply.message.answer
        if records.name == name and records.rdtype == kind
        for record in records
    ]
    return found[:_RECORDS_KEPT] if kind != dns.rdatatype.TXT else found


def texts_of(reply: Reply | None, name: dns.name.Name) -> tuple[str, ...] | None:
    """Return the text records of a name, the pieces of each joined (RFC 7208 section 3.3)."""
    found = records_of(reply, name, dns.rdatatype.TXT)
    if found is None:
        return None
    return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in found)


def child(label: str, parent: dns.name.Name) -> dns.name.Name | None:
    """Return a name below another; None when a peer's text makes no name."""
    try:
        return dns.name.from_text(label, parent)
    except dns.exception.DNSException:
        return None
