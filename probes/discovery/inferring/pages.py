"""What the pages say in words: who signs the site, who hosts it, where links lead."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from probes.discovery.inferring.seen import Seen, inferred
from probes.discovery.model import Hit, TraceSource
from probes.site.page import places

_BEFORE, _AFTER = 120, 420
_MOST = 20


@dataclass(frozen=True, kw_only=True)
class _Words:
    credit: re.Pattern[str]
    hosted: re.Pattern[str]
    by: Mapping[str, tuple[str, ...]]
    """Literals that lead to each rule."""


@cache
def _words() -> _Words:
    content = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    table = tomllib.loads(content)
    return _Words(
        credit=re.compile(table["credit"], re.IGNORECASE),
        hosted=re.compile(table["hosted"], re.IGNORECASE),
        by={key: tuple(value) for key, value in table.items() if isinstance(value, list)},
    )


def g_credit(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about who signs the site at the foot of the home page."""
    for page, read in seen.read_pages[:1]:
        for word in _words().by["credit_words"]:
            for place in places(read.low, word.encode("utf-8"), most=_MOST):
                window = read.raw[max(0, place - _BEFORE) : place + _AFTER]
                found = _words().credit.search(window.decode("utf-8", errors="replace"))
                if found is not None:
                    yield inferred(
                        "g_credit", place=page.url, text=found[1], provider=found[1].strip()
                    )
                    return


def g_mentions(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about the host that the legal notice names."""
    for page, read in seen.read_pages[1:]:
        for word in _words().by["hosted_words"]:
            for place in places(read.low, word.encode("utf-8"), most=_MOST):
                window = read.raw[place : place + _AFTER].decode("utf-8", errors="replace")
                found = _words().hosted.match(window.replace("&eacute;", "é"))
                if found is not None:
                    yield inferred("g_mentions", place=page.url, text=found[0])
                    return


def s_clientportal(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about a client portal at somebody else's."""
    yield from _led_away(seen, "s_clientportal", _words().by["portal_words"], ())


def a_link(seen: Seen, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask about a booking page that no pattern knows."""
    known = [
        hit.trace.text
        for hit in hits
        if hit.fingerprint.kind == "appointment" and hit.trace.source is TraceSource.HTML
    ]
    yield from _led_away(seen, "a_link", _words().by["booking_words"], tuple(known))


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
