"""What was expected before the command was run: a published holder and a verdict a practice."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probes.interface import HolderClass, VerdictState

FILE = Path(__file__).with_name("expectations.toml")
FIELDS = ("holder", "state", "why")


class ReplayError(Exception):
    """The comparison cannot be made: one sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class Practice:
    """Whose declaration is compared: a practice file and those of its providers."""

    key: str
    file: Path
    providers: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Holder and verdict that the written rules lead to, and why."""

    holder: HolderClass
    state: VerdictState
    why: str


@dataclass(frozen=True, kw_only=True)
class Name:
    """A recorded name: its registry, the holder its answer gives, what each practice is told."""

    name: str
    registry: str
    published: str
    expected: dict[str, Expected]


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """The whole file."""

    practices: tuple[Practice, ...]
    names: tuple[Name, ...]


def read(path: Path) -> Expectations:
    """Read a file of expectations; raises ReplayError with what to change."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise ReplayError(f"{path} cannot be read ({fault.strerror}).") from fault
    except ValueError as fault:  # not TOML, or not UTF-8
        raise ReplayError(f"{path} is not TOML: {fault}.") from fault
    practices = tuple(
        Practice(
            key=key,
            file=path.parent / given["practice"],
            providers=tuple(path.parent / provider for provider in given.get("providers", ())),
        )
        for key, given in table.get("practices", {}).items()
    )
    names = tuple(_name(path, given, practices) for given in table.get("names", ()))
    if not names or not practices:
        raise ReplayError(f"{path} expects nothing: give it [practices.KEY] and [[names]].")
    return Expectations(practices=practices, names=names)


def _name(path: Path, given: dict[str, Any], practices: tuple[Practice, ...]) -> Name:
    name = given.get("name", "?")
    missing = {"name", "registry", "published", *(each.key for each in practices)} - set(given)
    if missing:
        raise ReplayError(f"{path} does not say {min(missing)!r} for {name}; add it.")
    return Name(
        name=name,
        registry=given["registry"],
        published=given["published"],
        expected={each.key: _expected(path, name, given[each.key]) for each in practices},
    )


def _expected(path: Path, name: str, given: dict[str, str]) -> Expected:
    try:
        holder, state, why = (given[field] for field in FIELDS)
        return Expected(holder=HolderClass(holder), state=VerdictState(state), why=why)
    except KeyError as fault:
        raise ReplayError(f"{path} does not say {fault} for {name}; add it.") from fault
    except ValueError as fault:
        raise ReplayError(f"{path}, {name}: {fault}; correct the word.") from fault
