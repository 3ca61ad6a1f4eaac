"""The words of the invented world, read from world.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Town:
    """A town, one of its neighbours, and how telephone numbers begin there."""

    name: str
    postcode: str
    near: str
    near_postcode: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Profession:
    """How practices of one profession are called, and which legal forms they take."""

    titles: tuple[str, ...]
    labels: tuple[str, ...]
    place_names: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Every list of world.toml."""

    first_names: tuple[str, ...]
    common_surnames: tuple[str, ...]
    rare_surnames: tuple[str, ...]
    places: tuple[str, ...]
    brand_heads: tuple[str, ...]
    brand_tails: tuple[str, ...]
    streets: tuple[str, ...]
    trades: tuple[str, ...]
    strangers: tuple[str, ...]
    foreign: tuple[str, ...]
    foreign_towns: tuple[tuple[str, str], ...]
    agency_words: tuple[str, ...]
    host_words: tuple[str, ...]
    agency_roots: tuple[str, ...]
    privacy_services: tuple[str, ...]
    redactions: tuple[str, ...]
    functions: tuple[str, ...]
    towns: tuple[Town, ...]
    professions: tuple[Profession, ...]


@cache
def vocabulary() -> Vocabulary:
    """Return the words, read once."""
    table = tomllib.loads(Path(__file__).with_name("world.toml").read_text(encoding="utf-8"))
    professions = tuple(
        Profession(**{key: tuple(value) for key, value in item.items()})
        for item in table.pop("professions")
    )
    towns = tuple(
        Town(name=name, postcode=postcode, near=near, near_postcode=near_postcode, phone=phone)
        for name, postcode, near, near_postcode, phone in table.pop("towns")
    )
    foreign_towns = tuple((name, country) for name, country in table.pop("foreign_towns"))
    lists = {key: tuple(value) for key, value in table.items()}
    return Vocabulary(towns=towns, professions=professions, foreign_towns=foreign_towns, **lists)
