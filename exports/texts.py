"""The sentences of `messages.toml`, in French or English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

MESSAGES = Path(__file__).with_name("messages.toml")
LONGEST_SHOWN = 160


def sentence(code: str, language: str, *, path: str = "", line: int = 0, count: int = 0) -> str:
    """Give the sentence of a code; names from a pack are made harmless to a terminal."""
    return _messages()[code][language].format(path=_shown(path), line=line, count=count).strip()


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(MESSAGES.read_text(encoding="utf-8"))


def _shown(name: str) -> str:
    """Replace control and direction characters, and cut what is too long to be a name."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)
    return plain if len(plain) <= LONGEST_SHOWN else plain[: LONGEST_SHOWN - 1] + "…"
