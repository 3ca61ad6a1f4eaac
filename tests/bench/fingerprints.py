"""What looking for traces in a page costs, beside a plain loop over every expression.

The pages are those of the universe and one of about 100 kB, made like the front page of a site that
has grown: text, pictures, scripts of its own, and the tags of everybody. Nothing is waited for, so
what counts is processor time: other work on the machine hardly changes that.
"""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from probes.discovery.catalogue import shipped
from probes.discovery.matching import match_page
from probes.discovery.model import TraceSource
from probes.site.page import Page

SITES = Path(__file__).parents[1] / "universe" / "world" / "sites"
LARGE_BYTES = 100_000
_ROUNDS = 7
_SECTION = (
    '<section class="wp-block-group alignwide" id="s{n}"><h2>Nos soins, partie {n}</h2>'
    "<p>Le cabinet vous reçoit du lundi au vendredi, sur rendez-vous. Pensez à votre ordonnance "
    "et à une tenue souple ; une séance dure une demi-heure.</p>"
    '<img src="/wp-content/uploads/2026/photo-{n}.jpg" alt="" width="640" height="480">'
    '<a href="https://www.agence-media-exemple.fr.example/page-{n}">Lire la suite</a></section>\n'
)
_SCRIPT = (
    '<script>(function(){{var e=document.getElementById("s{n}");if(e){{e.addEventListener("click",'
    'function(a){{a.preventDefault();e.classList.toggle("ouvert")}})}}}})();</script>\n'
)


def pages() -> list[bytes]:
    """Return the pages of the universe."""
    return [path.read_bytes() for path in sorted(SITES.glob("*.html"))]


def large_page() -> bytes:
    """Return the page of about 100 kB, with some sixty scripts."""
    text, parts, size = (SITES / "kine-lumiere.html").read_text(encoding="utf-8"), [], 0
    head, _, foot = text.partition("<footer>")
    for n in range(LARGE_BYTES):
        parts.append(_SECTION.format(n=n) + (_SCRIPT.format(n=n) if n % 3 == 0 else ""))
        size += len(parts[-1].encode())
        if size > LARGE_BYTES - len(text):
            break
    return f"{head}{''.join(parts)}<footer>{foot}".encode()


def ours(page: bytes) -> float:
    """Return how many milliseconds one page takes."""
    return _milliseconds(lambda: match_page(Page(page), ""), times=50)


def ours_median(listed: Sequence[bytes]) -> float:
    """Return the median of what each page takes, in milliseconds."""
    return median(ours(page) for page in listed)


def naive(page: bytes) -> float:
    """Return what every expression one after another takes on a page, in milliseconds."""
    searches = _searches()
    return _milliseconds(lambda: [search(page) for search in searches], times=3)


def _milliseconds(act: Callable[[], object], times: int) -> float:
    """Return the processor time of one call, in the best of a few rounds."""
    act()
    best = float("inf")
    for _ in range(_ROUNDS):
        started = time.process_time()
        for _ in range(times):
            act()
        best = min(best, time.process_time() - started)
    return best / times * 1_000


def _searches() -> list[Callable[[bytes], object]]:
    found: list[Callable[[bytes], object]] = []
    for entry in shipped().fingerprints.values():
        if entry.source is not TraceSource.HTML:
            continue
        found += [pattern.octets.search for pattern in entry.patterns]
        for host in (*entry.hosts, *entry.host_words):
            written = rf"//([a-z0-9-]+\.)*{re.escape(host)}"
            found.append(re.compile(written.encode(), re.IGNORECASE).search)
    return found
