"""Reads a page for what it shows of its upkeep, each thing with the excerpt it stands in. Pure."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from probes.interface import FormTarget
from probes.site.excerpts import Excerpt, excerpt
from probes.site.markup import attribute, openings, visible_text
from probes.site.page import Page, places
from probes.site.upkeep import Service, services, software
from probes.transport.https import Page as Answer

IsOwn = Callable[[str], bool]
_DATED_METAS = {
    "article:modified_time", "article:published_time", "og:updated_time", "last-modified", "date",
    "dcterms.modified", "dcterms.date",
}  # fmt: skip
_DATED_DATA = re.compile(rb'"date(?:Modified|Published)"\s*:\s*"([0-9]{4}-[0-9]{2}-[0-9]{2})')
_COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NEAR = 60
_MOST_PLACES = 40
_LOADED = (("script", "src"), ("iframe", "src"), ("link", "href"))


@dataclass(kw_only=True)
class Read:
    """What was read from a page."""

    software: list[tuple[str, str]] = field(default_factory=list)
    changed: date | None = None
    copyright_year: int | None = None
    forms: list[FormTarget] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    """Outside hosts of scripts, style sheets and frames."""
    ended: list[str] = field(default_factory=list)
    excerpts: list[Excerpt] = field(default_factory=list)

    def note(self, of: str, text: str) -> None:
        """Keep the excerpt that something was read from."""
        self.excerpts.append(excerpt(of, text))


def read(answer: Answer, is_own: IsOwn, now: datetime) -> Read:
    """Read a page and its headers; `is_own` tells the site's own hosts from others'."""
    page, found = Page(answer.body), Read()
    _read_software(answer, page, found)
    _read_dates(answer, page, found, now.date())
    _read_copyright(page, found, now.year)
    _read_forms(answer.url, page, found, is_own)
    _read_loads(answer.url, page, found, is_own)
    for name, service in services().items():
        _read_service(name, service, page, found)
    return found


def _read_software(answer: Answer, page: Page, found: Read) -> None:
    metas = list(page.metas())
    for name, known in software().items():
        said = [(key, text) for key, text in answer.headers if key in known.headers]
        said += [(key, text) for key, text in metas if key in known.metas]
        for key, text in said:
            version = known.match.search(text)
            if version is not None and (name, version[1]) not in found.software:
                found.software.append((name, version[1]))
                found.note("software", f"{key}: {text}")


def _read_dates(answer: Answer, page: Page, found: Read, today: date) -> None:
    # A clock may be a day ahead; what lies further ahead is no date of a change.
    shown = [(day, text) for day, text in _dates(answer, page) if day <= today + timedelta(days=1)]
    if shown:
        found.changed, text = max(shown)
        found.note("date", text)


def _dates(answer: Answer, page: Page) -> Iterator[tuple[date, str]]:
    for name, value in answer.headers:
        if name == "last-modified":
            with contextlib.suppress(ValueError):
                yield parsedate_to_datetime(value).date(), f"{name}: {value}"
    said = [(f"{name}: {text}", text) for name, text in page.metas() if name in _DATED_METAS]
    said += [(tag, attribute(tag, "datetime") or "") for tag in openings(page, "time")]
    said += [(each[0].decode(), each[1].decode()) for each in _DATED_DATA.finditer(page.raw)]
    for shown, text in said:
        with contextlib.suppress(ValueError):
            yield date.fromisoformat(text[:10]), shown


def _read_copyright(page: Page, found: Read, this_year: int) -> None:
    text = visible_text(page)
    for place in list(_COPYRIGHT.finditer(text))[:_MOST_PLACES]:
        near = text[place.start() : place.end() + _NEAR]
        years = [int(year) for year in _YEAR.findall(near) if int(year) <= this_year + 1]
        if years and max(years) > (found.copyright_year or 0):
            found.copyright_year = max(years)
            found.note("copyright", near)


def _read_forms(url: str, page: Page, found: Read, is_own: IsOwn) -> None:
    for tag in openings(page, "form"):
        action = attribute(tag, "action") or ""
        target = _address(url, action) if action else None
        if target is None:
            continue  # It sends to the page itself, or to a script's own code.
        host, in_clear = target
        form = FormTarget(host=host, in_clear=in_clear, outside=not is_own(host))
        if (form.outside or form.in_clear) and form not in found.forms:
            found.forms.append(form)
            found.note("form", tag)


def _read_loads(url: str, page: Page, found: Read, is_own: IsOwn) -> None:
    for element, where in _LOADED:
        for tag in openings(page, element):
            if element == "link" and "stylesheet" not in (attribute(tag, "rel") or "").lower():
                continue
            target = _address(url, attribute(tag, where) or "")
            if target and not is_own(target[0]) and target[0] not in found.loads:
                found.loads.append(target[0])
                found.note("load", tag)


def _read_service(name: str, service: Service, page: Page, found: Read) -> None:
    for host in service.hosts:
        octets = host.encode("ascii")
        if octets in page.hosts and page.leads_to(octets):
            found.ended.append(name)
            found.note("ended", f"//{host}")
            return
    if service.match is None:
        return
    for place in places(page.low, service.literal.encode("ascii"), most=_MOST_PLACES):
        match = service.match.search(page.raw[max(0, place - 1) : place + _NEAR])
        if match is not None:
            found.ended.append(name)
            found.note("ended", match[0].decode())
            return


def _address(url: str, reference: str) -> tuple[str, bool] | None:
    """Return the host that an address leads to, and whether in clear; None for no web address."""
    try:
        target = urlsplit(urljoin(url, reference))
        host = (target.hostname or "").rstrip(".")
    except ValueError:
        return None
    return (host, target.scheme == "http") if target.scheme in {"http", "https"} and host else None
