"""The sentences of the letters beside the catalogue, in one language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from reversibility.catalogues.letters import Channel
from reversibility.kernel.dates import Locale


def say(code: str, locale: Locale, **params: object) -> str:
    """Return a sentence of `texts.toml`: `guards.tone`, `words.total`."""
    return str(_entry(code)[locale]).format(**params)


def source(code: str, locale: Locale) -> str:
    """Return where a guard comes from."""
    return str(_entry(code)[f"source_{locale}"])


def cells(code: str, locale: Locale) -> tuple[str, ...]:
    """Return the headings of a table."""
    return tuple(str(_entry(code)[locale]).split("|"))


def channel_name(channel: Channel, locale: Locale) -> str:
    """Return how a channel is called, inside a sentence."""
    return say(f"channels.{channel.value}", locale)


def _entry(code: str) -> dict[str, Any]:
    table, name = code.split(".")
    entry: dict[str, Any] = _texts()[table][name]
    return entry


@cache
def _texts() -> dict[str, Any]:
    text = files("reversibility.exits.drafting").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
