"""The world's data files as frozen values."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import dns.name
import dns.rdata
from dns.zone import Zone, from_text

from tests.universe.world import broken
from tests.universe.world.broken import Broken
from tests.universe.world.signing import Key, sign

HERE = Path(__file__).parent
DELEGATION_SECONDS = 172_800


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person or organisation in the registers."""

    handle: str
    kind: str
    name: str
    street: tuple[str, ...]
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    since: date
    siren: str = ""
    masked: bool = False


@dataclass(frozen=True, kw_only=True)
class Registrar:
    """A company that registers names for others."""

    name: str
    iana_id: str
    whois: str
    rdap: str
    url: str
    street: tuple[str, ...]
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    abuse_phone: str
    abuse_email: str
    since: date


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A registration, with everything the registry and the registrar know about it."""

    name: str
    holder: Contact
    admin: Contact
    technical: Contact
    registrar: Registrar
    name_servers: tuple[str, ...]
    created: date
    updated: date
    expires: date | None = None
    state: str = "ACTIVE"
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Machine:
    """A server: its name, its address, and what it serves."""

    host: str
    address: str
    zones: tuple[str, ...] = ()
    speaks: str = ""


@dataclass(frozen=True, kw_only=True)
class Site:
    """A web site under its names."""

    names: tuple[str, ...]
    server: str
    page: bytes
    certificate: str
    paths: dict[str, bytes] = field(default_factory=dict)
    """Further pages, by their path."""
    moved_to: str = ""
    """Where every page of it sends people."""
    headers: dict[str, str] = field(default_factory=dict)
    """In place of those that every site has, or beside them."""


@dataclass(frozen=True, kw_only=True)
class RegistryEntry:
    """A registry as it stands in the probes' TOML."""

    id: str
    suffixes: tuple[str, ...]
    rdap: str = ""
    whois: str = ""


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that exists."""

    dns: tuple[Machine, ...]
    whois: tuple[Machine, ...]
    rdap: tuple[Machine, ...]
    web: tuple[Machine, ...]
    registries: tuple[RegistryEntry, ...]
    domains: dict[str, Domain]
    reserved: frozenset[str]
    contacts: dict[str, Contact]
    sites: tuple[Site, ...]
    zones: dict[str, Zone]
    keys: dict[str, Key]
    """Of signed zones, by their name."""


def load(today: date) -> World:
    """Read the world as it is on this day."""
    servers = read_table("servers.toml")
    contacts = {key: _contact(key, item) for key, item in read_table("contacts.toml").items()}
    faulty = tuple(broken.read(read_table("broken.toml")))
    domains = _domains(contacts, faulty, today)
    machines = {kind: tuple(_machine(item) for item in servers[kind]) for kind in _KINDS}
    machines["dns"] = tuple(_serving(machine, faulty) for machine in machines["dns"])
    zones = {path.stem: _zone(path) for path in sorted((HERE / "zones").glob("*.zone"))}
    zones |= {
        each.key: from_text(each.text, relativize=False)
        for zone in faulty
        for each in zone.versions
    }
    addresses = {machine.host: machine.address for machine in machines["dns"]}
    for zone in faulty:
        addresses |= zone.glue
    for domain in domains.values():
        _delegate(zones[_suffix(domain.name)], domain, addresses)
    start = datetime.combine(today, time(), UTC)
    signed = {
        name: sign(zones[name], zones[_suffix(name)], fault, start, add_record)
        for name, fault in read_table("signed.toml").items()
    }
    return World(
        **machines,
        registries=tuple(RegistryEntry(**_tuples(item)) for item in servers["registries"]),
        domains=domains,
        reserved=frozenset(read_table("domains.toml")["reserved"]),
        contacts=contacts,
        sites=tuple(_site(item) for item in read_table("sites.toml")["sites"]),
        zones=zones,
        keys={name: key for name, key in signed.items() if key is not None},
    )


_KINDS = ("dns", "whois", "rdap", "web")


def read_table(name: str) -> dict[str, Any]:
    """Read one of the files of the world."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}


def _machine(item: dict[str, Any]) -> Machine:
    return Machine(**_tuples(item))


def _contact(handle: str, item: dict[str, Any]) -> Contact:
    return Contact(handle=handle, **_tuples(item))


def _site(item: dict[str, Any]) -> Site:
    paths = {path: _page(name) for path, name in item.get("paths", {}).items()}
    return Site(**(_tuples(item) | {"page": _page(item["page"]), "paths": paths}))


def _page(name: str) -> bytes:
    return (HERE / "sites" / name).read_bytes()


def _serving(machine: Machine, faulty: Iterable[Broken]) -> Machine:
    versions = (version for zone in faulty for version in zone.versions)
    added = tuple(version.key for version in versions if version.machine == machine.host)
    return replace(machine, zones=(*machine.zones, *added))


def _domains(
    contacts: dict[str, Contact], faulty: Iterable[Broken], today: date
) -> dict[str, Domain]:
    table = read_table("domains.toml")
    registrars = {key: Registrar(**_tuples(item)) for key, item in table["registrars"].items()}
    only = registrars["registrar-exemple"]
    entries = table["domains"] | {zone.name: dict(zone.registration) for zone in faulty}
    return {name: _domain(name, item, contacts, only, today) for name, item in entries.items()}


def _domain(
    name: str, item: dict[str, Any], contacts: dict[str, Contact], registrar: Registrar, today: date
) -> Domain:
    fields = _tuples(item)
    fields |= {role: contacts[item[role]] for role in ("holder", "admin", "technical")}
    if "expires_in" in fields:
        fields["expires"] = today + timedelta(days=fields.pop("expires_in"))
    return Domain(name=name, registrar=registrar, **fields)


def _zone(path: Path) -> Zone:
    return from_text(path.read_text(encoding="utf-8"), relativize=False)


def _suffix(name: str) -> str:
    return name.partition(".")[2]


def _delegate(zone: Zone, domain: Domain, addresses: dict[str, str]) -> None:
    """Add a registration's name servers to its registry's zone, with the glue they need."""
    for server in domain.name_servers:
        add_record(zone, domain.name, "NS", f"{server}.")
        if server.endswith(f".{_suffix(domain.name)}") and server in addresses:
            add_record(zone, server, "A", addresses[server])


def add_record(zone: Zone, owner: str, kind: str, text: str) -> None:
    """Add one record to a zone."""
    name = dns.name.from_text(owner)
    record = dns.rdata.from_text("IN", kind, text)
    covers = record.covers()
    zone.find_rdataset(name, record.rdtype, covers, create=True).add(record, DELEGATION_SECONDS)
