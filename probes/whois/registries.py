"""Which registry answers for a suffix, and in which form it writes (`registries.toml`)."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Form(StrEnum):
    """The form of a registry's answers."""

    AFNIC = "afnic"
    ICANN = "icann"
    DECLARED = "declared"
    DENIC = "denic"
    DNSBELGIUM = "dnsbelgium"
    EURID = "eurid"
    NOMINET = "nominet"
    REDES = "redes"
    REGISTRO_IT = "registro-it"
    RESTENA = "restena"
    SIDN = "sidn"
    SWITCH = "switch"
    PYTHON_WHOIS = "python-whois"
    OTHER = "other"


class HolderColumn(StrEnum):
    """What python-whois takes for the holder."""

    NAME = "name"
    HANDLE = "handle"
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True)
class WhoisRegistry:
    """A registry as far as reading its answers goes."""

    id: str
    form: Form = Form.OTHER
    holder: HolderColumn = HolderColumn.NAME
    suffixes: tuple[str, ...] = ()


OTHER = WhoisRegistry(id="other")
_ICANN = "icann"


def registry_for(name: str) -> str:
    """Return the registry id for a suffix or a name under it, such as `afnic` for `avocat.fr`.

    A generic top-level domain that is not listed is `icann`: its contract prescribes the form.
    """
    labels = name.lower().strip(".").split(".")
    for start in range(len(labels)):
        found = _by_suffix().get(".".join(labels[start:]))
        if found:
            return found
    last = labels[-1]
    is_generic = len(last) > len("fr") and not last.startswith("xn--") and last.isascii()
    return _ICANN if is_generic else OTHER.id


def find_registry(registry: str) -> WhoisRegistry:
    """Return how a registry writes; one that is not listed writes in a form nobody declared."""
    return _by_id().get(registry, OTHER)


def known_registries() -> tuple[WhoisRegistry, ...]:
    """Return every registry whose form was declared."""
    return tuple(_by_id().values())


@cache
def _by_id() -> dict[str, WhoisRegistry]:
    text = resources.files(__package__).joinpath("registries.toml").read_text(encoding="utf-8")
    return {
        item["id"]: WhoisRegistry(
            id=item["id"],
            form=Form(item["form"]),
            holder=HolderColumn(item.get("holder", HolderColumn.NAME)),
            suffixes=tuple(item["suffixes"]),
        )
        for item in tomllib.loads(text)["registries"]
    }


@cache
def _by_suffix() -> dict[str, str]:
    return {suffix: item.id for item in _by_id().values() for suffix in item.suffixes}
