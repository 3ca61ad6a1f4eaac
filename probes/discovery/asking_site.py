"""The home page and the legal notice, fetched and never run: two pages, within bounds, no more."""

from dataclasses import dataclass, field

from probes.asking import Means, Target
from probes.discovery.model import Evidence, SeenPage, TraceSource
from probes.interface import Message, message
from probes.site.fetching import addresses_of, fetch
from probes.site.page import Page
from probes.transport import https
from probes.transport.faults import ExchangeError

_LEGAL_WORDS = ("mentions l", "legal notice")
_GOOD = 200


@dataclass(kw_only=True)
class SiteSeen:
    """What the site gave."""

    pages: list[SeenPage] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


async def ask_site(target: Target, means: Means) -> SiteSeen:
    """Fetch the home page by the first address that gives one, then its legal notice."""
    seen = SiteSeen()
    name = target.name.name
    fault: ExchangeError | None = None
    for url in addresses_of(name):
        try:
            home = await _fetch(means, url, seen)
        except ExchangeError as error:
            fault = fault or error
            continue
        await _ask_legal_notice(means, home, seen)
        return seen
    if fault is not None:
        seen.notes += [fault.message, message("DIS02_NO_PAGE", name=name)]
    return seen


def headers_of(page: SeenPage) -> list[Evidence]:
    """Return the headers of a page as evidence."""
    return [
        Evidence(source=TraceSource.HEADER, place=page.url, text=f"{name}: {value}")
        for name, value in page.headers
    ]


def metas_of(page: Page, place: str) -> list[Evidence]:
    """Return the named meta elements of a page as evidence."""
    return [
        Evidence(source=TraceSource.META, place=place, text=content, at=name)
        for name, content in page.metas()
    ]


async def _fetch(means: Means, url: str, seen: SiteSeen) -> SeenPage:
    seen.asked.append(f"GET {url}")
    limit = means.options.limits.page_bytes
    got = await fetch(means, url)
    page = SeenPage(url=got.url, body=got.body, headers=got.headers, is_whole=got.is_whole)
    seen.pages.append(page)
    if not got.is_whole:
        seen.notes.append(message("DIS02_LONG_PAGE", url=got.url, limit=str(limit // 1024)))
    if got.status != _GOOD:
        seen.notes.append(message("DIS02_STATUS", url=got.url, status=str(got.status)))
    return page


async def _ask_legal_notice(means: Means, home: SeenPage, seen: SiteSeen) -> None:
    address = legal_notice_of(home)
    if address is None:
        return
    try:
        await _fetch(means, address, seen)
    except ExchangeError as error:
        seen.notes.append(error.message)


def legal_notice_of(home: SeenPage) -> str | None:
    """Return where the home page says its legal notice is, on the same site."""
    for link in Page(home.body).links(*_LEGAL_WORDS):
        address = https.join(home.url, link.href)
        if address is not None and address != home.url:
            return address
    return None
