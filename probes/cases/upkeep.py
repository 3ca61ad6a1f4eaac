"""MNT: what the home page shows of a site that is up while nobody looks after it."""

from collections.abc import Iterator
from datetime import date, timedelta

from probes.cases.finding import Finding, Seen
from probes.interface import Pointer, PointerRole, PointerState, SitePage
from probes.site.upkeep import Software, by_version, services, software

_SOON = timedelta(days=90)
_LONG_AGO = timedelta(days=730)
_YEARS_BEHIND = 2
_GONE = {PointerState.MISSING, PointerState.NO_ADDRESS}


def versions(seen: Seen) -> Iterator[Finding]:
    """MNT01: the publishers of what the site names still maintain it."""
    for name, version in seen.page.software if seen.page else ():
        known = software()[name]
        code, day = _of_end(known, version, seen.today) or _of_age(known, version, seen.today)
        if code:
            told = {"product": known.name, "version": version, "source": known.source}
            yield _finding(seen, code, **told, day=day.isoformat())


def _of_end(known: Software, version: str, today: date) -> tuple[str, date] | None:
    """Tell of the day until which a version is maintained, where there is one."""
    until = by_version(known.until, version)
    if until is None:
        return None
    if until < today:
        return ("MNT01_ENDED" if known.is_sure else "MNT01_ASK"), until
    is_soon = known.is_sure and until - today <= _SOON
    return ("MNT01_ENDS_SOON" if is_soon else ""), until


def _of_age(known: Software, version: str, today: date) -> tuple[str, date]:
    """Tell of the day on which a version came out, where only the newest is maintained."""
    released = by_version(known.released, version) or today
    return ("MNT01_OLD" if today - released > _LONG_AGO else ""), released


def last_change(seen: Seen) -> Iterator[Finding]:
    """MNT02: something on the home page is younger than two years."""
    changed = seen.page.changed if seen.page else None
    if changed is not None and seen.today - changed > _LONG_AGO:
        yield _finding(seen, "MNT02_NOTHING_SINCE", day=changed.isoformat())


def copyright_year(seen: Seen) -> Iterator[Finding]:
    """MNT03: the year beside the copyright is this one or the last."""
    year = seen.page.copyright_year if seen.page else None
    if year is not None and seen.today.year - year >= _YEARS_BEHIND:
        yield _finding(seen, "MNT03_OLD_YEAR", year=str(year))


def forms(seen: Seen) -> Iterator[Finding]:
    """MNT04: what is typed into the page's forms goes somewhere, encrypted, to whom it should."""
    states = {each.target: each for each in _pointers(seen, PointerRole.FORM)}
    for form in seen.page.forms if seen.page else ():
        led = states.get(form.host)
        if form.outside and led and led.state is PointerState.LAPSED:
            yield _finding(seen, "MNT04_LAPSED", target=form.host, name=led.registered_name)
        elif form.outside and led and led.state in _GONE:
            yield _finding(seen, "MNT04_GONE", target=form.host)
        elif form.in_clear:
            yield _finding(seen, "MNT04_IN_CLEAR", target=form.host)
        elif form.outside:
            yield _finding(seen, "MNT04_ELSEWHERE", target=form.host)


def resources(seen: Seen) -> Iterator[Finding]:
    """MNT05: every outside host that the page loads from is there."""
    for led in _pointers(seen, PointerRole.RESOURCE):
        if led.state is PointerState.LAPSED:
            yield _finding(seen, "MNT05_LAPSED", target=led.target, name=led.registered_name)
        elif led.state in _GONE:
            yield _finding(seen, "MNT05_GONE", target=led.target)


def ended_services(seen: Seen) -> Iterator[Finding]:
    """MNT06: the page calls no service that has ended."""
    for name in seen.page.ended if seen.page else ():
        known = services()[name]
        told = {"service": known.name, "day": known.ended_on.isoformat(), "source": known.source}
        yield _finding(seen, "MNT06_ENDED", **told)


def _pointers(seen: Seen, role: PointerRole) -> list[Pointer]:
    return [each for each in (seen.page.pointers if seen.page else ()) if each.role is role]


def _finding(seen: Seen, code: str, **params: str) -> Finding:
    host = seen.page.host if seen.page else ""
    return seen.finding(code, SitePage, host=host, **params)
