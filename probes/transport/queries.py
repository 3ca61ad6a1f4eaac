"""A DNS question as it is sent, and the reply that answers it.

What does not answer it (other id, other name) is nobody's, as RFC 5452 asks.
"""

import secrets
from dataclasses import dataclass

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass

from probes.interface import LookupState
from probes.transport import messages
from probes.transport.faults import ExchangeError
from probes.transport.messages import AnyMessage

# 1232 bytes fit every path without fragments (DNS flag day 2020).
_EDNS_BYTES = 1232


@dataclass(frozen=True, kw_only=True)
class NameServer:
    """A name server at one of its addresses."""

    name: str
    address: str

    @property
    def label(self) -> str:
        """How the server is shown: `ns1.example [192.0.2.1]`."""
        return f"{self.name} [{self.address}]"


class Query:
    """A question as it is sent: `wire` is made once, with a random id."""

    __slots__ = ("question", "signed", "wire")

    def __init__(
        self, question: bytes, *, signed: bool = False, edns: bool = True, number: int | None = None
    ) -> None:
        self.question = question
        self.signed = signed
        self.wire = messages.write(
            secrets.randbits(16) if number is None else number,
            question,
            payload=_EDNS_BYTES if edns else 0,
            signed=signed,
        )

    def without_edns(self) -> "Query":
        """Return the same question for servers that are older than EDNS."""
        return Query(self.question, signed=self.signed, edns=False)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer that matches its question."""

    message: AnyMessage
    wire: bytes
    asked: NameServer

    @property
    def rcode(self) -> dns.rcode.Rcode:
        """The response code."""
        return self.message.rcode()

    @property
    def authoritative(self) -> bool:
        """Whether the server says that it speaks for the zone."""
        return bool(int(self.message.flags) & _AUTHORITATIVE)


_AUTHORITATIVE = int(dns.flags.AA)


def is_for(query: Query, received: bytes) -> bool:
    """Tell whether a datagram is for us; one that has our id but cannot be read is kept.

    Said of one that `messages.read` gives nothing for.
    """
    if received[:2] != query.wire[:2]:
        return False
    try:
        return _as_dnspython_has_it(query).is_response(dns.message.from_wire(received))
    except dns.exception.DNSException:
        return True


def is_truncated(received: bytes) -> bool:
    """Tell whether a server had more to say than fits a datagram."""
    return len(received) > 2 and bool(received[2] & 0x02)  # noqa: PLR2004 - RFC 1035 section 4.1.1


def read(query: Query, received: bytes, server: NameServer) -> Reply:
    """Read an answer to a question; raises ExchangeError for what is none."""
    message = messages.read(received, query.wire) or _read_unusual(query, received, server)
    return Reply(message=message, wire=received, asked=server)


def _as_dnspython_has_it(query: Query) -> dns.message.Message:
    return dns.message.from_wire(query.wire)


def _read_unusual(query: Query, received: bytes, server: NameServer) -> dns.message.Message:
    try:
        reply = dns.message.from_wire(received)
    except dns.exception.DNSException as error:
        raise ExchangeError(
            "DNS02_MALFORMED",
            state=LookupState.UNPARSEABLE,
            server=server.label,
            received=received,
        ) from error
    if not _as_dnspython_has_it(query).is_response(reply):
        raise ExchangeError("DNS02_STRAY_ANSWERS", server=server.label, received=received)
    # An address or a server of another class than the Internet's is none of ours, and has other
    # members.
    for records in reply.sections:
        records[:] = [item for item in records if item.rdclass == dns.rdataclass.IN]
    return reply
