"""`reversibility register`: where the assets stand."""

import json

import click

from reversibility.cli.console import Console, json_option, pass_console, practice_option
from reversibility.evidence.standing import Standing, list_standings
from reversibility.recovery import texts
from reversibility.store.session import transaction


@click.group()
def register() -> None:
    """Look at the register."""


@register.command("list")
@practice_option
@json_option
@pass_console
def list_command(console: Console, practice: str | None, *, as_json: bool) -> None:
    """List the assets with their state: in hand, to confirm, out of reach."""
    standings = _standings(console, practice)
    if as_json:
        rows = [
            {
                "asset": each.asset.slug,
                "name": each.asset.name,
                "kind": each.kind.id,
                "state": each.state.value,
                "holder": each.asset.holder.name if each.asset.holder else None,
            }
            for each in standings
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for each in standings:
        state = texts.label("states", each.state, console.locale)
        kind = each.kind.short.in_(console.locale)
        console.say("standing", state=state, name=each.asset.name, kind=kind)


def _standings(console: Console, practice: str | None) -> tuple[Standing, ...]:
    actor, _ = console.actor(practice)
    services = console.services
    with transaction(services.engine, actor.practice_id, read_only=True) as session:
        return list_standings(session, actor, services.catalogue)
