"""Which recording each service gives: the registry, and the registrar it refers to.

Several recordings of one name: the registry gives the longest one, except that a thin one (no
holder, but a referral) comes first where the registrar's is there as well; the registrar that a
recording refers to gives the longest of the others.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from probes.options import ProbeOptions
from probes.registries import find_registry
from tests.universe.replay.recordings import Name, Recording, related
from tests.universe.world.records import RegistryEntry

Said = dict[str, bytes]
"""What a service says, by name."""


@dataclass(kw_only=True)
class Services:
    """Registries as configured, and what is said by each host on port 43 and over RDAP."""

    registries: list[RegistryEntry] = field(default_factory=list)
    whois: dict[str, Said] = field(default_factory=lambda: defaultdict(dict))
    rdap: dict[str, Said] = field(default_factory=lambda: defaultdict(dict))


def services(names: dict[str, Name]) -> Services:
    """Share the recordings out among the hosts that gave them."""
    found = Services()
    by_suffix: defaultdict[str, dict[str, Name]] = defaultdict(dict)
    for name, recorded in names.items():
        by_suffix[name.rpartition(".")[2]][name] = recorded
    for suffix, below in by_suffix.items():
        entry = _entry(suffix, below)
        found.registries.append(entry)
        for name, recorded in below.items():
            _share_whois(found.whois, entry, name, recorded.whois)
            _share_rdap(found.rdap, entry, name, recorded.rdap)
    return found


def _entry(suffix: str, names: dict[str, Name]) -> RegistryEntry:
    """Take id and hosts from the tables the probes ship; leave out what nobody recorded."""
    known = find_registry(f"nom.{suffix}", ProbeOptions())
    secure = known.rdap.startswith("https://")
    rdap = known.rdap if secure else f"https://rdap.nic.{suffix}/"
    whois = known.whois or f"whois.nic.{suffix}"
    return RegistryEntry(
        id=known.id,
        suffixes=(suffix,),
        rdap=rdap if any(recorded.rdap for recorded in names.values()) else "",
        whois=whois if any(recorded.whois for recorded in names.values()) else "",
    )


def _share_whois(
    hosts: dict[str, Said], entry: RegistryEntry, name: str, recorded: list[Recording]
) -> None:
    if not recorded:
        return
    first = _registry_answer(recorded)
    hosts[entry.whois][name] = first.body
    if first.referral and first.referral != entry.whois:
        hosts[first.referral][name] = _registrar_answer(recorded, first).body


def _share_rdap(
    hosts: dict[str, Said], entry: RegistryEntry, name: str, recorded: list[Recording]
) -> None:
    if not recorded:
        return
    first = _registry_answer(recorded)
    hosts[_host(entry.rdap)][name] = first.body
    for address in related(first.body):
        if _host(address) != _host(entry.rdap):
            hosts[_host(address)][name] = _registrar_answer(recorded, first).body


def _registry_answer(recorded: list[Recording]) -> Recording:
    thin = [each for each in recorded if each.referral and not each.has_holder]
    if thin and any(each.has_holder for each in recorded):
        return _longest(thin)
    return _longest(recorded)


def _registrar_answer(recorded: list[Recording], first: Recording) -> Recording:
    return _longest([each for each in recorded if each.has_holder] or [first])


def _longest(recorded: list[Recording]) -> Recording:
    return max(recorded, key=lambda each: len(each.body))


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
