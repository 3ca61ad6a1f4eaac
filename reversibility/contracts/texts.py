"""The words of contracts, in French and English; they stand in `texts.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from reversibility.contracts.event_models import EventKind
from reversibility.contracts.paper_models import PaperKind
from reversibility.kernel.period import Period


def paper_kind(kind: PaperKind, locale: str) -> str:
    """Say what a paper is."""
    return label("papers", kind.value, locale)


def period_text(period: Period, locale: str) -> str:
    """Write a period in words: `3 mois`, `90 jours`, `un mois et 15 jours`."""
    counts = (("month", period.months), ("day", period.days))
    parts = [_count(unit, count, locale) for unit, count in counts if count]
    return label("units", "and", locale).join(parts) or _count("day", 0, locale)


def event_kind(kind: EventKind, locale: str) -> str:
    """Say what a fact is."""
    return label("events", kind.value, locale)


def label(table: str, key: str, locale: str, *, inner: str = "") -> str:
    """Return a word: `label("papers", "quote", "fr")`; `inner` looks inside a table."""
    entry: Any = _texts()[table][key]
    return str((entry[inner] if inner else entry)[locale])


def _count(unit: str, count: int, locale: str) -> str:
    form = "one" if count == 1 else "many"
    return label("units", unit, locale, inner=form).format(count=count)


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.contracts").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
