"""What a page of HTML shows without running it: hosts it speaks of, meta elements, links.

Whole pages are only ever scanned by literals; expressions see short windows of it, so that no page
can be made to cost more than its length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_HOST = re.compile(rb"//([a-z0-9.-]{4,253})")
_META_NAME = re.compile(rb"(?:name|property)\s*=\s*[\"']?([^\"'>\s]{1,80})", re.IGNORECASE)
_META_CONTENT = re.compile(
    rb"content\s*=\s*(?:\"([^\"]{0,500})\"|'([^']{0,500})'|([^\"'\s>]{1,500}))", re.IGNORECASE
)
_MARKUP = (b"<script", b"<iframe", b"<link", b"<img", b"<a ")
_HREF = re.compile(r"href\s*=\s*[\"']([^\"']{1,500})[\"']", re.IGNORECASE)
_LONGEST_META = 2_000
_MOST_METAS = 200
_LONGEST_DEAD = 5_000
_LONGEST_ANCHOR = 600
_OPENINGS = (b'"', b"'", b"`", b"src=", b"href=", b"action=", b"content=", b"poster=")
_NEAR = 120


@dataclass(frozen=True, kw_only=True)
class Link:
    """An address that a page leads to, with the words around it."""

    href: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a page, as written and in lower case: positions are the same in both."""

    raw: bytes
    low: bytes


class Page:
    """One page, as far as it was read."""

    def __init__(self, body: bytes) -> None:
        # Scripts write addresses as https:\/\/host; that is the same address.
        is_escaped = b"\\" in body and b"\\/" in body  # one octet is looked for faster than two
        whole = body.replace(b"\\/", b"/") if is_escaped else body
        self.raw = _without_dead_markup(whole)
        self.low = self.raw.lower()
        self.whole = Part(raw=self.raw, low=self.low)

    @cached_property
    def hosts(self) -> frozenset[bytes]:
        """Every host that the page names, in lower case."""
        return frozenset(_HOST.findall(self.low))

    @cached_property
    def scripts(self) -> Part:
        """Only the script elements, opening tags included."""
        bounds, start = [], self.low.find(b"<script")
        while start != -1:
            end = self.low.find(b"</script", start)
            end = end if end != -1 else len(self.low)
            bounds.append(slice(start, end))
            start = self.low.find(b"<script", end)
        return Part(
            raw=b"\n".join(self.raw[bound] for bound in bounds),
            low=b"\n".join(self.low[bound] for bound in bounds),
        )

    def leads_to(self, host: bytes) -> bool:
        """Tell whether a host stands in an address that is loaded or linked, not in a sentence."""
        return any(
            _is_address(self.low, place) for place in places(self.low, b"//" + host, most=20)
        )

    def metas(self) -> Iterator[tuple[str, str]]:
        """Yield (name, content) of each named meta element."""
        for place in places(self.low, b"<meta", most=_MOST_METAS):
            end = self.low.find(b">", place, place + _LONGEST_META)
            element = self.raw[place : end if end != -1 else place + _LONGEST_META]
            name, content = _META_NAME.search(element), _META_CONTENT.search(element)
            if name and content:
                yield _text(name[1]).lower(), _text(content[1] or content[2] or content[3] or b"")

    def links(self, *words: str) -> Iterator[Link]:
        """Yield the links whose words contain one of these, in lower case."""
        for word in words:
            needle = word.encode("utf-8")
            for place in places(self.low, needle, most=20):
                link = self._link_around(place, len(needle))
                if link is not None:
                    yield link

    def _link_around(self, place: int, length: int) -> Link | None:
        start = self.low.rfind(b"<a", max(0, place - _LONGEST_ANCHOR), place)
        if start == -1 or self.low.find(b"</a", start, place) != -1:
            return None
        opened = self.low.find(b">", start, place)
        href = _HREF.search(_text(self.raw[start : opened + 1])) if opened != -1 else None
        return Link(href=href[1], text=_text(self.raw[place : place + length])) if href else None


def places(text: bytes, needle: bytes, *, most: int) -> Iterator[int]:
    """Yield where a needle stands, up to a number of times."""
    place = -1
    for _ in range(most):
        place = text.find(needle, place + 1)
        if place == -1:
            return
        yield place


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", errors="replace")


def _is_address(low: bytes, place: int) -> bool:
    start = place
    for scheme in (b"https:", b"http:"):
        if low.endswith(scheme, 0, start):
            start -= len(scheme)
            break
    before = low[max(0, start - _NEAR) : start]
    # `&lt;` opens no element: what follows is shown to people, as code mostly is.
    is_shown = before.rfind(b"&lt;") > before.rfind(b"<")
    # As in `url(//host`; in a sentence, a blank stands before the parenthesis.
    is_called = before.endswith(b"(") and before[-2:-1].isalnum()
    return not is_shown and (is_called or before.endswith(_OPENINGS))


def _without_dead_markup(body: bytes) -> bytes:
    """Leave out comments that hold elements: what was commented out is not used."""
    kept, done = [], 0
    start = body.find(b"<!--")
    while start != -1:
        end = body.find(b"-->", start + 4)
        if end == -1:
            break
        comment = body[start:end]
        if len(comment) < _LONGEST_DEAD and any(tag in comment.lower() for tag in _MARKUP):
            kept.append(body[done:start])
            done = end + 3
        start = body.find(b"<!--", end)
    return b"".join([*kept, body[done:]]) if kept else body
