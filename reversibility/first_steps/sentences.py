"""What a trace means, in one plain sentence; French and English."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reversibility.catalogues.models import AssetKind
from reversibility.kernel.dates import Locale

_Table = dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A trace in plain words."""

    fact: str
    why: str


def tell(kind: AssetKind, provider: str, locale: Locale) -> Told:
    """Say what a trace of a kind means, and what hangs on it."""
    entry = sentences().get(kind.id) or sentences()[kind.family]
    fact = entry["named" if provider else "unnamed"][locale]
    return Told(fact=fact.replace("{provider}", provider), why=entry["why"][locale])


@cache
def sentences() -> _Table:
    """Return the whole file, by kind or family."""
    content = files("reversibility.first_steps").joinpath("sentences.toml").read_text("utf-8")
    return tomllib.loads(content)
