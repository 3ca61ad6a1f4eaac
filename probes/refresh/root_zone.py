"""What IANA says of top-level domains: the list of all of them, and the WHOIS server of one.

IANA publishes no file of WHOIS servers. Its root zone database is read either on 1,400 pages or by
asking whois.iana.org about one domain at a time; the latter is a form made for programs.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from probes.refresh.replacing import check_host, check_top_level
from probes.tables.table import TableError, WhoisEntry, WhoisServers

_VERSION = re.compile(r"# Version \d{6,12}, Last Updated \S.*\n")
_LINE = re.compile(r"([a-z-]{1,40}):[ \t]*(.*)")
# An entry younger than this is not asked about again.
_FRESH = timedelta(days=30)
_MOST_HOSTS = 4


def read_top_level(text: str, present: Collection[str]) -> frozenset[str]:
    """Read IANA's list of top-level domains; raises TableError where it is not to be believed."""
    heading = _VERSION.match(text)
    if heading is None or not text.endswith("\n"):
        raise TableError("TAB01_SHAPE", what="# Version")
    found = frozenset(text[heading.end() :].lower().split())
    check_top_level(found, present)
    return found


def to_ask(
    listed: Collection[str], known: WhoisServers, rdap: Collection[str], today: date
) -> list[str]:
    """Return the top-level domains to ask about, those that need it most first.

    Without RDAP, WHOIS is the only way to a holder: these come first, then the others; in each
    group what was never read, then what was read longest ago.
    """
    days = {tld: known.entries[tld].read_on for tld in listed if tld in known.entries}
    due = [tld for tld in listed if days.get(tld, date.min) <= today - _FRESH]
    return sorted(due, key=lambda tld: (tld in rdap, days.get(tld, date.min), tld))


def read_answer(tld: str, raw: bytes, today: date) -> WhoisEntry:
    """Read what whois.iana.org says of one top-level domain; raises TableError."""
    lines = list(_lines(raw.decode("utf-8", errors="replace").splitlines()))
    about = {value.lower() for key, value in lines if key in {"domain", "domain-ace"}}
    # The last line of an answer: without it, the answer is cut or not IANA's.
    if tld not in about or ("source", "IANA") not in lines:
        raise TableError("TAB02_NOT_IANA", entry=tld)
    hosts = tuple(check_host(tld, value) for key, value in lines if key == "whois" and value)
    if len(hosts) > _MOST_HOSTS:
        raise TableError("TAB02_NOT_IANA", entry=tld)
    return WhoisEntry(hosts=hosts, read_on=today)


def _lines(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        found = _LINE.fullmatch(line.rstrip())
        if found:
            yield found[1], found[2].strip()
