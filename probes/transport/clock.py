"""The clock of the probes: instants for evidence, ticks for durations."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def ticks() -> float:
    """Return seconds on a clock that never goes back; only differences mean something."""
    return time.perf_counter()


def elapsed_ms(since: float) -> int:
    """Return whole milliseconds since `ticks()` gave `since`."""
    return round((ticks() - since) * 1000)
