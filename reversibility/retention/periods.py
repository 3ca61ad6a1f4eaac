"""The rules of retention as the service proposes them, read once from `data/periods.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from reversibility.kernel.dates import Locale

Texts = Mapping[Locale, str]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of content, how long it is proposed to be kept, and where that comes from."""

    id: str
    months: int
    least: int
    most: int
    grade: str
    """A official page read, B other page read, C known practice."""
    read_on: date
    url: str
    title: Texts
    covers: Texts
    source: Texts

    def fault(self, months: int | None) -> str:
        """Return what is wrong with a chosen period, as a fault code; empty when right."""
        if months is not None and self.least <= months <= self.most:
            return ""
        return f"months:{self.least}-{self.most}"


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules by id, in the order in which they are shown and run."""
    text = files("reversibility.retention").joinpath("data/periods.toml").read_text("utf-8")
    return {entry["id"]: Rule(**entry) for entry in tomllib.loads(text)["rules"]}
