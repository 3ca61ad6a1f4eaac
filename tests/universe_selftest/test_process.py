"""The universe as a program: one line, then it lives as long as whoever started it."""

import os
import select
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.universe import Universe

SECONDS = 20
COMMAND = [sys.executable, "-m", "tests.universe"]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*COMMAND, "--dir", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_it_prints_the_path_of_a_complete_file_and_nothing_else(
    started: subprocess.Popen[str], tmp_path: Path
) -> None:
    toml = tmp_path / "probes.toml"
    assert _line(started) == f"{toml}\n"
    assert "[ports]" in toml.read_text(encoding="utf-8")
    started.terminate()
    assert started.communicate(timeout=SECONDS)[0] == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_asked_to(
    started: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    _line(started)
    started.send_signal(number)
    assert started.wait(SECONDS) == 0
    assert not (tmp_path / "probes.toml").exists()


def test_it_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    parent = textwrap.dedent(
        f"""
        import subprocess
        child = subprocess.Popen({[*COMMAND, "--dir", str(tmp_path)]!r}, stdout=subprocess.PIPE)
        child.stdout.readline()
        print(child.pid, flush=True)
        input()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", parent],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        universe = os.pidfd_open(int(_line(process)))
        process.communicate("\n", timeout=SECONDS)
    ended, _, _ = select.select([universe], [], [], SECONDS)
    os.close(universe)
    assert ended


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--mode", "nulle-part.example=silent"], "There is no machine nulle-part.example"),
        (["--mode", "whois.nic.fr.example=gzip_bomb"], "cannot be gzip_bomb; choose one of"),
        (["--parent-pid", "4194304"], "There is no process 4194304"),
        (["--replay", "nulle-part"], "There is nothing to replay in nulle-part"),
        (["--dir", "/proc/nulle-part"], "Choose another folder with --dir"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    ended = subprocess.run(
        [*COMMAND, "--dir", str(tmp_path), *arguments],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize("service", [43, 53, 443])
def test_a_port_that_is_taken_is_named_with_the_way_out(
    universe: Universe, tmp_path: Path, service: int
) -> None:
    taken = universe.ports[service]
    ended = subprocess.run(
        [*COMMAND, "--dir", str(tmp_path), "--port", f"{service}={taken}"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 1
    assert f"Port {taken} on 127.10." in ended.stderr
    assert "is taken by another program" in ended.stderr
    assert not (tmp_path / "probes.toml").exists()


def test_a_port_may_be_chosen(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with subprocess.Popen(
        [*COMMAND, "--dir", str(tmp_path), "--port", f"443={free}"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        toml = Path(_line(process).strip())
        assert f"\n443 = {free}\n" in toml.read_text(encoding="utf-8")
        process.terminate()


def _line(process: subprocess.Popen[str]) -> str:
    return process.stdout.readline() if process.stdout else ""
