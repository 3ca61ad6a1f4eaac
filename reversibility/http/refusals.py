"""Refusals and faults as sentences, in the reader's language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from reversibility.kernel.errors import InvalidError, RefusedError
from reversibility.store.errors import DatabaseUnusableError

Locale = Literal["fr", "en"]
Texts = dict[str, dict[str, dict[str, str]]]

_FAMILIES = {"MissingError": "missing", "DeniedError": "denied", "ConflictError": "conflict"}


def sentence(error: RefusedError, locale: Locale) -> str:
    """Return what was refused and what to do, as one sentence or two."""
    refusals = texts()["refusals"]
    entry = refusals.get(error.code) or refusals[_family(error)]
    return entry[locale].format_map(error.params)


def fault_lines(error: InvalidError, locale: Locale) -> list[tuple[str, str]]:
    """Return (place, what is wrong there) for each fault, in order."""
    return [(place, fault(code, locale)) for place, code in error.fields.items()]


def fault(code: str, locale: Locale) -> str:
    """Return what is wrong, for a fault code such as `siren_length:8`."""
    name, _, value = code.partition(":")
    entry = texts()["faults"].get(name) or texts()["faults"]["wrong_type"]
    return entry[locale].format(value=value)


def database_sentence(error: DatabaseUnusableError, locale: Locale) -> str:
    """Return why the database cannot be used, and what to do."""
    return texts()["database"][error.code][locale]


@cache
def texts() -> Texts:
    """Return the whole file of sentences."""
    content = files("reversibility.http").joinpath("texts.toml").read_text(encoding="utf-8")
    return cast("Texts", tomllib.loads(content))


def _family(error: RefusedError) -> str:
    names = [kind.__name__ for kind in type(error).__mro__]
    return next((_FAMILIES[name] for name in names if name in _FAMILIES), "invalid")
