"""The universe inside a test: a thread with a loop of its own."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.universe.universe import Universe

PATIENCE_SECONDS = 30


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    replay: Path | None = None,
    now: datetime | None = None,
    ports: Mapping[int, int] | None = None,
) -> Iterator[Universe]:
    """Run a universe while the block lasts; its files go into the folder."""
    universe = Universe(folder)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="universe", daemon=True)
    thread.start()
    start = universe.start(now or datetime.now(UTC), ports or {}, replay)
    try:
        asyncio.run_coroutine_threadsafe(start, loop).result(PATIENCE_SECONDS)
        yield universe
    finally:
        asyncio.run_coroutine_threadsafe(universe.stop(), loop).result(PATIENCE_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_SECONDS)
        loop.close()
