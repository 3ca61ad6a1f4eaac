"""The labelled pairs: one published contact beside one practice, and who truly is the holder."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probes.interface import Contact, HolderClass, Identity, Privacy, Registration
from tests.probes.holder import scenarios

Table = dict[str, Any]

_identity: Callable[[Table], Identity] = scenarios.identity
_contact: Callable[[Table], Contact] = scenarios.contact

_NEEDED = frozenset({"id", "practice", "contact", "holder", "why"})
_KNOWN = _NEEDED | {"providers", "open"}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One registration seen from one practice, with the truth of its invented world."""

    id: str
    family: str
    """The file it comes from, without its ending."""
    practice: Identity
    providers: tuple[Identity, ...]
    registration: Registration
    holder: HolderClass
    is_open: bool
    """True when nobody could tell from what is published."""
    why: str


class PairError(ValueError):
    """A file of pairs that cannot be used."""

    def __init__(self, file: str, item: str, problem: str) -> None:
        super().__init__(f"{file}: {item!r}: {problem}")


def load(folder: Path) -> tuple[Pair, ...]:
    """Read every family in a folder; raise PairError at the first pair that cannot be used."""
    pairs: dict[str, Pair] = {}
    for path in sorted(folder.glob("*.toml")):
        for pair in _family(path):
            if pair.id in pairs:
                problem = f"duplicate id, first used in {pairs[pair.id].family}.toml"
                raise PairError(path.name, pair.id, problem)
            pairs[pair.id] = pair
    return tuple(pairs.values())


def _family(path: Path) -> Iterator[Pair]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    practices = _identities(path.name, table.get("practices", {}))
    providers = _identities(path.name, table.get("providers", {}))
    for position, item in enumerate(table.get("pair", ()), start=1):
        name = str(item.get("id") or f"pair {position}")
        _check_fields(path.name, name, item)
        yield Pair(
            id=name,
            family=path.stem,
            practice=_party(path.name, name, practices, item["practice"]),
            providers=tuple(
                _party(path.name, name, providers, key) for key in item.get("providers", ())
            ),
            registration=_registration(path.name, name, item["contact"]),
            holder=_holder(path.name, name, item["holder"]),
            is_open=item.get("open", False),
            why=item["why"],
        )


def _identities(file: str, tables: Mapping[str, Table]) -> dict[str, Identity]:
    identities = {}
    for key, item in tables.items():
        try:
            identities[key] = _identity(item)
        except TypeError as error:
            raise PairError(file, key, str(error)) from error
    return identities


def _check_fields(file: str, name: str, item: Table) -> None:
    missing = sorted(key for key in _NEEDED if key not in item)
    unknown = sorted(item.keys() - _KNOWN)
    if missing or unknown:
        raise PairError(file, name, f"missing fields {missing}, unknown fields {unknown}")


def _party(file: str, name: str, parties: Mapping[str, Identity], key: str) -> Identity:
    if key not in parties:
        raise PairError(file, name, f"unknown party {key!r}")
    return parties[key]


def _holder(file: str, name: str, value: str) -> HolderClass:
    try:
        return HolderClass(value)
    except ValueError as error:
        raise PairError(file, name, f"unknown class {value!r}") from error


def _registration(file: str, name: str, item: Table) -> Registration:
    """Without any field of a contact, nobody is published and there is no registrant."""
    fields = {key: value for key, value in item.items() if key != "privacy"}
    try:
        registrant = _contact(fields) if fields else None
        privacy = Privacy(item["privacy"]) if "privacy" in item else _privacy(registrant)
    except (TypeError, ValueError) as error:
        raise PairError(file, name, str(error)) from error
    return Registration(
        domain="x.example",
        registrant=registrant,
        contacts=(registrant,) if registrant else (),
        privacy=privacy,
    )


def _privacy(registrant: Contact | None) -> Privacy:
    if registrant is not None and registrant.masked:
        return Privacy.REDACTED
    is_named = registrant is not None and bool(registrant.name or registrant.organization)
    return Privacy.PUBLIC if is_named else Privacy.ABSENT
