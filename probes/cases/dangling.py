"""DAN: names that the zone points to and that nobody holds any longer."""

from collections.abc import Iterator

from probes.cases.finding import Finding, Seen
from probes.interface import PointerRole, PointerState, ZoneRecords

_CODES = {
    PointerRole.ALIAS: {
        PointerState.LAPSED: "DAN01_LAPSED",
        PointerState.MISSING: "DAN01_MISSING",
        PointerState.NO_ADDRESS: "DAN01_NO_ADDRESS",
    },
    PointerRole.NAME_SERVER: {
        PointerState.LAPSED: "DAN02_LAPSED",
        PointerState.MISSING: "DAN02_MISSING",
        PointerState.NO_ADDRESS: "DAN02_NO_ADDRESS",
    },
    PointerRole.MAIL_HOST: {
        PointerState.LAPSED: "DAN03_LAPSED",
        PointerState.MISSING: "DAN03_MISSING",
        PointerState.NO_ADDRESS: "DAN03_NO_ADDRESS",
    },
}


def aliases(seen: Seen) -> Iterator[Finding]:
    """DAN01: an alias leads to a name that exists."""
    return _dangling(seen, PointerRole.ALIAS)


def name_servers(seen: Seen) -> Iterator[Finding]:
    """DAN02: each name server is under a name that somebody holds."""
    return _dangling(seen, PointerRole.NAME_SERVER)


def mail_hosts(seen: Seen) -> Iterator[Finding]:
    """DAN03: each mail host is under a name that somebody holds."""
    return _dangling(seen, PointerRole.MAIL_HOST)


def _dangling(seen: Seen, role: PointerRole) -> Iterator[Finding]:
    for item in seen.records.pointers if seen.records else ():
        code = _CODES[role].get(item.state) if item.role is role else None
        if code is None:
            continue
        params = {"owner": item.owner, "target": item.target}
        if item.state is PointerState.LAPSED:
            params["name"] = item.registered_name
        yield seen.finding(code, ZoneRecords, **params)
