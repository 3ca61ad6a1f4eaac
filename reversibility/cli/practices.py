"""`reversibility import`: open a practice from its file."""

from pathlib import Path

import click

from reversibility.cli.console import Console, pass_console
from reversibility.http.importing.practice import import_practice
from reversibility.http.practice_file import MAX_BYTES
from reversibility.kernel import clock


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@pass_console
def import_file(console: Console, file: Path) -> None:
    """Load a practice file (JSON): all of it, or nothing and every fault with its place.

    Example: reversibility import practice.json
    """
    content = console.read(file, most=MAX_BYTES)
    done = import_practice(
        console.services.engine, content, console.services.catalogue, now=clock.now()
    )
    console.say(
        "imported",
        name=done.legal_name,
        assets=done.assets,
        providers=done.providers,
        contracts=done.contracts,
    )
    if done.documents:
        console.say("documents_left_out", count=done.documents)
