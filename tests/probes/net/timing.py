"""Slow peers, and the proof that they do not slow us down."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

# What a busy machine adds on top of a deadline.
_MARGIN = 1.5


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail when the block takes clearly longer than a deadline."""
    started = time.perf_counter()
    yield
    took = time.perf_counter() - started
    assert took < seconds + _MARGIN, f"took {took:.2f} s, allowed {seconds} s"


async def silence(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Accept a connection and never say a word."""
    await asyncio.Event().wait()


async def drip(writer: asyncio.StreamWriter, text: bytes, every: float = 0.02) -> None:
    """Send one byte at a time, for as long as anybody listens."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def send(position: int) -> None:
        if position == len(text) or writer.is_closing():
            done.cancel()
            return
        writer.write(text[position : position + 1])
        loop.call_later(every, send, position + 1)

    send(0)
    await done
