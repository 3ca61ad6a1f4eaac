"""Which table is in force: the refreshed one of the folder, else the one shipped.

A refreshed table that cannot be read, or that is older than the one a later version of the program
ships, is left aside. What was read is kept as long as its file stays the same, so that a process
which runs for weeks sees a refresh without being restarted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import metadata, resources
from pathlib import Path
from typing import TypeVar, cast

from probes.tables.documents import read_overrides, read_rdap, read_suffixes, read_whois
from probes.tables.table import (
    Kind,
    RdapServers,
    SuffixList,
    TableError,
    WhoisServers,
)

FILES = {
    Kind.RDAP: "rdap-dns.json",
    Kind.OVERRIDES: "rdap-overrides.json",
    Kind.SUFFIXES: "public_suffix_list.dat",
    Kind.WHOIS: "whois-servers.json",
}
LARGEST = 8_388_608
_SUFFIX_PACKAGE = "publicsuffixlist"
_Table = TypeVar("_Table", RdapServers, SuffixList, WhoisServers)


def rdap_servers(folder: Path | None) -> RdapServers:
    """Return IANA's RDAP servers."""
    return _in_force(shipped_rdap(), _file(folder, Kind.RDAP), _refreshed_rdap)


@cache
def rdap_overrides() -> RdapServers:
    """Return the RDAP servers that IANA's file lacks; always as shipped."""
    return read_overrides(_shipped(Kind.OVERRIDES))


def suffix_list(folder: Path | None) -> SuffixList:
    """Return the public suffix list."""
    return _in_force(shipped_suffixes(), _file(folder, Kind.SUFFIXES), _refreshed_suffixes)


def whois_servers(folder: Path | None) -> WhoisServers:
    """Return the WHOIS servers."""
    return _in_force(shipped_whois(), _file(folder, Kind.WHOIS), _refreshed_whois)


@cache
def shipped_rdap() -> RdapServers:
    """Return IANA's RDAP servers as shipped."""
    return read_rdap(_shipped(Kind.RDAP))


@cache
def shipped_suffixes() -> SuffixList:
    """Return the public suffix list that travels inside the package publicsuffixlist."""
    text = resources.files(_SUFFIX_PACKAGE).joinpath(FILES[Kind.SUFFIXES]).read_text("utf-8")
    found = read_suffixes(text)
    source = f"{_SUFFIX_PACKAGE} {metadata.version(_SUFFIX_PACKAGE)} (PyPI)"
    return replace(found, origin=replace(found.origin, source=source))


@cache
def shipped_whois() -> WhoisServers:
    """Return the WHOIS servers as shipped."""
    return read_whois(_shipped(Kind.WHOIS))


def _shipped(kind: Kind) -> str:
    return resources.files("probes").joinpath("data", FILES[kind]).read_text(encoding="utf-8")


@dataclass(frozen=True)
class _File:
    """A file as it is now: another inode, size or instant of change is another file.

    The instant is that of the file's entry (ctime), which nobody sets: not even a restored backup
    passes for the file that was there before.
    """

    path: Path
    inode: int
    size: int
    changed_ns: int


def _file(folder: Path | None, kind: Kind) -> _File | None:
    if folder is None:
        return None
    path = folder / FILES[kind]
    try:
        found = path.stat()
    except OSError:
        return None
    return _File(path, found.st_ino, found.st_size, found.st_ctime_ns)


def _in_force(
    shipped: _Table, file: _File | None, read: Callable[[_File], _Table | TableError]
) -> _Table:
    if file is None:
        return shipped
    refreshed = read(file)
    if isinstance(refreshed, TableError):
        return cast("_Table", _left_aside(shipped, refreshed))
    return shipped if _day(refreshed) < _day(shipped) else refreshed


def _day(table: RdapServers | SuffixList | WhoisServers) -> tuple[object, ...]:
    """Return what a younger table has more of: WHOIS servers are as old as the oldest of them."""
    if isinstance(table, WhoisServers):
        return (min(entry.read_on for entry in table.entries.values()),)
    return (table.origin.published_on,)


@lru_cache(maxsize=4)
def _refreshed_rdap(file: _File) -> RdapServers | TableError:
    return _read(file, read_rdap)


@lru_cache(maxsize=4)
def _refreshed_suffixes(file: _File) -> SuffixList | TableError:
    return _read(file, read_suffixes)


@lru_cache(maxsize=4)
def _refreshed_whois(file: _File) -> WhoisServers | TableError:
    return _read(file, read_whois)


def _read(file: _File, read: Callable[[str], _Table]) -> _Table | TableError:
    try:
        table = read(_text(file))
    except TableError as error:
        return error
    return replace(table, origin=replace(table.origin, refreshed=True))


def _text(file: _File) -> str:
    if file.size > LARGEST:
        raise TableError("TAB01_TOO_LARGE", limit=str(LARGEST // 1_048_576))
    try:
        return file.path.read_text(encoding="utf-8")
    except OSError as error:
        fault = error.strerror or type(error).__name__
        raise TableError("TAB01_UNREADABLE", fault=fault) from error
    except UnicodeDecodeError as error:
        raise TableError("TAB01_NOT_TEXT") from error


@lru_cache(maxsize=8)
def _left_aside(
    shipped: RdapServers | SuffixList | WhoisServers, error: TableError
) -> RdapServers | SuffixList | WhoisServers:
    # Kept, so that what is derived from a table is derived once.
    return replace(shipped, origin=replace(shipped.origin, fault=error.message))
