"""The sentences of a plan and the local way of writing dates, in one language."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from probes.interface import Message, VerdictField
from probes.texts import render
from reversibility.catalogues.models import Days, Text
from reversibility.contracts.texts import period_text
from reversibility.kernel.dates import Locale, day
from reversibility.kernel.period import Period
from reversibility.recovery.texts import label


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language."""

    locale: Locale

    def say(self, code: str, **params: object) -> str:
        """Return a sentence of `texts.toml`; `field.expiry` looks inside a table."""
        entry: Any = _texts()
        for part in code.split("."):
            entry = entry[part]
        return str(entry[self.locale]).format(**params)

    def text(self, value: Text) -> str:
        """Return a text of the catalogue."""
        return value.in_(self.locale)

    def message(self, value: Message) -> str:
        """Return a sentence of the probes."""
        return render(value, self.locale)

    def label(self, table: str, key: str | int) -> str:
        """Return a word of recovery: who, situation, state ..."""
        return label(table, key, self.locale)

    def channel(self, said: str) -> str:
        """Write how a message went out: what pages propose in this language, else as typed."""
        known = (each for each in _texts()["channels"] if said in each.values())
        return next((str(each[self.locale]) for each in known), said)

    def day(self, value: date) -> str:
        """Write a date in words."""
        return day(value, self.locale)

    def period(self, value: Period) -> str:
        """Write a notice period in words."""
        return period_text(value, self.locale)

    def delay(self, days: Days | None) -> str:
        """Write how long something takes, as far as it is known."""
        if days is None:
            return ""
        if days.least is not None and days.most is not None and days.least != days.most:
            return self.say("delay_range", least=days.least, most=days.most)
        known = next(value for value in (days.usual, days.most, days.least) if value is not None)
        if not known:
            return self.say("same_day")
        return self.say("days", count=known) if known > 1 else self.say("day")

    def field(self, field: VerdictField) -> str:
        """Return how a field with a verdict is called."""
        return self.say("holder" if field is VerdictField.HOLDER else f"field.{field.value}")

    def lower(self, text: str) -> str:
        """Write a label inside a sentence."""
        return text[:1].lower() + text[1:]

    def join(self, names: list[str]) -> str:
        """Write a list of names."""
        return ", ".join(names)


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.exits").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
