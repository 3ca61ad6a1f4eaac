"""A document's own words in one language, from its `labels.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Texts and lists of texts by name; `{braces}` in them take values."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def say(self, name: str, **values: str | int) -> str:
        """Give one text with its values; values are never read as patterns."""
        return self.texts[name].format(**values)

    def plain(self) -> dict[str, object]:
        """Give all of it as the templates read it."""
        return {**self.texts, **self.lists}


@cache
def read_labels(file: Path, language: str) -> Labels:
    """Read the words of one language."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))[language]
    return Labels(
        texts={name: text for name, text in table.items() if isinstance(text, str)},
        lists={name: tuple(items) for name, items in table.items() if isinstance(items, list)},
    )
