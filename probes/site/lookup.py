"""HTTP: the home page of a site, asked for once; where its forms and scripts lead is looked up.

Kept are the page's SHA-256 and the excerpts that something was read from, never the page.
"""

from dataclasses import replace

from probes.asking import Means, Question, Target, put
from probes.dns_lookup.listening import Follower
from probes.dns_lookup.pointers import follow_all
from probes.errors import NameRefusedError
from probes.interface import (
    LookupState,
    Message,
    Observation,
    PointerRole,
    SitePage,
    message,
)
from probes.names import read_name
from probes.site.excerpts import write
from probes.site.fetching import addresses_of, fetch
from probes.site.reading import Read, read
from probes.transport.faults import ExchangeError
from probes.transport.https import Page

_GOOD = 200
_STATES = {
    401: LookupState.REFUSED,
    403: LookupState.REFUSED,
    429: LookupState.THROTTLED,
}


async def look_up(target: Target, means: Means) -> tuple[Observation, ...]:
    """Fetch the page by the first address that gives one, read it, and follow where it leads."""
    host = target.site_host
    question = put(means, host, f"GET https://{host}/")
    fault: ExchangeError | None = None
    for url in addresses_of(host):
        try:
            page = await fetch(means, url)
        except ExchangeError as error:
            fault = fault or error
            continue
        return (await _seen(replace(question, text=f"GET {url}"), page, means, target),)
    failed = fault or ExchangeError("NET01_CONNECTION_LOST", server=host)
    failed.received = b""  # Part of a page is no more kept than the whole.
    return (question.failed(failed),)


async def _seen(question: Question, page: Page, means: Means, target: Target) -> Observation:
    if page.status != _GOOD:
        note = message("PAG02_STATUS", url=page.url, status=str(page.status))
        state = _STATES.get(page.status, LookupState.REGISTERED)
        raw = write(page, (), ())
        return question.answered(raw, state, server=page.server, messages=(note,))
    shown = _Site(means, target, page)
    found = read(page, shown.is_own, question.asked_at)
    follower = Follower(means=means)
    facts = await shown.facts(found, follower)
    return question.answered(
        write(page, found.excerpts, (reply.wire for reply in follower.replies)),
        LookupState.REGISTERED,
        server=page.server,
        facts=facts,
        messages=(*_notes(page), *follower.faults),
        parser="page",
    )


class _Site:
    """Which hosts are the site's own, and what is told of it."""

    def __init__(self, means: Means, target: Target, page: Page) -> None:
        self._options = means.options
        self.host = page.url.partition("://")[2].partition("/")[0]
        self._own = {target.name.tenant_name, self._tenant(self.host)}

    def is_own(self, host: str) -> bool:
        """Tell whether a host is under a name of the site."""
        return self._tenant(host) in self._own

    async def facts(self, found: Read, follower: Follower) -> SitePage:
        """Follow the outside hosts, and put together what was read."""
        wanted = [(PointerRole.FORM, self.host, form.host) for form in found.forms if form.outside]
        wanted += [(PointerRole.RESOURCE, self.host, host) for host in found.loads]
        return SitePage(
            host=self.host,
            software=tuple(found.software),
            changed=found.changed,
            copyright_year=found.copyright_year,
            forms=tuple(found.forms),
            ended=tuple(found.ended),
            pointers=await follow_all(follower, wanted),
        )

    def _tenant(self, host: str) -> str:
        try:
            read = read_name(host, self._options.extra_suffixes, self._options.tables.folder)
        except NameRefusedError:
            return host
        return read.tenant_name


def _notes(page: Page) -> tuple[Message, ...]:
    if page.is_whole:
        return ()
    return (message("PAG02_LONG", url=page.url, limit=str(len(page.body) // 1024)),)
