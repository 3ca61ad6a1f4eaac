"""Where a registry answers: as configured, else from the tables in force (`probes.tables`).

Tables: IANA's RDAP bootstrap, RDAP servers that IANA's file lacks, port-43 servers from the root
zone database; each shipped with its date, or refreshed since. No look-up ever asks IANA.
"""

from functools import lru_cache

from probes import suffixes
from probes.options import ProbeOptions, Registry
from probes.tables import present
from probes.tables.table import RdapServers, WhoisServers
from probes.whois.registries import registry_for


def find_registry(registered_name: str, options: ProbeOptions) -> Registry:
    """Return the registry of a name; `rdap` and `whois` are empty where none is known.

    A configured registry stands as it is written: what it leaves out is not asked.
    """
    configured = _configured(registered_name, options)
    if configured is not None:
        return configured
    suffix, folder = registered_name.partition(".")[2], options.tables.folder
    return Registry(
        id=registry_for(registered_name),
        suffixes=(suffix,),
        rdap=_longest(_rdap_servers(present.rdap_servers(folder)), suffix),
        whois=_longest(_whois_servers(present.whois_servers(folder)), suffix),
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


@lru_cache(maxsize=4)
def _rdap_servers(table: RdapServers) -> dict[str, str]:
    overrides = present.rdap_overrides().servers
    return {suffix: _preferred(urls) for suffix, urls in {**overrides, **table.servers}.items()}


def _preferred(urls: tuple[str, ...]) -> str:
    return next((url for url in urls if url.startswith("https://")), urls[0])


@lru_cache(maxsize=4)
def _whois_servers(table: WhoisServers) -> dict[str, str]:
    return {suffix: entry.hosts[0] for suffix, entry in table.entries.items() if entry.hosts}
