"""What every command needs: the reader's language, the services, and one way to speak."""

import os
import tempfile
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from reversibility.accounts.queries import PracticeLine, list_practices
from reversibility.http.services import Services, build
from reversibility.kernel.actor import Actor, operator
from reversibility.kernel.dates import Locale
from reversibility.settings import Settings
from reversibility.store.session import transaction


class CommandError(Exception):
    """A command cannot go on; the message is a sentence that says what to do."""


class Console:
    """One command under way."""

    def __init__(self, environ: Mapping[str, str], locale: Locale) -> None:
        self.environ, self.locale = environ, locale

    @cached_property
    def settings(self) -> Settings:
        """The settings, read from the environment on first use."""
        return Settings.from_environ(self.environ)

    @cached_property
    def services(self) -> Services:
        """The services, made on first use, so that `--help` needs no database."""
        return build(self.settings)

    def say(self, code: str, **params: object) -> None:
        """Print a sentence of `texts.toml`."""
        click.echo(self.text(code, **params))

    def text(self, code: str, **params: object) -> str:
        """Return a sentence of `texts.toml`; `state.confirmed` looks inside a table."""
        entry: Any = texts()
        for part in code.split("."):
            entry = entry[part]
        return str(entry[self.locale]).format(**params)

    def actor(self, wanted: str | None) -> tuple[Actor, PracticeLine]:
        """Return the operator acting in the practice that is meant; raises CommandError."""
        with transaction(self.services.engine, None, read_only=True) as session:
            practices = list_practices(session)
        if not practices:
            raise CommandError(self.text("no_practice"))
        names = ", ".join(line.legal_name for line in practices)
        matches = [line for line in practices if wanted is None or _is_meant(line, wanted)]
        if not matches:
            raise CommandError(self.text("unknown_practice", wanted=wanted, names=names))
        if len(matches) > 1:
            raise CommandError(self.text("which_practice", names=names))
        return operator(matches[0].id), matches[0]

    def read(self, path: Path, *, most: int) -> bytes:
        """Read a file the user named, one byte beyond `most` at the most; raises CommandError."""
        try:
            with path.open("rb") as file:
                return file.read(most + 1)
        except OSError as error:
            raise CommandError(
                self.text("file_unreadable", path=path, why=error.strerror)
            ) from error

    def write(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all; raises CommandError."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(content)
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except OSError as error:
            raise CommandError(
                self.text("file_unwritable", path=path, why=error.strerror)
            ) from error


def locale_of(environ: Mapping[str, str]) -> Locale:
    """Return the reader's language: French, unless the environment asks for English."""
    asked = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "en" if asked.lower().startswith("en") else "fr"


@cache
def texts() -> dict[str, Any]:
    """Return the sentences of the command line."""
    content = files("reversibility.cli").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


def environment() -> Mapping[str, str]:
    """Return the environment of this process."""
    return os.environ


def _is_meant(line: PracticeLine, wanted: str) -> bool:
    return wanted in {line.siren, str(line.id)} or wanted.casefold() in line.legal_name.casefold()


pass_console = click.make_pass_decorator(Console)
practice_option = click.option(
    "--practice", metavar="SIREN", help="Which practice: its SIREN, name or id; not needed for one."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
