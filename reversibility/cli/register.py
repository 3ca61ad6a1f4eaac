"""`reversibility register`: where the assets stand, and what needs attention."""

import json

import click

from reversibility.cli.console import Console, json_option, pass_console, practice_option
from reversibility.evidence.standing import Standing, list_problems, list_standings
from reversibility.kernel import clock
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


@register.command("problems")
@click.option("--limit", default=8, show_default=True, help="How many at most.")
@practice_option
@json_option
@pass_console
def problems(console: Console, practice: str | None, *, limit: int, as_json: bool) -> None:
    """Say what needs attention, worst first."""
    found = list_problems(_standings(console, practice), today=clock.now().date())
    if as_json:
        rows = [
            {"code": each.code, "severity": each.severity.name.lower(), "asset": each.asset_name}
            for each in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    console.say("problems" if found else "no_problem")
    for rank, each in enumerate(found[:limit], start=1):
        severity = texts.label("severities", each.severity, console.locale)
        sentence = texts.fact(each, console.locale)
        console.say("problem", rank=rank, severity=severity, sentence=sentence)
    if len(found) > limit:
        console.say("more_problems", count=len(found) - limit)


def _standings(console: Console, practice: str | None) -> tuple[Standing, ...]:
    actor, _ = console.actor(practice)
    services = console.services
    with transaction(services.engine, actor.practice_id, read_only=True) as session:
        return list_standings(session, actor, services.catalogue, today=clock.now().date())
