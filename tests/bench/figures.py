"""How a figure is printed: `figure ID VALUE goal OP NUMBER`, and what was measured on the way."""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

_TURNS = 3


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How many a second, and what one costs the asker; wrk's cost is not known."""

    rate: float
    cpu_ms: float | None = None


def figure(name: str, value: float, operator: str, goal: float) -> None:
    """Print one figure with its goal."""
    print(f"figure {name} {value:.2f} goal {operator} {goal}", flush=True)


def measured(what: str, speed: Speed) -> None:
    """Print what a figure is made of.

    The rate is that of this moment; the processor time hardly depends on what else runs.
    """
    cost = "" if speed.cpu_ms is None else f", {speed.cpu_ms:.2f} ms of processor each"
    print(f"  {what}: {speed.rate:,.0f} a second{cost}", flush=True)


def ratio(what: str, value: float) -> None:
    """Print a ratio that has no goal."""
    print(f"  {what}: {value:.2f} times", flush=True)


def print_machine(*packages: str) -> None:
    """Print on what and with what these figures were made."""
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {versions}", flush=True)


def seconds(act: Callable[[], object], times: int) -> float:
    """Return how long one call takes on average."""
    started = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - started) / times


def microseconds(act: Callable[[], object], times: int = 200, rounds: int = 5) -> float:
    """Return how long one call takes, in the best of a few rounds: others only slow it down."""
    act()
    return min(seconds(act, times) for _ in range(rounds)) * 1e6


def best(*runners: tuple[str, Callable[[], Speed]]) -> list[Speed]:
    """Let them take turns; print and return the best of each."""
    turns = [[run() for _, run in runners] for _ in range(_TURNS)]
    best = [max(speeds, key=lambda speed: speed.rate) for speeds in zip(*turns, strict=True)]
    for (what, _), speed in zip(runners, best, strict=True):
        measured(what, speed)
    return best
