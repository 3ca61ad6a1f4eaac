"""Write how well the holder is read, for the documentation: `python -m tests.calibration`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.calibration.measure import (
    Outcome,
    calibration_error,
    confusion,
    coverage,
    precision,
    read,
    reliability,
    tellable,
)
from tests.calibration.pairs import load

HELD_OUT = Path(__file__).parent / "held_out"
GUESSED = "nobody could tell, decided", "of these wrong"
CLASSES = ("practice", "provider", "third_party", "not shown")


def tables() -> str:
    """Return the tables of the held-out pairs, in Markdown."""
    outcomes = read(load(HELD_OUT))
    told = tellable(outcomes)
    return "\n".join(
        (
            *_families(outcomes),
            "",
            *_confusion(told),
            "",
            *_reliability(told),
        )
    )


def _families(outcomes: Sequence[Outcome]) -> list[str]:
    heads = "held-out family", "pairs", "can be told", "decided", "precision", "wrong", *GUESSED
    families = sorted({one.pair.family for one in outcomes})
    of_family = {
        family: [one for one in outcomes if one.pair.family == family] for family in families
    }
    return [
        "| " + " | ".join(heads) + " |",
        "| --- " * len(heads) + "|",
        *(_family(family, ones) for family, ones in of_family.items()),
        _family("**all**", outcomes),
    ]


def _family(name: str, outcomes: Sequence[Outcome]) -> str:
    told = tellable(outcomes)
    guessed = [one for one in outcomes if one.pair.is_open and one.is_decided]
    cells = (
        name.replace("_", " "),
        len(outcomes),
        len(told),
        f"{coverage(told):.3f}",
        f"{precision(told):.3f}",
        sum(one.is_decided and not one.is_right for one in told),
        len(guessed),
        sum(not one.is_right for one in guessed),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def _confusion(outcomes: Sequence[Outcome]) -> list[str]:
    counts = confusion(outcomes)
    read_as = (*CLASSES, "open")
    heads = (f"read as {name.replace('_', ' ')}" for name in read_as)
    lines = [
        "| true class | " + " | ".join(heads) + " |",
        "| --- " * (len(read_as) + 1) + "|",
    ]
    for true in CLASSES:
        cells = (str(counts[true, name]) for name in read_as)
        lines.append(f"| {true.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return lines


def _reliability(outcomes: Sequence[Outcome]) -> list[str]:
    lines = [
        "| said to be so sure | readings | mean confidence | were right |  |",
        "| --- | --- | --- | --- | --- |",
    ]
    for group in reliability(outcomes):
        bar = "█" * round(group.accuracy * 20)
        lines.append(
            f"| {group.least:.2f} to {group.most:.2f} | {group.count} | {group.confidence:.3f} "
            f"| {group.accuracy:.3f} | {bar} |"
        )
    return [*lines, "", f"Expected calibration error: {calibration_error(outcomes):.3f}."]


if __name__ == "__main__":
    sys.stdout.write(tables() + "\n")
