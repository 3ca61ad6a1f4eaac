"""The scenario table: fictional parties, what is published, who the holder then is."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from probes.interface import Contact, HolderClass, Identity, Person

Table = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One published contact beside one practice and its providers."""

    id: str
    practice: Identity
    providers: tuple[Identity, ...]
    contact: Contact
    holder: HolderClass
    decided: bool
    tags: frozenset[str]


@cache
def scenarios():
    table = tomllib.loads(Path(__file__).with_name("scenarios.toml").read_text(encoding="utf-8"))
    practices = {name: identity(item) for name, item in table["practices"].items()}
    providers = {name: identity(item) for name, item in table["providers"].items()}
    return tuple(
        Scenario(
            id=item["id"],
            practice=practices[item["practice"]],
            providers=tuple(providers[name] for name in item.get("providers", ())),
            contact=contact(item["contact"]),
            holder=HolderClass(item["holder"]),
            decided=item["decided"],
            tags=frozenset(item.get("tags", ())),
        )
        for item in table["scenario"]
    )


def identity(item):
    people = tuple(_person(text) for text in item.get("people", ()))
    values = {key: _frozen(value) for key, value in item.items() if key != "people"}
    return Identity(people=people, **values)


def contact(item):
    identifiers = tuple((kind, value) for kind, value in item.get("identifiers", ()))
    values = {key: value for key, value in item.items() if key != "identifiers"}
    return Contact(roles=("registrant",), identifiers=identifiers, **values)


def _person(text):
    title, _, name = text.partition(" ")
    return Person(name=name, title=title) if title in {"Maître", "Dr"} else Person(name=text)


def _frozen(value):
    return tuple(value) if isinstance(value, list) else value
