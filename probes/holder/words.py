"""The words of business names and addresses that a comparison must know; see `words.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, kw_only=True)
class Words:
    """The shipped vocabulary, by use. Every word is folded."""

    forms: Mapping[tuple[str, ...], str]
    """Spelling of a legal form, as words, to its short form."""
    end_only_forms: frozenset[tuple[str, ...]]
    form_families: Mapping[str, str]
    titles: frozenset[str]
    generic: frozenset[str]
    stop: frozenset[str]
    birth_names: frozenset[str]
    common: frozenset[str]
    functions: frozenset[str]
    hidden: frozenset[str]
    not_shown: frozenset[str]
    not_shown_of: frozenset[str]
    service: frozenset[str]
    professions: Mapping[str, str]
    others: Mapping[str, str]
    shared_mail: frozenset[str]
    mandate: tuple[str, ...]
    aside: tuple[str, ...]


@cache
def words() -> Words:
    """Return the shipped words."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    names = {use: frozenset(listed) for use, listed in table["names"].items()}
    return Words(
        forms={tuple(spelt.split()): form for spelt, form in _inverted(table["forms"]).items()},
        end_only_forms=frozenset((word,) for word in table["form_ends"]["end_only"]),
        form_families=_inverted(table["form_families"]),
        professions=_inverted(table["professions"]),
        others=_inverted(table["others"]),
        shared_mail=frozenset(table["mail"]["shared"]),
        mandate=_longest_first(table["phrases"]["mandate"]),
        aside=_longest_first(table["phrases"]["aside"]),
        **names,
    )


def _inverted(lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word: key for key, listed in lists.items() for word in listed}


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=len, reverse=True))
