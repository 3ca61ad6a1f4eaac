"""What is kept of a page: its SHA-256, and the excerpts that something was read from, keys masked.

The page itself is not kept: it is the site's work, and may name people. The replies that tell where
its outside hosts lead are kept whole beside the excerpts.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from probes.texts import plain
from probes.transport.https import Page as Answer

FORMAT = "reversibility-page/1"
_LONGEST = 240
_MOST = 80
_MASKS = (
    # What follows a question mark names people, sessions and accounts.
    (re.compile(r"\?[^\s\"'<>]*"), "?…"),
    (re.compile(r"[\w.+-]+@(?=[\w-])"), "…@"),
    # API keys and tokens: long runs with a digit in them.
    (re.compile(r"(?<![\w-])(?=[\w-]*\d)([\w-]{4})[\w-]{16,}"), r"\1…"),
)


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A piece of a page or of its headers, and what was read from it."""

    of: str
    text: str


def excerpt(of: str, text: str) -> Excerpt:
    """Make an excerpt, masked and bounded."""
    for pattern, kept in _MASKS:
        text = pattern.sub(kept, text)
    return Excerpt(of=of, text=plain(text, _LONGEST))


def write(answer: Answer, excerpts: Iterable[Excerpt], replies: Iterable[bytes]) -> bytes:
    """Write what is kept, as JSON; the same page gives the same bytes."""
    kept = list(dict.fromkeys(excerpts))[:_MOST]
    content = {
        "format": FORMAT,
        "url": excerpt("", answer.url).text,
        "status": answer.status,
        "page_sha256": hashlib.sha256(answer.body).hexdigest(),
        "page_bytes": len(answer.body),
        "page_is_whole": answer.is_whole,
        "excerpts": [asdict(item) for item in kept],
        "dns_replies": [base64.b64encode(reply).decode("ascii") for reply in replies],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
