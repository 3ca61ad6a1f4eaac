"""Finds the traces of the catalogue in what was seen: literals first, expressions second. Pure.

Hosts are looked up in tables by their labels, so that `ovh.net.agence.example` is not `ovh.net`. In
a page, one pass gives the hosts; the few literals that belong to no host are looked for one by one;
an expression only ever sees a short window around a literal that was found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from probes.discovery.catalogue import Catalogue, shipped
from probes.discovery.model import Evidence, Fingerprint, Hit, Pattern, Trace, TraceSource
from probes.site.page import Page, places
from probes.texts import plain

_BEFORE, _AFTER = 60, 240
_MOST_PLACES = 40
_MOST_HITS_EACH = 10
_LONGEST_TEXT = 2_000
_LONGEST_SHOWN = 100
_AT_THE_NAME = {TraceSource.CNAME: ("", "www")}


@dataclass(kw_only=True)
class Index:
    """The catalogue, arranged for looking up."""

    suffixes: dict[TraceSource, dict[str, list[Fingerprint]]] = field(default_factory=dict)
    patterns: dict[TraceSource, list[tuple[Pattern, Fingerprint]]] = field(default_factory=dict)
    named: dict[TraceSource, list[Fingerprint]] = field(default_factory=dict)
    """Those that any text at their place is a trace of."""
    hosts: dict[str, list[Fingerprint]] = field(default_factory=dict)
    host_words: list[tuple[str, Fingerprint]] = field(default_factory=list)
    anywhere: list[Fingerprint] = field(default_factory=list)
    """Those of pages that belong to no host."""
    beside: dict[str, list[Fingerprint]] = field(default_factory=dict)


@cache
def shipped_index() -> Index:
    """Return the shipped catalogue, arranged."""
    return arrange(shipped())


def arrange(catalogue: Catalogue) -> Index:
    """Arrange a catalogue for looking up."""
    suffixes: dict[TraceSource, dict[str, list[Fingerprint]]] = defaultdict(
        lambda: defaultdict(list)
    )
    patterns: dict[TraceSource, list[tuple[Pattern, Fingerprint]]] = defaultdict(list)
    named: dict[TraceSource, list[Fingerprint]] = defaultdict(list)
    for entry in catalogue.fingerprints.values():
        if entry.source is TraceSource.HTML:
            continue
        for suffix in entry.suffixes:
            suffixes[entry.source][suffix].append(entry)
        patterns[entry.source] += [(pattern, entry) for pattern in entry.patterns]
        if (entry.at or entry.at_match) and not (entry.suffixes or entry.patterns):
            named[entry.source].append(entry)
    index = Index(suffixes=dict(suffixes), patterns=dict(patterns), named=dict(named))
    _arrange_pages(index, catalogue)
    return index


def _arrange_pages(index: Index, catalogue: Catalogue) -> None:
    hosts, beside = defaultdict(list), defaultdict(list)
    for entry in catalogue.fingerprints.values():
        if entry.source is not TraceSource.HTML:
            continue
        for host in entry.hosts:
            hosts[host].append(entry)
        index.host_words += [(word, entry) for word in entry.host_words]
        if entry.beside:
            beside[entry.beside].append(entry)
        elif entry.patterns and not (entry.hosts or entry.host_words):
            index.anywhere.append(entry)
    index.hosts, index.beside = dict(hosts), dict(beside)


def match_evidence(evidence: Iterable[Evidence], index: Index | None = None) -> tuple[Hit, ...]:
    """Return every trace found in records, headers and meta elements."""
    known = index or shipped_index()
    return tuple(hit for item in evidence for hit in _match_one(item, known))


def match_page(page: Page, place: str, index: Index | None = None) -> tuple[Hit, ...]:
    """Return every trace found in a page; `place` is where it was read, for people."""
    known = index or shipped_index()
    hits: list[Hit] = []
    for host, entries in _openings(page, known):
        for entry in entries:
            if not entry.needs_match:
                hits.append(_hit(entry, place, host))
            hits += _in_page(entry, page, place)
    waiting = list(known.anywhere)
    while waiting:
        entry = waiting.pop()
        found = _in_page(entry, page, place)
        hits += found
        if found:
            waiting += known.beside.get(entry.id, ())
    return tuple(dict.fromkeys(hits))


def registrable_labels(host: str) -> Iterator[str]:
    """Yield a host and every name above it that still has a dot, longest first."""
    while "." in host:
        yield host
        host = host.partition(".")[2]


def _openings(page: Page, index: Index) -> Iterator[tuple[str, list[Fingerprint]]]:
    """Yield the hosts of the catalogue that a page leads to, each entry once."""
    opened: set[str] = set()
    for octets in sorted(page.hosts):
        host = octets.decode("ascii").strip(".-")
        entries = [item for name in registrable_labels(host) for item in index.hosts.get(name, ())]
        entries += [entry for word, entry in index.host_words if word in host]
        fresh = [entry for entry in entries if entry.id not in opened]
        if fresh and page.leads_to(octets):
            opened.update(entry.id for entry in fresh)
            yield host, fresh


def _in_page(entry: Fingerprint, page: Page, place: str) -> list[Hit]:
    hits: dict[tuple[str, str], Hit] = {}
    part = page.scripts if entry.in_scripts else page.whole
    for pattern in entry.patterns:
        literal = pattern.literal.encode("utf-8")
        for start in places(part.low, literal, most=_MOST_PLACES):
            window = part.raw[max(0, start - _BEFORE) : start + len(literal) + _AFTER]
            found = pattern.octets.search(window)
            if found is None or len(hits) >= _MOST_HITS_EACH:
                continue
            named = found.groupdict().get("id") or b""
            shown = pattern.literal if entry.secret else _read(found[0])
            key = (shown, _read(named))
            if key not in hits:
                hits[key] = _hit(entry, place, *key)
            if not pattern.octets.groups:
                break  # a pattern without a part of its own says the same each time
    return list(hits.values())


def _match_one(evidence: Evidence, index: Index) -> Iterator[Hit]:
    text = evidence.text[:_LONGEST_TEXT]
    yield from _by_suffix(evidence, text.lower(), index)
    yield from _by_pattern(evidence, text, index)
    for entry in index.named.get(evidence.source, ()):
        if _is_at(entry, evidence.at):
            named = entry.at_match.fullmatch(evidence.at) if entry.at_match else None
            identifier = (named.groupdict().get("id") or "") if named else ""
            yield _hit(entry, evidence.place, "…" if entry.secret else text, identifier)


def _by_suffix(evidence: Evidence, host: str, index: Index) -> Iterator[Hit]:
    known = index.suffixes.get(evidence.source, {})
    for name in registrable_labels(host) if known else ():
        for entry in known.get(name, ()):
            if _is_at(entry, evidence.at):
                yield _hit(entry, evidence.place, host)


def _by_pattern(evidence: Evidence, text: str, index: Index) -> Iterator[Hit]:
    low = text.lower()
    for pattern, entry in index.patterns.get(evidence.source, ()):
        if pattern.literal not in low or not _is_at(entry, evidence.at):
            continue
        found = pattern.text.search(text)
        if found is not None:
            shown = f"{pattern.literal}…" if entry.secret else text
            yield _hit(entry, evidence.place, shown, found.groupdict().get("id") or "")


def _is_at(entry: Fingerprint, at: str) -> bool:
    if entry.at_match is not None:
        return entry.at_match.fullmatch(at) is not None
    return at in (entry.at or _AT_THE_NAME.get(entry.source, ("",)))


def _hit(entry: Fingerprint, place: str, text: str, identifier: str = "") -> Hit:
    shown = plain(text, limit=_LONGEST_SHOWN)
    trace = Trace(fingerprint=entry.id, source=entry.source, place=place, text=shown)
    return Hit(fingerprint=entry, trace=trace, identifier=plain(identifier, limit=_LONGEST_SHOWN))


def _read(octets: bytes) -> str:
    return octets.decode("utf-8", errors="replace")
