"""python-whois behind a pipe: a process under limits, reused until it overruns them."""

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path

WALL_SECONDS = 0.5
"""With the start of a new child, after one that overran, this stays below a second an answer."""
START_SECONDS = 20.0
REUSE = 5_000
"""Answers after which the process is replaced: what it leaks never adds up."""

_CHILD = Path(__file__).with_name("long_tail_child.py")
_CHUNK = 65_536


class LimitedReader:
    """One child (`long_tail_child.py`), started by the first question; calls take turns.

    An answer that takes more than `wall_seconds`, or more CPU or memory than the child allows
    itself, costs the child its life and that answer its reading; the next answer gets a new child.
    """

    def __init__(self, child: Path = _CHILD, wall_seconds: float = WALL_SECONDS) -> None:
        self._child = child
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._answers = 0
        self._turn = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._process.pid if self._process else None

    def ask(self, domain: str, text: str) -> dict[str, object] | None:
        """Return what the child says; None when it overran its limits or died."""
        question = json.dumps({"domain": domain, "text": text}).encode() + b"\n"
        with self._turn:
            process = self._running()
            if process is None:
                return None
            self._answers += 1
            return self._exchange(process, question, self._wall_seconds)

    def close(self) -> None:
        """End the child, if there is one."""
        with self._turn:
            self._end()

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._owner != os.getpid():  # a fork must not share its parent's pipe
            self._process, self._owner = None, os.getpid()
        if self._answers >= REUSE:
            self._end()
        if self._process is None:
            self._answers = 0
            self._process = subprocess.Popen(  # noqa: S603 - our own file, no shell
                [sys.executable, "-I", str(self._child)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._exchange(self._process, b"", START_SECONDS)
        return self._process

    def _exchange(
        self, process: subprocess.Popen[bytes], question: bytes, seconds: float
    ) -> dict[str, object] | None:
        """Send a question and wait for one line; a child that fails to answer is ended."""
        try:
            line = _ask(process, question, seconds)
            answer = json.loads(line)
        except (OSError, ValueError):
            self._end()
            return None
        return answer if isinstance(answer, dict) else None

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _ask(process: subprocess.Popen[bytes], question: bytes, seconds: float) -> bytes:
    """Write, then read up to the end of a line; raises OSError when it takes too long or ends."""
    if process.stdin is None or process.stdout is None:
        raise BrokenPipeError
    process.stdin.write(question)
    process.stdin.flush()
    deadline, line = time.monotonic() + seconds, b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while not line.endswith(b"\n"):
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            chunk = os.read(process.stdout.fileno(), _CHUNK)
            if not chunk:
                raise BrokenPipeError
            line += chunk
    return line


SHARED = LimitedReader()
"""The reader of this process; ended when it exits."""
atexit.register(SHARED.close)
