"""How well the reading of the holder does on labelled pairs: precision, coverage, calibration."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from probes.holder.confidence import is_decided
from probes.holder.read import read_holder
from probes.interface import HolderClass, Reading
from tests.calibration.pairs import Pair

NOT_SHOWN = frozenset({HolderClass.PRIVACY, HolderClass.REDACTED, HolderClass.ABSENT})
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One pair and what was read from it."""

    pair: Pair
    reading: Reading

    @property
    def is_right(self) -> bool:
        """Whether the class read is the true one; hidden, behind a service, absent are one."""
        return shown(self.reading.holder) == shown(self.pair.holder)

    @property
    def is_decided(self) -> bool:
        """Whether the reading is sure enough for a verdict."""
        return is_decided(self.reading)


def shown(holder: HolderClass) -> str:
    """Return the class as a verdict tells it: who is not shown, for whatever reason, is one."""
    return "not shown" if holder in NOT_SHOWN else holder.value


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Readings of about one confidence."""

    least: float
    most: float
    count: int
    confidence: float
    """Mean of what was claimed."""
    accuracy: float
    """Share that was right."""


def read(pairs: Iterable[Pair]) -> tuple[Outcome, ...]:
    """Read every pair."""
    return tuple(
        Outcome(
            pair=pair,
            reading=read_holder(pair.registration, pair.practice, pair.providers),
        )
        for pair in pairs
    )


def precision(outcomes: Sequence[Outcome]) -> float:
    """Return the share of the decided readings that are right; 1 when none is decided."""
    decided = [one for one in outcomes if one.is_decided]
    return _share(sum(one.is_right for one in decided), len(decided), empty=1.0)


def coverage(outcomes: Sequence[Outcome]) -> float:
    """Return the share of the readings that are decided."""
    return _share(sum(one.is_decided for one in outcomes), len(outcomes))


def reliability(outcomes: Sequence[Outcome]) -> tuple[Bin, ...]:
    """Group readings by confidence; empty groups are left out."""
    found = []
    for least, most in pairwise(BINS):
        inside = [one for one in outcomes if _is_between(one.reading.confidence, least, most)]
        if inside:
            found.append(
                Bin(
                    least=least,
                    most=most,
                    count=len(inside),
                    confidence=sum(one.reading.confidence for one in inside) / len(inside),
                    accuracy=sum(one.is_right for one in inside) / len(inside),
                )
            )
    return tuple(found)


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Return the expected calibration error: how far claims and shares differ, by group weight."""
    groups = reliability(outcomes)
    total = sum(group.count for group in groups)
    return sum(abs(group.confidence - group.accuracy) * group.count for group in groups) / total


def confusion(outcomes: Iterable[Outcome]) -> Counter[tuple[str, str]]:
    """Count readings by (true class, class read, or "open" where none is decided)."""
    return Counter(
        (shown(one.pair.holder), shown(one.reading.holder) if one.is_decided else "open")
        for one in outcomes
    )


def tellable(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Leave out the pairs of which nobody could tell from what is published."""
    return tuple(one for one in outcomes if not one.pair.is_open)


def _is_between(value: float, least: float, most: float) -> bool:
    return least <= value < most or value == most == BINS[-1]


def _share(part: int, whole: int, *, empty: float = 0.0) -> float:
    return part / whole if whole else empty
