"""The words of recovery, in French and English; they stand in `texts.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, cast

from reversibility.recovery.models import Problem

_FORMS = {"0": "fact_today", "1": "fact_one"}
"""Which form of a fact is said of today, and of one day."""


def fact(problem: Problem, locale: str) -> str:
    """Say what is, as one sentence."""
    forms = _texts()["problems"][problem.code]
    form = _FORMS.get(problem.params.get("days", ""), "fact")
    text = cast("str", forms.get(form, forms["fact"])[locale])
    return text.format_map(problem.params)


def action(problem: Problem, locale: str) -> str:
    """Say what to do first: a verb and its object."""
    return cast("str", _texts()["problems"][problem.code]["action"][locale])


def label(table: str, key: str | int, locale: str) -> str:
    """Return a word: `label("states", "in_hand", "fr")`, also importances, situations, who ..."""
    return cast("str", _texts()[table][str(key)][locale])


def problem_codes() -> frozenset[str]:
    """Return the codes that have a text."""
    return frozenset(_texts()["problems"])


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.recovery").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
