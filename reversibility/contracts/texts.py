"""The words of contracts, in French and English; they stand in `texts.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from reversibility.contracts.paper_models import PaperKind


def paper_kind(kind: PaperKind, locale: str) -> str:
    """Say what a paper is."""
    return label("papers", kind.value, locale)


def label(table: str, key: str, locale: str) -> str:
    """Return a word: `label("papers", "quote", "fr")`."""
    entry: Any = _texts()[table][key]
    return str(entry[locale])


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.contracts").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
