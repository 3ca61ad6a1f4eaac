"""Tables as files: read with their shape checked, written in the form they are read in.

The shape is all that is looked at here: whether a table may replace another is for
`probes.refresh`, before it is written.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import cast

from probes.tables.suffix_rules import read_rules
from probes.tables.table import (
    Origin,
    RdapServers,
    SuffixList,
    TableError,
    WhoisEntry,
    WhoisServers,
)

Json = Mapping[str, object]
_VERSION = re.compile(r"^// VERSION: (\d{4}-\d{2}-\d{2})", re.MULTILINE)
_TAKEN = re.compile(r"// READ ON: (\d{4}-\d{2}-\d{2}) FROM: (\S{1,2048})\n")


def read_rdap(text: str) -> RdapServers:
    """Read IANA's bootstrap (RFC 9224), or what `write_rdap` made of it; raises TableError."""
    whole = json_object(text)
    published_on = _day(whole, "publication")
    servers: dict[str, tuple[str, ...]] = {}
    for service in _list(whole, "services"):
        if not isinstance(service, list) or len(service) != len(("entries", "urls")):
            raise TableError("TAB01_SHAPE", what="services")
        suffixes, urls = _texts(service[0], "services"), _texts(service[1], "services")
        for suffix in suffixes:
            if suffix in servers or not urls:
                raise TableError("TAB01_ENTRY", entry=suffix[:80])
            servers[suffix] = urls
    origin = Origin(
        source=_text(whole, "source", default=""),
        published_on=published_on,
        read_on=_day(whole, "read_on") if "read_on" in whole else published_on,
    )
    description = _text(whole, "description", default="")
    return RdapServers(origin=origin, servers=servers, description=description)


def write_rdap(table: RdapServers) -> str:
    """Return the text that `read_rdap` reads: IANA's form, and where it was taken from."""
    by_urls: dict[tuple[str, ...], list[str]] = {}
    for suffix, urls in table.servers.items():
        by_urls.setdefault(urls, []).append(suffix)
    whole = {
        "description": table.description,
        "source": table.origin.source,
        "publication": f"{table.origin.published_on.isoformat()}T00:00:00Z",
        "read_on": table.origin.read_on.isoformat(),
        "version": "1.0",
        "services": [[suffixes, list(urls)] for urls, suffixes in by_urls.items()],
    }
    return f"{json.dumps(whole, indent=1)}\n"


def read_overrides(text: str) -> RdapServers:
    """Read the RDAP servers that IANA's file lacks; raises TableError."""
    whole = json_object(text)
    read_on = _day(whole, "read_on")
    servers = _object(whole, "servers")
    return RdapServers(
        origin=Origin(source=_text(whole, "source"), published_on=read_on, read_on=read_on),
        servers={suffix: (_text(servers, suffix),) for suffix in servers},
        description=_text(whole, "description", default=""),
    )


def read_suffixes(text: str) -> SuffixList:
    """Read the public suffix list as published, or as `write_suffixes` wrote it."""
    version = _VERSION.search(text[:4_096])
    if version is None:
        raise TableError("TAB01_SHAPE", what="VERSION")
    published_on = _iso(version[1], "VERSION")
    taken = _TAKEN.match(text)
    origin = Origin(
        source=taken[2] if taken else "",
        published_on=published_on,
        read_on=_iso(taken[1], "READ ON") if taken else published_on,
    )
    published = text[taken.end() :] if taken else text
    icann, private = read_rules(published)
    return SuffixList(origin=origin, text=published, icann=icann, private=private)


def write_suffixes(table: SuffixList) -> str:
    """Return the list as it was published, under a line that says where it was taken from."""
    origin = table.origin
    return f"// READ ON: {origin.read_on.isoformat()} FROM: {origin.source}\n{table.text}"


def read_whois(text: str) -> WhoisServers:
    """Read the WHOIS servers; an entry without a day of its own was read on the table's day."""
    whole = json_object(text)
    read_on = _day(whole, "read_on")
    servers, days = _object(whole, "servers"), _object(whole, "days", default={})
    entries = {
        suffix: WhoisEntry(
            hosts=_texts(hosts, suffix), read_on=_day(days, suffix) if suffix in days else read_on
        )
        for suffix, hosts in servers.items()
    }
    if not entries:
        raise TableError("TAB01_SHAPE", what="servers")
    origin = Origin(source=_text(whole, "source"), published_on=read_on, read_on=read_on)
    return WhoisServers(origin=origin, entries=entries)


def write_whois(table: WhoisServers) -> str:
    """Return the text that `read_whois` reads."""
    entries = sorted(table.entries.items())
    whole = {
        "source": table.origin.source,
        "read_on": table.origin.read_on.isoformat(),
        "servers": {suffix: list(entry.hosts) for suffix, entry in entries},
        "days": {suffix: entry.read_on.isoformat() for suffix, entry in entries},
    }
    return f"{json.dumps(whole, indent=1)}\n"


def json_object(text: str) -> Json:
    """Read one JSON object; raises TableError for anything else."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TableError("TAB01_NOT_JSON") from error
    if not isinstance(whole, dict):
        raise TableError("TAB01_NOT_JSON")
    return cast("Json", whole)


def _object(whole: Json, key: str, default: Json | None = None) -> Json:
    value = whole.get(key, default)
    if not isinstance(value, dict):
        raise TableError("TAB01_SHAPE", what=key)
    return cast("Json", value)


def _list(whole: Json, key: str) -> list[object]:
    value = whole.get(key)
    if not isinstance(value, list):
        raise TableError("TAB01_SHAPE", what=key)
    return cast("list[object]", value)


def _texts(value: object, what: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TableError("TAB01_SHAPE", what=what[:80])
    return tuple(cast("list[str]", value))


def _text(whole: Json, key: str, default: str | None = None) -> str:
    value = whole.get(key, default)
    if not isinstance(value, str):
        raise TableError("TAB01_SHAPE", what=key[:80])
    return value


def _day(whole: Json, key: str) -> date:
    return _iso(_text(whole, key)[:10], key)


def _iso(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise TableError("TAB01_SHAPE", what=what[:80]) from error
