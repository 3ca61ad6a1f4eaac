"""What the pages say in words: who signs the site, who hosts it, where links lead."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from probes.discovery.inferring.seen import Seen, inferred
from probes.discovery.model import Hit, TraceSource
from probes.discovery.page import places

_CREDIT = re.compile(
    r"(?:site|cr[ée]ation|r[ée]alisation|r[ée]alis[ée]|con[çc]u|conception|h[ée]berg[ée])"
    r"[^<>]{0,40}?\bpar\s{1,5}<a\s[^>]{0,300}>\s{0,20}([^<>]{2,80})<",
    re.IGNORECASE,
)
_HOSTED = re.compile(r"h[ée]berg(?:eur|ée?s? par|ement)[^<>]{3,140}", re.IGNORECASE)
_HOST_WORDS = ("héberg", "heberg", "h&eacute;berg")
_PORTAL_WORDS = ("espace client", "extranet", "portail")
_BOOKING_WORDS = ("rendez-vous", "rendez vous", "prendre rdv")
_BEFORE, _AFTER = 120, 420
_MOST = 20


def g_credit(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about who signs the site at the foot of the home page."""
    for page, read in seen.read_pages[:1]:
        for word in (b" par <a", b" par\n<a", b" par\r\n<a"):
            for place in places(read.low, word, most=_MOST):
                window = read.raw[max(0, place - _BEFORE) : place + _AFTER]
                found = _CREDIT.search(window.decode("utf-8", errors="replace"))
                if found is not None:
                    yield inferred(
                        "g_credit", place=page.url, text=found[1], provider=found[1].strip()
                    )
                    return


def g_mentions(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about the host that the legal notice names."""
    for page, read in seen.read_pages[1:]:
        for word in _HOST_WORDS:
            for place in places(read.low, word.encode("utf-8"), most=_MOST):
                window = read.raw[place : place + _AFTER].decode("utf-8", errors="replace")
                found = _HOSTED.match(window.replace("&eacute;", "é"))
                if found is not None:
                    yield inferred("g_mentions", place=page.url, text=found[0])
                    return


def s_clientportal(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about a client portal at somebody else's."""
    yield from _led_away(seen, "s_clientportal", _PORTAL_WORDS, ())


def a_link(seen: Seen, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about a booking page that no pattern knows."""
    known = [
        hit.trace.text
        for hit in hits
        if hit.fingerprint.kind == "appointment" and hit.trace.source is TraceSource.HTML
    ]
    yield from _led_away(seen, "a_link", _BOOKING_WORDS, tuple(known))


def _led_away(
    seen: Seen, rule: str, words: tuple[str, ...], known: tuple[str, ...]
) -> Iterator[Hit]:
    told: set[str] = set()
    for page, read in seen.read_pages[:1]:
        for link in read.links(*words):
            host = _host(link.href)
            operator = seen.holder_of(host)
            if not operator or seen.is_own(host) or operator in told:
                continue
            if any(host in text or text in link.href for text in known):
                continue
            told.add(operator)
            yield inferred(rule, place=page.url, text=f"{link.text}: {host}", provider=operator)


def _host(href: str) -> str:
    try:
        return (urlsplit(href).hostname or "").lower()
    except ValueError:
        return ""
