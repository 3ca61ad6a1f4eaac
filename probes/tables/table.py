"""The four tables in memory, each with where it comes from and when it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from probes.errors import ProbesError
from probes.interface import Message, message


class Kind(StrEnum):
    """Which table; RDAP overrides are the one that no command refreshes."""

    RDAP = "rdap"
    OVERRIDES = "overrides"
    SUFFIXES = "suffixes"
    WHOIS = "whois"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a table comes from."""

    source: str
    published_on: date
    """The day its publisher gives; for WHOIS servers, the latest day one was read."""
    read_on: date
    """The day it was taken from its source; when shipped, the day it was published."""
    refreshed: bool = False
    """Whether it comes from the folder of refreshed tables."""
    fault: Message | None = None
    """Why the refreshed table that lies there is not used."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RdapServers:
    """RDAP servers by top-level domain, each with its URLs in the order given."""

    origin: Origin
    servers: Mapping[str, tuple[str, ...]]
    description: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class SuffixList:
    """The public suffix list: its text, the rules of registries and the private ones."""

    origin: Origin
    text: str = field(repr=False)
    icann: frozenset[str]
    private: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class WhoisEntry:
    """What the root zone database says of one top-level domain."""

    hosts: tuple[str, ...]
    """Its WHOIS servers; empty where it has none."""
    read_on: date


@dataclass(frozen=True, kw_only=True, eq=False)
class WhoisServers:
    """WHOIS servers by top-level domain, each with the day it was read."""

    origin: Origin
    entries: Mapping[str, WhoisEntry]


class TableError(ProbesError):
    """A table that is not in the form it should have; `message` says what is wrong."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(f"{code} {params}")
        self.message = message(code, **{key: _shown(value) for key, value in params.items()})


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)
