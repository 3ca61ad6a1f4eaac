"""Ask every delegated server for the record of a challenge, directly, and for one of nobody's.

The parent is asked before and after, so that a zone that moves meanwhile is noticed.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import dns.name
import dns.rdatatype

from probes.asking import Means, Target, put
from probes.challenge.token import Expected, nobodys_label, read_token, record_name
from probes.dns_lookup import lookup
from probes.dns_lookup.comparison import speaks
from probes.dns_lookup.listening import Listener, records_of, says_something, texts_of
from probes.dns_lookup.signing import Chain, ask_delegated
from probes.interface import Delegation, LookupState, Message, Observation, Placed
from probes.transport import zones
from probes.transport.faults import ExchangeError
from probes.transport.queries import NameServer, Reply
from probes.transport.resolver import Found

_MOST_SERVERS = 24
_TXT, _CNAME = dns.rdatatype.TXT, dns.rdatatype.CNAME


@dataclass(frozen=True, kw_only=True)
class ServerHeard:
    """What one delegated server shows."""

    server: NameServer
    placed: Placed
    another_value: bool = False
    """A value of ours stands there, of another challenge."""
    is_elsewhere: bool = False
    """The server says that others speak for this part of the zone."""
    messages: tuple[Message, ...] = ()


@dataclass(kw_only=True)
class ZoneHeard:
    """Everything that was heard about the record."""

    name: str
    zone: str = ""
    before: tuple[str, ...] = ()
    """The parent's name servers at the beginning; empty when it delegates nothing."""
    after: tuple[str, ...] | None = None
    """The same at the end; None when the parent could not be asked again."""
    delegation: Delegation | None = None
    is_signed: bool | None = False
    """Whether the parent vouches for keys; None when that could not be learnt."""
    servers: tuple[ServerHeard, ...] = ()
    is_too_wide: bool = False
    """There are more servers than are asked."""
    observations: tuple[Observation, ...] = ()
    faults: tuple[Message, ...] = ()


async def ask_zone(target: Target, means: Means, later: Means, expected: Expected) -> ZoneHeard:
    """Ask the parent, then each of its servers, then the parent once more.

    `later` are the means for the second half, with a deadline of their own.
    """
    heard = ZoneHeard(name=target.name.name)
    try:
        heard.zone, found = await lookup.find_delegation(target, means)
    except ExchangeError as error:
        heard.faults = (error.message,)
        heard.observations = await lookup.look_up(target, means)
        return heard
    heard.observations = await lookup.look_up(target, means)
    if found.cut is None:
        return heard
    heard.before = zones.delegated_names(found.cut)
    heard.delegation = _whole(heard.observations)
    if heard.delegation is not None:
        await _Round(means=later, expected=expected, heard=heard).ask(found)
        heard.after = await _after(target, later)
    return heard


@dataclass(kw_only=True)
class _Round:
    """The servers of one zone, asked for the record."""

    means: Means
    expected: Expected
    heard: ZoneHeard
    delegated: list[object] = field(default_factory=list)
    _found: dict[dns.name.Name, tuple[str, ...]] = field(default_factory=dict)

    async def ask(self, found: Found) -> None:
        heard = self.heard
        parent = Listener(means=self.means, server=found.reply.asked)
        delegated = await ask_delegated(parent, found.reply.asked, dns.name.from_text(heard.zone))
        heard.is_signed = None if delegated is None else bool(delegated)
        self.delegated = list(delegated or ())
        answers = heard.delegation.answers if heard.delegation else ()
        heard.is_too_wide = len(answers) > _MOST_SERVERS
        speaking = [
            NameServer(name=answer.server, address=answer.address)
            for answer in answers[:_MOST_SERVERS]
            if speaks(answer)
        ]
        asked = await asyncio.gather(*(self._ask_one(server) for server in speaking))
        heard.servers = tuple(each for each, _ in asked)
        heard.observations += tuple(observation for _, observation in asked)

    async def _ask_one(self, server: NameServer) -> tuple[ServerHeard, Observation]:
        where = record_name(self.heard.name)
        question = put(self.means, server.label, f"{where}. TXT")
        listener = Listener(means=self.means, server=server)
        heard = await self._listen(listener, dns.name.from_text(where))
        state = LookupState.UNREACHABLE if heard.placed.seen is None else LookupState.REGISTERED
        observation = question.answered(
            listener.raw,
            state,
            facts=heard.placed,
            messages=heard.messages,
        )
        return heard, observation

    async def _listen(self, listener: Listener, name: dns.name.Name) -> ServerHeard:
        is_signed = bool(self.delegated)
        sibling = dns.name.Name((nobodys_label().encode("ascii"), *name.labels[1:]))
        reply = await listener.ask(name, _TXT, signed=is_signed)
        other = await listener.ask(sibling, _TXT, signed=is_signed)
        tokens, aliases = await self._tokens(listener, reply, name)
        elsewhere, _ = await self._tokens(listener, other, sibling)
        seen = None if tokens is None or elsewhere is None else self._is_among(tokens)
        fault = await self._fault(listener, reply, name) if seen and is_signed else None
        return ServerHeard(
            server=listener.server,
            placed=Placed(
                where=zones.show(name),
                seen=seen,
                seen_elsewhere=self._is_among(elsewhere or ()),
                aliases=aliases,
                fault=fault,
            ),
            another_value=bool(tokens) and not seen,
            is_elsewhere=reply is not None and not says_something(reply) and _refers(reply),
            messages=tuple(listener.faults),
        )

    async def _tokens(
        self, listener: Listener, reply: Reply | None, name: dns.name.Name
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """Return the values of ours under a name, and where its alias leads."""
        if reply is None or not says_something(reply):
            return None, ()
        alias = zones.alias_in(reply, name)
        if alias is None:
            return _read(texts_of(reply, name) or ()), ()
        if alias not in self._found:
            # What the server itself says of another zone's name is not that zone's word.
            found = await listener.find(alias, _TXT)
            last = found.reply.message.question[0].name if found else alias
            self._found[alias] = _read(texts_of(found.reply, last) or ()) if found else ()
        return self._found[alias], (zones.show(alias),)

    async def _fault(
        self, listener: Listener, reply: Reply | None, name: dns.name.Name
    ) -> str | None:
        zone = dns.name.from_text(self.heard.zone)
        keys = await listener.ask(zone, dns.rdatatype.DNSKEY, signed=True)
        listed = records_of(keys, zone, dns.rdatatype.DNSKEY)
        if reply is None or keys is None or not listed:
            return "no_match"
        chain = Chain(zone=zone, delegated=self.delegated, keys=listed, now=self.means.wire.clock())
        kind = _CNAME if zones.alias_in(reply, name) else _TXT
        return chain.fault_of(keys, reply, name, kind)

    def _is_among(self, tokens: Sequence[str]) -> bool:
        return sum(map(self.expected.is_met_by, tokens)) > 0


def _read(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(token for token in map(read_token, texts) if token is not None)


def _refers(reply: Reply) -> bool:
    return any(records.rdtype == dns.rdatatype.NS for records in reply.message.authority)


def _whole(observations: Sequence[Observation]) -> Delegation | None:
    """Return the view of all servers together: the last of the look-up."""
    facts = observations[-1].facts if len(observations) > 1 else None
    return facts if isinstance(facts, Delegation) else None


async def _after(target: Target, means: Means) -> tuple[str, ...] | None:
    try:
        _, found = await lookup.find_delegation(target, means)
    except ExchangeError:
        return None
    return zones.delegated_names(found.cut) if found.cut else ()
