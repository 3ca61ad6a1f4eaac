"""`serve` and the worker beside it end together, however `serve` is ended."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start `serve` as a terminal does; its output is also its worker's."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    own = {"REVERSIBILITY_DATA_DIR": str(tmp_path / "data"), "REVERSIBILITY_PORT": port}
    others = {name: value for name, value in os.environ.items() if "REVERSIBILITY_" not in name}
    with subprocess.Popen(
        [sys.executable, "-m", "reversibility", "serve"],
        env={**others, **own, "PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        yield process
        if process.poll() is None:
            process.kill()


@pytest.mark.parametrize(
    ("asked", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -9)]
)
def test_the_worker_never_outlives_the_service(
    serving: subprocess.Popen[str], asked: signal.Signals, code: int
) -> None:
    assert serving.stdout is not None
    assert "Ctrl-C" in serving.stdout.readline()
    os.killpg(serving.pid, asked)
    # The output ends when its last writer has ended: the worker has, too.
    said, _ = serving.communicate(timeout=40)
    assert serving.returncode == code
    assert "Traceback" not in said


def test_the_console_shows_a_code_while_nobody_has_an_account(
    serving: subprocess.Popen[str],
) -> None:
    assert serving.stdout is not None
    said = [serving.stdout.readline() for _ in range(3)]
    assert "/premier-demarrage" in said[1]
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}\n", said[2])


def test_a_worker_that_is_told_to_stop_ends_without_a_complaint(tmp_path: Path) -> None:
    environ = {**os.environ, "REVERSIBILITY_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "reversibility"]
    subprocess.run([*command, "db", "upgrade"], env=environ, cwd=ROOT, check=True)
    with subprocess.Popen(
        [*command, "worker", "--with-parent"],
        env=environ,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as worker:
        _until_it_lives(worker, tmp_path / "reversibility.db")
        worker.terminate()
        # Its standard input stays open, as it does while `serve` waits for it.
        assert worker.stdout is not None
        said = worker.stdout.read()
        assert worker.wait(timeout=40) == 0
    assert "Fatal" not in said
    assert "Traceback" not in said


def _until_it_lives(worker: subprocess.Popen[str], database: Path) -> None:
    for _ in range(200):
        with closing(sqlite3.connect(database)) as rows:
            if rows.execute("SELECT count(*) FROM worker_heartbeats").fetchone()[0]:
                return
        with suppress(subprocess.TimeoutExpired):
            worker.wait(timeout=0.1)
    raise AssertionError("the worker gave no sign of life")
