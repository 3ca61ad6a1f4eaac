"""Whether a table just fetched may take the place of the one in force. No I/O."""

from collections.abc import Collection
from datetime import date, timedelta
from urllib.parse import urlsplit

from probes import names, suffixes
from probes.errors import NameRefusedError
from probes.tables.table import Origin, RdapServers, SuffixList, TableError, WhoisServers

# Registries come and go by the handful; a tenth at once is a fault on the way.
_PERCENT_KEPT = 90
_LEAST_TOP_LEVEL = 1_000
_LONGEST_URL = 2_048
# Clocks differ, and a day starts in Wellington before it does here.
_AHEAD = timedelta(days=2)
# What the practices of this country live under: a table without one of them is not taken.
_HERE = ("fr", "re", "com", "net", "org")
_FR = "fr"
# Bodies that hold a name of their own under .fr and let their members use it. Some have left the
# list (PROBES, section 2), so half of them is enough; but none is ever a registry's suffix.
_PROFESSIONAL = (
    "avocat.fr", "chirurgiens-dentistes.fr", "experts-comptables.fr", "medecin.fr", "notaires.fr",
    "pharmacien.fr",
)  # fmt: skip
_READS = (
    ("cabinet.fr", "fr", "fr"),
    ("cabinet.asso.fr", "asso.fr", "asso.fr"),
    ("cabinet.re", "re", "re"),
    ("cabinet.com", "com", "com"),
    ("cabinet.co.uk", "co.uk", "co.uk"),
    ("cabinet.unlisted-suffix", "unlisted-suffix", "unlisted-suffix"),
)


def check_rdap(new: RdapServers, present: RdapServers, today: date) -> None:
    """Raise TableError where IANA's RDAP servers are not to be taken."""
    _check_days(new.origin, present.origin, today)
    _check_top_level(new.servers)
    _check_count(new.servers, present.servers)
    _check_here(new.servers, present.servers)
    for suffix, urls in new.servers.items():
        for url in urls:
            _check_url(suffix, url)
        before = present.servers.get(suffix, ())
        if _has_https(before) and not _has_https(urls):
            raise TableError("TAB02_CLEAR", entry=suffix)


def check_suffixes(new: SuffixList, present: SuffixList, today: date) -> None:
    """Raise TableError where the public suffix list is not to be taken."""
    _check_days(new.origin, present.origin, today)
    _check_count(new.icann, present.icann)
    _check_count(new.private, present.private)
    _check_here(new.icann, present.icann)
    # A registry's suffix below .fr would hide the names under it; one is added in ten years.
    added = sorted(rule for rule in new.icann - present.icann if _is_here(rule))
    if added:
        raise TableError("TAB02_ADDED", entry=added[0])
    for name, registered, tenant in (*_READS, *_professional_readings(new)):
        _check_reading(new, name, registered, tenant)


def check_whois(new: WhoisServers, present: WhoisServers) -> None:
    """Raise TableError where the WHOIS servers are not to be taken."""
    _check_top_level(new.entries)
    served = {suffix for suffix, entry in new.entries.items() if entry.hosts}
    before = {suffix for suffix, entry in present.entries.items() if entry.hosts}
    _check_count(served, before)
    _check_here(served, before)


def check_top_level(listed: Collection[str], present: Collection[str]) -> None:
    """Raise TableError where a list of top-level domains is not to be believed."""
    _check_top_level(listed)
    _check_count(listed, present)
    _check_here(listed, present)


def check_host(suffix: str, host: str) -> str:
    """Return the name of a server in lower case; raises TableError where it is none."""
    try:
        return names.read_host(host)
    except NameRefusedError as error:
        raise TableError("TAB02_SERVER", entry=suffix, server=host[:80]) from error


def _check_days(new: Origin, present: Origin, today: date) -> None:
    on, before = new.published_on, present.published_on
    if on > today + _AHEAD:
        raise TableError("TAB02_FUTURE", on=on.isoformat())
    if on < before:
        raise TableError("TAB02_OLDER", on=on.isoformat(), before=before.isoformat())


def _check_top_level(entries: Collection[str]) -> None:
    # A name with a dot would stand before the domain above it: `cabinet.fr` before `fr`.
    if len(entries) < _LEAST_TOP_LEVEL:
        raise TableError("TAB02_TOO_FEW", count=str(len(entries)), least=str(_LEAST_TOP_LEVEL))
    for entry in entries:
        if not names.is_label(entry) or entry.isdigit():
            raise TableError("TAB02_NOT_TOP_LEVEL", entry=entry[:80])


def _check_count(new: Collection[str], present: Collection[str]) -> None:
    least = len(present) * _PERCENT_KEPT // 100
    if len(new) < least:
        raise TableError("TAB02_TOO_FEW", count=str(len(new)), least=str(least))


def _check_here(new: Collection[str], present: Collection[str]) -> None:
    for suffix in _HERE:
        if suffix in present and suffix not in new:
            raise TableError("TAB02_MISSING", entry=suffix)


def _check_url(suffix: str, text: str) -> None:
    refused = TableError("TAB02_SERVER", entry=suffix, server=text[:80])
    if len(text) > _LONGEST_URL or not text.isascii() or not text.isprintable() or " " in text:
        raise refused
    try:
        url = urlsplit(text)
        well_known = url.port is None
    except ValueError as error:
        raise refused from error
    if url.scheme not in {"https", "http"} or not well_known or "@" in url.netloc:
        raise refused
    if url.query or url.fragment or not url.hostname:
        raise refused
    check_host(suffix, url.hostname)


def _has_https(urls: Collection[str]) -> bool:
    return any(url.startswith("https://") for url in urls)


def _is_here(rule: str) -> bool:
    name = rule.removeprefix("!").removeprefix("*.")
    return any(suffixes.covers(suffix, name) for suffix in _HERE)


def _professional_readings(new: SuffixList) -> list[tuple[str, str, str]]:
    listed = [suffix for suffix in _PROFESSIONAL if suffix in new.private]
    if len(listed) * 2 < len(_PROFESSIONAL):
        raise TableError("TAB02_MISSING", entry=_PROFESSIONAL[0])
    return [(f"cabinet.{suffix}", _FR, suffix) for suffix in listed]


def _check_reading(new: SuffixList, name: str, registered: str, tenant: str) -> None:
    found = (
        suffixes.suffix_in(new, name, only_icann=True),
        suffixes.suffix_in(new, name, only_icann=False),
    )
    if found != (registered, tenant):
        wrong = found[0] if found[0] != registered else found[1]
        raise TableError("TAB02_READS", name=name, suffix=wrong)
