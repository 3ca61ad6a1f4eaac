"""What words of a page mean, for who has never met them; they stand in `glossary.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reversibility.web.languages import current_language

_LOOKED_AT = 50_000
"""Characters of a page; what is longer is a list, whose lines say the same words again."""


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A word and its meaning, in the reader's language."""

    term: str
    text: str


def explained(page: str) -> tuple[Explained, ...]:
    """Explain the words that a page uses."""
    language, beginning = current_language(), page[:_LOOKED_AT]
    return tuple(
        Explained(term=word["term"][language], text=word["text"][language])
        for word in _words()
        if any(mark in beginning for mark in word["marks"][language])
    )


@cache
def _words() -> tuple[Mapping[str, Mapping[str, str]], ...]:
    content = files("reversibility.web").joinpath("glossary.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(content)["words"])
