"""`reversibility db`: the schema of the database."""

import click

from reversibility.cli.console import Console, pass_console
from reversibility.migrations.run import upgrade


@click.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
@pass_console
def upgrade_command(console: Console) -> None:
    """Bring the database to the present schema; harmless when it is there already."""
    upgrade(console.services.engine)
    console.say("upgraded")
