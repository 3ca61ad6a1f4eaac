"""`broken.toml` as zones: what each machine serves, and what the registry delegates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SUFFIX = "fr.example"
MACHINES = {
    "nord": "ns.atelier-nord.com.example",
    "sud": "ns.atelier-sud.fr.example",
    "autre1": "ns1.autre-hebergeur.com.example",
    "autre2": "ns2.autre-hebergeur.com.example",
    "studio1": "ns1.studio-exemple-web.fr.example",
    "studio2": "ns2.studio-exemple-web.fr.example",
}
_SERIAL = 2026110101
_REGISTRATION: Mapping[str, Any] = {
    "holder": "AH1-FRNIC",
    "admin": "AH1-FRNIC",
    "technical": "RE1-FRNIC",
    "statuses": ["clientTransferProhibited"],
    "created": date(2019, 5, 6),
    "updated": date(2026, 5, 6),
    "expires_in": 300,
}


@dataclass(frozen=True, kw_only=True)
class Version:
    """A zone as one machine serves it."""

    key: str
    """Its name and the machine's, as zones are named in the world."""
    machine: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A broken zone: its registration, the registry's glue, and its versions."""

    name: str
    registration: Mapping[str, Any]
    glue: Mapping[str, str]
    versions: tuple[Version, ...]


def read(table: Mapping[str, Any]) -> Iterator[Broken]:
    """Yield each zone of `broken.toml`."""
    for label, entry in table["zones"].items():
        name = f"{label}.{SUFFIX}"
        servers = [_server(name, server) for server in entry["registry"]]
        yield Broken(
            name=name,
            registration={**_REGISTRATION, "name_servers": servers},
            glue={f"{host}.{name}": address for host, address in entry.get("glue", {}).items()},
            versions=tuple(_versions(name, entry)),
        )


def _versions(name: str, entry: Mapping[str, Any]) -> Iterator[Version]:
    for machine, changed in entry["at"].items():
        lists = changed.get("lists") or entry.get("lists") or entry["registry"]
        serial = changed.get("serial", _SERIAL)
        soa = (
            f"ns.atelier-nord.com.example. hostmaster.{name}. ( {serial} 10800 3600 1209600 3600 )"
        )
        lines = [f"$ORIGIN {name}.", "$TTL 3600", f"@ SOA {soa}"]
        lines += [f"@ NS {_server(name, server)}." for server in lists]
        lines += [f"{host} A {address}" for host, address in entry.get("addresses", {}).items()]
        lines += ["@ MX 10 mx1.messagerie-exemple.com.example."]
        lines += ['@ TXT "v=spf1 include:spf.messagerie-exemple.com.example -all"']
        lines += [f'_dmarc TXT "v=DMARC1; p=reject; rua=mailto:rapports@{name}"']
        lines += ['selector1._domainkey TXT "v=DKIM1; p=MIGfexemple"']
        text = "\n".join([*lines, ""])
        yield Version(key=f"{name} at {machine}", machine=MACHINES[machine], text=text)


def _server(name: str, server: str) -> str:
    return MACHINES.get(server) or f"{server}.{name}"
