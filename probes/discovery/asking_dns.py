"""What a zone is asked for discovery: a fixed list of names, never guessed ones, within a budget.

A name that nobody can have made is asked for too. Where that gets an answer, the zone answers for
any name, and such answers are no traces.
"""

import asyncio
import secrets
from dataclasses import dataclass, field

import dns.exception
import dns.name
import dns.rdatatype
import dns.reversename
from dns.rdatatype import RdataType

from probes.asking import Means, Target
from probes.discovery.catalogue import shipped
from probes.discovery.model import Evidence, TraceSource
from probes.discovery.reading import evidence_of, text_of
from probes.interface import Message, message
from probes.transport import zones
from probes.transport.faults import ExchangeError

_AT_ONCE = 8
_RECORDS_READ = 500
_ADDRESSES_NAMED = 2
_ALIAS_STEPS = 4
_KEY = "_domainkey"
_KINDS = {
    TraceSource.NS: RdataType.NS,
    TraceSource.MX: RdataType.MX,
    TraceSource.TXT: RdataType.TXT,
    TraceSource.A: RdataType.A,
}
_TOLD_BY_ALIAS = frozenset({RdataType.CNAME, RdataType.TXT})
Answers = tuple[str, ...]


@dataclass(kw_only=True)
class ZoneSeen:
    """What the zone gave."""

    evidence: list[Evidence] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    """Those of the name and of `www`."""
    is_delegated: bool = True


async def ask_zone(target: Target, means: Means) -> ZoneSeen:
    """Ask everything that discovery wants to know of a zone."""
    asker = _Asker(target, means)
    await asker.ask_delegation()
    if not asker.seen.is_delegated:
        return asker.seen
    if await asker.ask_name():
        await asker.ask_labels()
        await asker.ask_reverse()
    return asker.seen


class _Asker:
    def __init__(self, target: Target, means: Means) -> None:
        self.seen = ZoneSeen()
        self._name = target.name.name
        self._zone = target.name.tenant_name
        self._registered = target.name.registered_name
        self._means = means
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def ask_delegation(self) -> None:
        """Ask the parent; under suffixes such as avocat.fr, whose name is mostly no zone, above."""
        for zone in dict.fromkeys((self._zone, self._registered)):
            self._note_asked("NS", zone)
            try:
                found = await self._means.resolver.delegation(zone)
            except ExchangeError as error:
                self.seen.notes.append(error.message)
                return
            if found.cut is not None:
                for server in zones.delegated_names(found.cut):
                    self._add(TraceSource.NS, f"NS {zone}", server)
                return
        self.seen.is_delegated = False
        self.seen.notes.append(message("DIS02_NOT_DELEGATED", name=self._zone))

    async def ask_name(self) -> bool:
        """Ask about the name itself; False when the zone says nothing at all."""
        kinds = tuple(_KINDS)
        answers = await asyncio.gather(*(self._ask(self._name, _KINDS[kind]) for kind in kinds))
        if all(answer is None for answer in answers):
            self.seen.notes.append(message("DIS02_ZONE_SILENT", name=self._name))
            return False
        known = {item.text for item in self.seen.evidence if item.source is TraceSource.NS}
        for kind, answer in zip(kinds, answers, strict=True):
            for text in self._bounded(kind, answer or ()):
                if kind is not TraceSource.NS or text not in known:
                    self._add(kind, f"{kind.upper()} {self._name}", text)
        self.seen.addresses += answers[-1] or ()
        return True

    async def ask_labels(self) -> None:
        """Ask the names below it that traces are found at, unless the zone answers for any."""
        selectors = _places(TraceSource.DKIM)
        aliases = {"www", *_places(TraceSource.CNAME)}
        texts = {"_dmarc", *_places(TraceSource.TXT)}
        wild = await self._ask_impossible()
        await asyncio.gather(
            *(self._ask_label(TraceSource.DKIM, f"{item}.{_KEY}", wild) for item in selectors),
            *(self._ask_label(TraceSource.CNAME, item, wild) for item in sorted(aliases)),
            *(self._ask_label(TraceSource.TXT, item, wild) for item in sorted(texts)),
        )
        self.seen.evidence.sort(key=lambda item: (item.source, item.at, item.text))
        await self._follow_site()

    async def ask_reverse(self) -> None:
        """Ask what the first addresses of the site are called by those who run them."""
        for address in self.seen.addresses[:_ADDRESSES_NAMED]:
            reverse = dns.reversename.from_address(address).to_text(omit_final_dot=True)
            for text in await self._ask(reverse, RdataType.PTR) or ():
                self._add(TraceSource.PTR, f"PTR {address}", text)

    async def _follow_site(self) -> None:
        name = f"www.{self._name}"
        self._note_asked("A", name)
        try:
            found = [str(item) for item in await self._means.resolver.addresses(name)]
        except ExchangeError as error:
            if error.code == "DNS02_ALIAS_LOOP":
                self.seen.notes.append(error.message)
            return
        self.seen.addresses += [item for item in found if item not in self.seen.addresses]

    async def _ask_impossible(self) -> frozenset[str]:
        label = f"reversibility-{secrets.token_hex(8)}"
        asked = [
            (f"{label}.{self._name}", RdataType.CNAME),
            (f"{label}.{self._name}", RdataType.TXT),
            (f"{label}.{_KEY}.{self._name}", RdataType.TXT),
        ]
        answers = await asyncio.gather(*(self._ask(name, kind) for name, kind in asked))
        wild = frozenset(text for answer in answers for text in answer or ())
        if wild:
            self.seen.notes.append(message("DIS02_ANSWERS_ANYTHING", name=self._name))
        return wild

    async def _ask_label(self, source: TraceSource, label: str, wild: frozenset[str]) -> None:
        name = f"{label}.{self._name}"
        kind = RdataType.CNAME if source is TraceSource.CNAME else RdataType.TXT
        place = "CNAME" if source is TraceSource.CNAME else "TXT"
        at = label.removesuffix(f".{_KEY}")
        if label == "_dmarc":
            source, at = TraceSource.DMARC, ""
        for text in await self._ask(name, kind) or ():
            if text not in wild:
                self._add(source, f"{place} {name}", text, at=at)

    async def _ask(self, name: str, kind: RdataType) -> Answers | None:
        """Return what a zone says of a name, aliases first; None when it says nothing."""
        self._note_asked(kind.name, name)
        try:
            async with self._turns:
                reply = await self._means.resolver.look_up(name, kind)
        except ExchangeError:
            return None
        wanted = dns.name.from_text(name)
        said: list[str] = []
        for _ in range(_ALIAS_STEPS):
            alias = zones.alias_in(reply, wanted)
            if alias is None:
                break
            if kind in _TOLD_BY_ALIAS:
                said.append(zones.show(alias))
            wanted = alias
        for records in reply.message.answer:
            if records.name == wanted and records.rdtype == kind and kind != RdataType.CNAME:
                said += [text_of(record, kind) for record in records]
        return tuple(text for text in said if text)

    def _bounded(self, kind: TraceSource, answer: Answers) -> Answers:
        if len(answer) > _RECORDS_READ:
            count, read = str(len(answer)), str(_RECORDS_READ)
            note = message(
                "DIS02_MANY_RECORDS", name=self._name, kind=kind.upper(), count=count, read=read
            )
            self.seen.notes.append(note)
        # Sorted by what they say, so that the same zone always gives the same draft; an SPF line
        # is read wherever it stands.
        ranked = sorted(answer, key=lambda text: (not text.lower().startswith("v=spf1"), text))
        return tuple(ranked[:_RECORDS_READ])

    def _add(self, source: TraceSource, place: str, text: str, at: str = "") -> None:
        self.seen.evidence += evidence_of(source, place, text, at)

    def _note_asked(self, kind: str, name: str) -> None:
        self.seen.asked.append(f"DNS {kind} {name}")


def _places(source: TraceSource) -> list[str]:
    """Return the labels that traces of a source are found at, each once, in their order."""
    listed = [
        label
        for entry in shipped().fingerprints.values()
        if entry.source is source
        for label in entry.at
    ]
    return list(dict.fromkeys(listed))
