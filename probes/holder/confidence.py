"""How sure a reading of the holder is: a probability, fitted and measured (`weights.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from probes.interface import HolderClass, Message, Reading


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What was fitted on labelled pairs; see `weights.toml`."""

    of: Mapping[str, float]
    """Log-odds of each sentence, by its code, and of each role, by its name."""
    stated: Mapping[str, float]
    """How surely a sentence that leaves nothing to compare says who the holder is."""
    threshold: float
    """At or above: the holder is decided. Below: the verdict is `inconclusive`."""


@cache
def weights() -> Weights:
    """Return the fitted weights."""
    text = resources.files(__package__).joinpath("weights.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Weights(of=table["weights"], stated=table["stated"], threshold=table["threshold"])


def is_decided(reading: Reading) -> bool:
    """Whether a reading is sure enough for a verdict."""
    return reading.confidence >= weights().threshold


def stated(holder: HolderClass, said: Message) -> Reading:
    """Build the reading of a sentence that leaves nothing to compare: a number, a hidden field."""
    return Reading(holder=holder, confidence=weights().stated[said.code], reasons=(said,))
