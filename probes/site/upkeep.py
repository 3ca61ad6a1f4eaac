"""`software.toml` and `services.toml` as values: until when what a site names is maintained."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Known:
    """Where a date is known from."""

    name: str
    grade: str
    """A the publisher's page, B another page, T not sure: then it is only asked about."""
    source: str
    url: str
    read_on: date

    @property
    def is_sure(self) -> bool:
        """Whether it may be told, rather than only asked about."""
        return self.grade != "T"


@dataclass(frozen=True, kw_only=True)
class Software(Known):
    """Something that a site may say it runs."""

    match: re.Pattern[str]
    """Its first group is the version."""
    headers: frozenset[str] = frozenset()
    metas: frozenset[str] = frozenset()
    until: Mapping[str, date] = field(default_factory=dict)
    """By version: the last day on which its publisher maintains it."""
    released: Mapping[str, date] = field(default_factory=dict)
    """By version: the day it came out, where only the newest one is maintained."""


@dataclass(frozen=True, kw_only=True)
class Service(Known):
    """An outside service that has ended."""

    ended_on: date
    hosts: tuple[str, ...] = ()
    literal: str = ""
    match: re.Pattern[bytes] | None = None


def by_version(days: Mapping[str, date], version: str) -> date | None:
    """Return the day of the longest version that begins this one: `7.4` for `7.4.33`."""
    parts = version.split(".")
    for length in range(len(parts), 0, -1):
        found = days.get(".".join(parts[:length]))
        if found is not None:
            return found
    return None


@cache
def software() -> Mapping[str, Software]:
    """Return what a site may name, by its id."""
    return {name: _software(table) for name, table in _file("software.toml").items()}


@cache
def services() -> Mapping[str, Service]:
    """Return the services that have ended, by their id."""
    return {name: _service(table) for name, table in _file("services.toml").items()}


def _file(name: str) -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _software(table: Mapping[str, Any]) -> Software:
    places = {key: frozenset(table.get(key, ())) for key in ("headers", "metas")}
    match = re.compile(table["match"], re.IGNORECASE)
    return Software(**{**table, **places, "match": match})


def _service(table: Mapping[str, Any]) -> Service:
    match = re.compile(table["match"].encode("ascii")) if "match" in table else None
    return Service(**{**table, "hosts": tuple(table.get("hosts", ())), "match": match})
