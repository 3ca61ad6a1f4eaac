"""The command line as typed: arguments in, sentences and an exit code out."""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reversibility.cli.root import run


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Return what runs one command against a data folder of this test's own."""
    for name in [name for name in os.environ if name.startswith("REVERSIBILITY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REVERSIBILITY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def command(*arguments: str) -> Outcome:
        code = run(list(arguments))
        said = capsys.readouterr()
        return Outcome(code=code, out=said.out, err=said.err)

    return command


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Return a port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
