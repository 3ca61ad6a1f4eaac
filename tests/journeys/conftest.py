"""The whole house, running: a miniature Internet, the service with its worker, and a browser."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import universe
from tests.architecture.source import ROOT
from tests.demo.practice_file import practice_file

CHROMIUM = "/usr/bin/chromium"
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
EMAIL = "claire.martin@cabinet-exemple.fr.example"


@dataclass(frozen=True, kw_only=True)
class House:
    """A service with its data; the fixture `house` runs one with a practice in it."""

    url: str
    environ: Mapping[str, str]
    folder: Path

    def command(self, *arguments: str) -> str:
        """Run a command of the service and return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "reversibility", *arguments],
            env=dict(self.environ),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def link(self, email: str, name: str, role: str = "manager") -> str:
        """Let somebody in and return their one-time link."""
        said = self.command("user", "add", "--email", email, "--name", name, "--role", role)
        found = re.search(r"http://\S+/lien/\S+", said)
        assert found
        return found[0]


@pytest.fixture(scope="session")
def internet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[universe.Universe]:
    """Start the miniature Internet that the house of all journeys asks."""
    with universe.running(tmp_path_factory.mktemp("universe")) as started:
        yield started


@pytest.fixture(scope="session")
def house(internet: universe.Universe, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Start everything with the demo's practice loaded."""
    folder = tmp_path_factory.mktemp("house")
    made = empty_house(folder, REVERSIBILITY_PROBES_FILE=str(internet.toml))
    practice = folder / "practice.json"
    practice.write_text(practice_file(datetime.now(UTC).date()), encoding="utf-8")
    made.command("db", "upgrade")
    made.command("import", str(practice))
    with serving(made):
        yield made


def empty_house(folder: Path, **overrides: str) -> House:
    """Make a house whose data folder, in this folder, is still empty; nothing runs yet."""
    port = _free_port()
    environ = {
        **{name: value for name, value in os.environ.items() if "REVERSIBILITY_" not in name},
        "LANG": "fr_FR.UTF-8",
        "LC_ALL": "",
        "PYTHONIOENCODING": "utf-8",
        "REVERSIBILITY_DATA_DIR": str(folder / "data"),
        "REVERSIBILITY_PORT": str(port),
        **overrides,
    }
    return House(url=f"http://127.0.0.1:{port}", environ=environ, folder=folder)


@contextmanager
def serving(house: House, *options: str) -> Iterator[IO[str]]:
    """Run `serve` while the block lasts; what it still has to say on the console can be read."""
    with (
        (house.folder / "serve.log").open("a") as log,
        subprocess.Popen(
            [sys.executable, "-m", "reversibility", "serve", *options],
            env=dict(house.environ),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            # Printed once the port is open.
            assert house.url in process.stdout.readline()
            yield process.stdout
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium; not for longer, for its event loop stands in the way of others."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Any]:
    """Return what opens a page of a size in a language; a page that complains fails the test.

    What browsers keep for the time without a network is left out, unless it is asked for: it goes
    on in the background, and complains when a test stops the service.
    """
    contexts, complaints = [], []

    def open_page(
        width: int = 1440, locale: str = "fr-FR", *, keeps_offline_page: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=locale,
            accept_downloads=True,
            service_workers="allow" if keeps_offline_page else "block",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if _is_bad(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_bad(said: Any) -> bool:
    # A refused form answers 422, which the browser's console names too: that is no complaint.
    return said.type == "error" and "status of 4" not in said.text


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
