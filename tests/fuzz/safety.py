"""The count of attempts to lead the probes to a dangerous address, in a process of its own."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.probes.net.attempts import Tally, attempt


def count_connects(count: int, seed: int) -> dict[str, Tally]:
    """Take each way about `count` times.

    In a process of its own: connects are counted for a whole process, at the interpreter.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(_attempt, count, seed).result()


def _attempt(count: int, seed: int) -> dict[str, Tally]:
    return asyncio.run(attempt(count, seed))
