"""`reversibility journal`: look at the journal."""

import json

import click

from reversibility.cli.console import Console, json_option, pass_console, practice_option
from reversibility.journal.service import check_chain
from reversibility.kernel import dates
from reversibility.store.session import transaction


@click.group()
def journal() -> None:
    """Look at the journal."""


@journal.command("check")
@practice_option
@json_option
@pass_console
def check(console: Console, practice: str | None, *, as_json: bool) -> None:
    """Recompute the whole chain; exit code 1 when an entry does not fit."""
    actor, _ = console.actor(practice)
    with transaction(console.services.engine, actor.practice_id, read_only=True) as session:
        state = check_chain(session, actor)
    if as_json:
        click.echo(
            json.dumps(
                {"entries": state.entries, "broken_at": state.broken_at, "erased": state.erased}
            )
        )
    elif state.is_whole:
        console.say("chain_whole", entries=state.entries)
        if state.last_erased_at is not None:
            day = dates.day(state.last_erased_at.date(), console.locale)
            console.say("chain_erased", count=state.erased, day=day)
    else:
        console.say("chain_broken", number=state.broken_at)
    if not state.is_whole:
        raise click.exceptions.Exit(1)
