"""Words in what was typed that do not help, each with how to say it instead. Pure."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reversibility.catalogues.decode import decode
from reversibility.catalogues.models import Text


@dataclass(frozen=True, kw_only=True)
class ToneGroup:
    """Expressions of one sort."""

    id: str
    words: tuple[str, ...]
    say: Text
    """What to write instead."""
    letters: tuple[str, ...] = ()
    """In which letters; empty = in all."""


@dataclass(frozen=True, kw_only=True)
class _Tone:
    groups: tuple[ToneGroup, ...]


@dataclass(frozen=True, kw_only=True)
class ToneFault:
    """A word to reconsider: in which field, as it was written."""

    field: str
    word: str
    say: Text


def tone_faults(letter_id: str, values: Mapping[str, str]) -> tuple[ToneFault, ...]:
    """Return the words to reconsider in what was typed for a letter."""
    return tuple(
        fault
        for group in _groups()
        if not group.letters or letter_id in group.letters
        for name, text in values.items()
        for fault in _found(group, name, text)
    )


def _found(group: ToneGroup, name: str, text: str) -> Iterator[ToneFault]:
    words = dict.fromkeys(match[0].lower() for match in _expression(group.id).finditer(text))
    for word in words:
        yield ToneFault(field=name, word=word, say=group.say)


@cache
def _expression(group_id: str) -> re.Pattern[str]:
    group = next(each for each in _groups() if each.id == group_id)
    words = "|".join(re.escape(word) for word in sorted(group.words, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\w*", re.IGNORECASE)


@cache
def _groups() -> tuple[ToneGroup, ...]:
    text = files("reversibility.exits.drafting").joinpath("tone.toml").read_text(encoding="utf-8")
    return decode(_Tone, tomllib.loads(text)).groups
