"""How a figure is printed: `figure ID VALUE goal OP NUMBER`, and what was measured on the way."""

import os
import platform
import time
from collections.abc import Callable
from importlib.metadata import version


def figure(name: str, value: float, operator: str, goal: float) -> None:
    """Print one figure with its goal."""
    print(f"figure {name} {value:.2f} goal {operator} {goal}", flush=True)


def measured(what: str, value: float, unit: str) -> None:
    """Print what a figure is made of, or has no goal."""
    print(f"  {what}: {value:,.0f} {unit}", flush=True)


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
