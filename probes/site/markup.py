"""Opening tags of a page and their attributes, and the text without what no reader sees."""

import html
import re
from collections.abc import Iterator

from probes.site.page import Page, places

_LONGEST_TAG = 2_000
_MOST_TAGS = 300
_UNSEEN = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))
_TAG = re.compile(rb"<[^<>]{0,500}>")
_AFTER_NAME = b" \t\r\n/>"


def openings(page: Page, element: str) -> Iterator[str]:
    """Yield the opening tags of an element, as written."""
    start = b"<" + element.encode("ascii")
    for place in places(page.low, start, most=_MOST_TAGS):
        after = place + len(start)
        if page.low[after : after + 1] not in {bytes([sign]) for sign in _AFTER_NAME}:
            continue
        end = page.low.find(b">", place, place + _LONGEST_TAG)
        if end != -1:
            yield page.raw[place : end + 1].decode("utf-8", errors="replace")


def attribute(tag: str, name: str) -> str | None:
    """Return an attribute of a tag; None when it has none."""
    value = r"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
    found = re.search(rf"\s{name}\s*=\s*{value}", tag, re.IGNORECASE)
    if found is None:
        return None
    return html.unescape(found[1] or found[2] or found[3] or "").strip()


def visible_text(page: Page) -> str:
    """Return what a reader sees, roughly: no script, no style, no comment, no tag."""
    low, raw = page.low, page.raw
    for start, end in _UNSEEN:
        kept, done = [], 0
        place = low.find(start)
        while place != -1:
            stop = low.find(end, place)
            kept.append(slice(done, place))
            done = len(low) if stop == -1 else stop + len(end)
            place = low.find(start, done)
        kept.append(slice(done, len(low)))
        low, raw = (b" ".join(text[part] for part in kept) for text in (low, raw))
    return html.unescape(_TAG.sub(b" ", raw).decode("utf-8", errors="replace"))
