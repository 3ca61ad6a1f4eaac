"""Refusals and faults as sentences, in the reader's language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from probes import texts as probe_texts
from probes.interface import message
from reversibility.kernel.dates import Locale
from reversibility.kernel.errors import InvalidError, RefusedError
from reversibility.store.errors import DatabaseUnusableError

Texts = dict[str, dict[str, dict[str, str]]]

_FAMILIES = {"MissingError": "missing", "DeniedError": "denied", "ConflictError": "conflict"}


def sentence(error: RefusedError, locale: Locale) -> str:
    """Return what was refused and what to do, as one sentence or two."""
    return _known(error.code, error.params, locale) or _of_family(error, locale)


def failure(code: str, params: Mapping[str, str], locale: Locale) -> str:
    """Return why a piece of background work failed, from the code and parameters it left."""
    return _known(code, params, locale) or _known("jobs.crashed", {"error": code}, locale)


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


def _known(code: str, params: Mapping[str, str], locale: Locale) -> str:
    if code in probe_texts.texts():
        return probe_texts.render(message(code, **params), locale)
    entry = texts()["refusals"].get(code)
    return entry[locale].format_map(params) if entry else ""


def _of_family(error: RefusedError, locale: Locale) -> str:
    return texts()["refusals"][_family(error)][locale].format_map(error.params)


def _family(error: RefusedError) -> str:
    names = [kind.__name__ for kind in type(error).__mro__]
    return next((_FAMILIES[name] for name in names if name in _FAMILIES), "invalid")
