"""DNSSEC of one zone: what the parent says of its keys, and whether its signatures hold.

The parent's own word is believed as it came; the chain above it is not followed to the root.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dns.dnssec
import dns.exception
import dns.name
import dns.rdataset
import dns.rdatatype
import dns.rrset

from probes.dns_lookup.listening import Listener, records_of
from probes.interface import SigningFacts
from probes.transport.messages import AnyRecords
from probes.transport.queries import NameServer, Reply

# More keys or signatures than this are work that a hostile zone makes for others (CVE-2023-50387).
_MOST = 8
_DIGESTS = {1, 2, 4}
NO_MATCH, UNSIGNED, INVALID, NOT_EXAMINED = "no_match", "unsigned", "invalid", "not_examined"
EXPIRED, NOT_YET_VALID, WILDCARD = "expired", "not_yet_valid", "wildcard"

Judged = tuple[str | None, datetime | None]


async def ask_signing(
    listener: Listener, parent: NameServer, zone: dns.name.Name, now: datetime
) -> SigningFacts | None:
    """Ask the parent for DS, the zone for DNSKEY and SOA with signatures, and verify those."""
    delegated, key_reply = await asyncio.gather(
        ask_delegated(listener, parent, zone),
        listener.ask(zone, dns.rdatatype.DNSKEY, signed=True),
    )
    keys = records_of(key_reply, zone, dns.rdatatype.DNSKEY)
    if delegated is None or keys is None or key_reply is None:
        return None
    if not keys:
        return SigningFacts(delegated=_shown_ds(delegated))
    start = await listener.ask(zone, dns.rdatatype.SOA, signed=True)
    fault, until = Chain(zone=zone, delegated=delegated, keys=keys, now=now).judge(
        {dns.rdatatype.DNSKEY: key_reply, dns.rdatatype.SOA: start}
    )
    return SigningFacts(
        delegated=_shown_ds(delegated),
        keys=tuple(f"{dns.dnssec.key_id(key)}/{int(key.algorithm)}" for key in keys),
        fault=fault,
        until=until,
    )


async def ask_delegated(
    listener: Listener, parent: NameServer, zone: dns.name.Name
) -> list[Any] | None:
    """Ask the parent which keys it vouches for; None when that cannot be learnt."""
    reply = await listener.ask(zone, dns.rdatatype.DS, at=parent)
    return records_of(reply, zone, dns.rdatatype.DS)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """From the parent's digests to the zone's keys, and from those to its records."""

    zone: dns.name.Name
    delegated: list[Any]
    keys: list[Any]
    now: datetime

    def judge(self, replies: Mapping[dns.rdatatype.RdataType, Reply | None]) -> Judged:
        """Name the first fault of the signatures, and say when the first of them ends."""
        if len(self.keys) > _MOST or len(self.delegated) > _MOST:
            return NOT_EXAMINED, None
        trusted = [key for key in self.keys if self._is_vouched_for(key)]
        if self.delegated and not trusted:
            known = any(int(entry.digest_type) in _DIGESTS for entry in self.delegated)
            return (NO_MATCH if known else NOT_EXAMINED), None
        ends = []
        for kind, reply in replies.items():
            believed = trusted if kind == dns.rdatatype.DNSKEY and self.delegated else self.keys
            fault, until = self._check(reply, kind, believed) if reply else (None, None)
            if fault is not None:
                return fault, until
            ends += [until] if until else []
        return None, min(ends, default=None)

    def fault_of(
        self, key_reply: Reply, reply: Reply, name: dns.name.Name, kind: dns.rdatatype.RdataType
    ) -> str | None:
        """Name what is wrong with the signature of a name in the zone, and with the keys' own.

        A record that a wildcard makes is a fault here: nobody has placed it under that name.
        """
        fault, _ = self.judge({dns.rdatatype.DNSKEY: key_reply})
        if fault is not None:
            return fault
        fault, _ = self._check(reply, kind, self.keys, name)
        made = (
            record.labels < len(name.labels) - 1
            for item in reply.message.answer
            if item.name == name and _covers(item, kind)
            for record in item
        )
        return fault or (WILDCARD if any(made) else None)

    def _check(
        self,
        reply: Reply,
        kind: dns.rdatatype.RdataType,
        keys: list[Any],
        name: dns.name.Name | None = None,
    ) -> Judged:
        owner = name or self.zone
        answer = [item for item in reply.message.answer if item.name == owner]
        data = next((item for item in answer if item.rdtype == kind), None)
        signed = next((item for item in answer if _covers(item, kind)), None)
        if not isinstance(data, dns.rrset.RRset) or not isinstance(signed, dns.rrset.RRset):
            return UNSIGNED, None
        if len(signed) > _MOST:
            return NOT_EXAMINED, None
        until = _instant(max(signature.expiration for signature in signed))
        return self._verify(data, signed, keys), until

    def _verify(
        self, data: dns.rrset.RRset, signed: dns.rrset.RRset, keys: list[Any]
    ) -> str | None:
        known = dns.rdataset.from_rdata_list(data.ttl, keys)
        try:
            dns.dnssec.validate(data, signed, {self.zone: known}, now=self.now.timestamp())
        except dns.exception.UnsupportedAlgorithm:
            return NOT_EXAMINED
        except dns.exception.ValidationFailure:
            return _why_not(signed, self.now)
        return None

    def _is_vouched_for(self, key: Any) -> bool:  # noqa: ANN401 - members of its record type
        tag = dns.dnssec.key_id(key)
        entries = (item for item in self.delegated if item.key_tag == tag)
        return any(_made(self.zone, key, entry) == entry.digest for entry in entries)


def _made(zone: dns.name.Name, key: Any, entry: Any) -> bytes | None:  # noqa: ANN401 - as above
    if int(entry.digest_type) not in _DIGESTS:
        return None
    made = dns.dnssec.make_ds(zone, key, entry.digest_type, validating=True)
    return bytes(made.digest)


def _covers(item: AnyRecords, kind: dns.rdatatype.RdataType) -> bool:
    return (
        isinstance(item, dns.rrset.RRset)
        and item.rdtype == dns.rdatatype.RRSIG
        and item.covers == kind
    )


def _why_not(signed: dns.rrset.RRset, now: datetime) -> str:
    if all(_instant(signature.expiration) < now for signature in signed):
        return EXPIRED
    if all(_instant(signature.inception) > now for signature in signed):
        return NOT_YET_VALID
    return INVALID


def _shown_ds(delegated: list[Any]) -> tuple[str, ...]:
    return tuple(f"{entry.key_tag}/{int(entry.algorithm)}" for entry in delegated)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
