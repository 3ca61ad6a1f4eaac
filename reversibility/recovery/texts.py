"""The words of recovery, in French and English; they stand in `texts.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, cast


def label(table: str, key: str | int, locale: str) -> str:
    """Return a word: `label("states", "in_hand", "fr")`, also importances, situations, who ..."""
    return cast("str", _texts()[table][str(key)][locale])


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.recovery").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
