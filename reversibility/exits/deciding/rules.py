"""Options that exist, with what speaks for each and what would change it. Pure; decides nothing."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from reversibility.catalogues.decode import decode
from reversibility.catalogues.models import Source, Text

INSOLVENT = "insolvent"
_STEPS = (300, 1_500, 5_000, 20_000)
"""Euros above which an amount weighs one more: references, not facts."""
_CONDITION = re.compile(r"(\w+)(<=|>=)(\d)")


@dataclass(frozen=True, kw_only=True)
class Question:
    """One scale, from the least to the most."""

    id: str
    label: Text
    help: Text
    choices: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Said(Text):
    """A sentence and when it is said."""

    when: str


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be done."""

    id: str
    title: Text
    text: Text
    source: str
    reasons: tuple[Said, ...]
    changes: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Every question, option and source."""

    questions: tuple[Question, ...]
    options: tuple[Option, ...]
    sources: tuple[Source, ...]

    def source(self, source_id: str) -> Source:
        """Return a source."""
        return next(source for source in self.sources if source.id == source_id)


@dataclass(frozen=True, kw_only=True)
class WeighedOption:
    """An option, read with the answers."""

    option: Option
    reasons: tuple[Said, ...]
    """What speaks for it."""
    changes: tuple[Said, ...]
    """What would change the answer."""


@cache
def grid() -> Grid:
    """Return the questions and options."""
    name = files("reversibility.exits.deciding").joinpath("options.toml")
    return decode(Grid, tomllib.loads(name.read_text(encoding="utf-8")))


def weigh(answers: Mapping[str, int], *, is_insolvent: bool) -> tuple[WeighedOption, ...]:
    """Read every option with the answers; those without an answer say nothing."""
    known = {**answers, INSOLVENT: int(is_insolvent)}
    return tuple(
        WeighedOption(
            option=option,
            reasons=tuple(each for each in option.reasons if holds(each.when, known)),
            changes=tuple(each for each in option.changes if holds(each.when, known)),
        )
        for option in grid().options
    )


def holds(condition: str, answers: Mapping[str, int]) -> bool:
    """Say whether a condition such as `amount>=2,proof>=2` holds; unanswered ones do not."""
    return all(_holds(part, answers) for part in condition.split(","))


def amount_step(amount: Decimal) -> int:
    """Return where an amount stands on its scale."""
    return sum(amount >= step for step in _STEPS)


def _holds(part: str, answers: Mapping[str, int]) -> bool:
    found = _CONDITION.fullmatch(part)
    if found is None or found[1] not in answers:
        return False
    value, wanted = answers[found[1]], int(found[3])
    return value >= wanted if found[2] == ">=" else value <= wanted
