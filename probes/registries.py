"""Where a registry answers: as configured, else from the tables shipped with their dates.

Tables: `data/rdap-dns.json` (IANA's RDAP bootstrap), `data/rdap-overrides.json` (servers IANA's
file lacks), `data/whois-servers.json` (port 43, from the root zone database). No look-up ever asks
IANA.
"""

import json
from functools import cache
from importlib import resources
from typing import cast

from probes import suffixes
from probes.options import ProbeOptions, Registry
from probes.whois.registries import registry_for


def find_registry(registered_name: str, options: ProbeOptions) -> Registry:
    """Return the registry of a name; `rdap` and `whois` are empty where none is known.

    A configured registry stands as it is written: what it leaves out is not asked.
    """
    configured = _configured(registered_name, options)
    if configured is not None:
        return configured
    suffix = registered_name.partition(".")[2]
    return Registry(
        id=registry_for(registered_name),
        suffixes=(suffix,),
        rdap=_longest(_rdap_servers(), suffix),
        whois=_longest(_whois_servers(), suffix),
    )


def _configured(name: str, options: ProbeOptions) -> Registry | None:
    covering = [
        (len(suffix), registry)
        for registry in options.registries
        for suffix in registry.suffixes
        if suffixes.covers(suffix.lower().strip("."), name)
    ]
    return max(covering, key=lambda pair: pair[0])[1] if covering else None


def _longest(table: dict[str, str], suffix: str) -> str:
    """RFC 9224 section 4: the entry with the most labels wins."""
    while suffix:
        if suffix in table:
            return table[suffix]
        suffix = suffix.partition(".")[2]
    return ""


@cache
def _rdap_servers() -> dict[str, str]:
    services = cast("list[tuple[list[str], list[str]]]", _read("rdap-dns.json")["services"])
    shipped = {suffix: _preferred(urls) for suffixes_, urls in services for suffix in suffixes_}
    return cast("dict[str, str]", _read("rdap-overrides.json")["servers"]) | shipped


def _preferred(urls: list[str]) -> str:
    return next((url for url in urls if url.startswith("https://")), urls[0])


@cache
def _whois_servers() -> dict[str, str]:
    servers = cast("dict[str, list[str]]", _read("whois-servers.json")["servers"])
    return {suffix: hosts[0] for suffix, hosts in servers.items()}


def _read(name: str) -> dict[str, object]:
    text = resources.files("probes").joinpath("data", name).read_text(encoding="utf-8")
    return cast("dict[str, object]", json.loads(text))
