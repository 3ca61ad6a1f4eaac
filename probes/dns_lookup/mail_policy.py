"""What a domain says of its mail: MX, SPF and what it includes, DMARC and who receives reports."""

import asyncio
from collections.abc import Iterable
from urllib.parse import urlsplit

import dns.name
import dns.rdatatype

from probes.dns_lookup.listening import Listener, child, records_of, says_something
from probes.interface import MailPolicy
from probes.published import mail_tags
from probes.published.selectors import first_selectors
from probes.transport import zones

_MAIL_HOSTS_KEPT = 50
_POLICIES_KEPT = 5
_POLICY_CHARACTERS = 2_000
_OUTSIDERS_ASKED = 5


Hosts = tuple[str, ...] | None


async def ask_mail(listener: Listener, domain: str, hosts: Hosts, *, any_text: bool) -> MailPolicy:
    """Ask for everything about mail to and from a domain, whose mail hosts are known.

    `any_text`: the zone answers for any name, so what stands below a name says nothing.
    """
    name = dns.name.from_text(domain)
    (spf, lookups, unread), (dmarc, receivers), selectors = await asyncio.gather(
        _spf(listener, name),
        _dmarc_and_receivers(listener, name),
        _selectors(listener, name, any_text=any_text),
    )
    return MailPolicy(
        mail_hosts=hosts,
        spf=spf,
        spf_lookups=lookups,
        spf_unread=unread,
        dmarc=dmarc,
        report_domains=receivers,
        selectors=selectors,
    )


async def ask_mail_hosts(listener: Listener, domain: str) -> Hosts:
    """Ask where mail goes; None when that cannot be learnt."""
    name = dns.name.from_text(domain)
    found = records_of(await listener.ask(name, dns.rdatatype.MX), name, dns.rdatatype.MX)
    if found is None:
        return None
    ranked = sorted((record.preference, zones.show(record.exchange)) for record in found)
    return tuple(host or "." for _, host in ranked)[:_MAIL_HOSTS_KEPT]


async def _spf(
    listener: Listener, name: dns.name.Name
) -> tuple[tuple[str, ...] | None, int, tuple[str, ...]]:
    policies = await _policies(listener, name, mail_tags.is_spf)
    lookups, unread = await _count_lookups(listener, policies[0]) if policies else (0, ())
    return policies, lookups, unread


async def _dmarc_and_receivers(
    listener: Listener, name: dns.name.Name
) -> tuple[tuple[str, ...] | None, tuple[tuple[str, bool | None], ...]]:
    policies = await _dmarc(listener, name)
    return policies, await _outsiders(listener, zones.show(name), policies or ())


async def _policies(
    listener: Listener, name: dns.name.Name, is_one: mail_tags.Recogniser
) -> tuple[str, ...] | None:
    texts = await listener.texts(name)
    return None if texts is None else _kept(texts, is_one)


def _kept(texts: Iterable[str], is_one: mail_tags.Recogniser) -> tuple[str, ...]:
    found = [text[:_POLICY_CHARACTERS] for text in texts if is_one(text)]
    return tuple(found[:_POLICIES_KEPT])


async def _dmarc(listener: Listener, name: dns.name.Name) -> tuple[str, ...] | None:
    """Ask at the name, then at the name a registry knows (RFC 7489 section 6.6.3)."""
    own = await _policies(listener, _below("_dmarc", name), mail_tags.is_dmarc)
    above = listener.registered_name(zones.show(name))
    if own or own is None or not above or above == zones.show(name):
        return own
    texts = await listener.texts_anywhere(_below("_dmarc", dns.name.from_text(above)))
    return None if texts is None else _kept(texts, mail_tags.is_dmarc)


async def _selectors(
    listener: Listener, name: dns.name.Name, *, any_text: bool
) -> tuple[str, ...] | None:
    if any_text:
        return None
    keys = _below("_domainkey", name)
    asked = [(selector, _below(selector, keys)) for selector in first_selectors()]
    replies = await asyncio.gather(*(listener.ask(owner, dns.rdatatype.TXT) for _, owner in asked))
    told = [(item, reply) for item, reply in zip(asked, replies, strict=True) if reply is not None]
    if not all(says_something(reply) for _, reply in told) or len(told) < len(asked):
        return None
    return tuple(
        selector
        for (selector, owner), reply in told
        if any(records.name == owner for records in reply.message.answer)
    )


async def _count_lookups(listener: Listener, policy: str) -> tuple[int, tuple[str, ...]]:
    """Count as a receiver does, and stop at the first look-up too many."""
    lookups, waiting, unread = 0, [policy], []
    heard: dict[str, tuple[str, ...] | None] = {}
    while waiting and lookups <= mail_tags.MOST_LOOKUPS:
        terms = mail_tags.spf_terms(waiting.pop(0))
        for term in terms:
            lookups += 1
            if not term.leads_to or lookups > mail_tags.MOST_LOOKUPS:
                continue
            if term.leads_to not in heard:
                heard[term.leads_to] = await _policy_of(listener, term.leads_to)
            found = heard[term.leads_to]
            if found is not None and len(found) != 1:
                unread.append(term.leads_to)
            waiting += found[:1] if found else ()
    return min(lookups, mail_tags.MOST_LOOKUPS + 1), tuple(sorted(set(unread)))


async def _policy_of(listener: Listener, domain: str) -> tuple[str, ...] | None:
    name = child(domain, dns.name.root)
    texts = await listener.texts_anywhere(name) if name else ()
    return None if texts is None else _kept(texts, mail_tags.is_spf)


async def _outsiders(
    listener: Listener, domain: str, dmarc: tuple[str, ...]
) -> tuple[tuple[str, bool | None], ...]:
    """Ask each outside domain that is to receive reports whether it agrees (RFC 7489, 7.1)."""
    if len(dmarc) != 1:
        return ()
    own = listener.registered_name(domain)
    receivers = {_host_of(address) for address in mail_tags.report_addresses(dmarc[0])}
    outside = sorted(host for host in receivers if host and listener.registered_name(host) != own)
    asked = outside[:_OUTSIDERS_ASKED]
    agree = await asyncio.gather(*(_agrees(listener, domain, host) for host in asked))
    return tuple(zip(asked, agree, strict=True))


async def _agrees(listener: Listener, domain: str, host: str) -> bool | None:
    name = child(f"{domain}._report._dmarc.{host}", dns.name.root)
    texts = await listener.texts_anywhere(name) if name else ()
    return None if texts is None else any(mail_tags.is_dmarc(text) for text in texts)


def _host_of(address: str) -> str:
    parts = urlsplit(address)
    return parts.path.rpartition("@")[2].strip().lower() if parts.scheme == "mailto" else ""


def _below(label: str, name: dns.name.Name) -> dns.name.Name:
    return dns.name.Name((label.encode("ascii"), *name.labels))
