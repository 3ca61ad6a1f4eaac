"""`reversibility changes`: what the network shows otherwise than before."""

import json
from datetime import UTC, datetime

import click

from probes.texts import Severity
from reversibility.cli.console import Console, json_option, pass_console, practice_option
from reversibility.evidence.change_file import change_text, plain_change
from reversibility.evidence.change_models import ChangeMark
from reversibility.evidence.queries import ChangeLine, WantedChanges, list_changes
from reversibility.kernel import dates
from reversibility.store.session import transaction

MOST = 1_000
_SIGNS = {ChangeMark.OPEN: "?", ChangeMark.SEEN: "·", ChangeMark.EXPLAINED: "="}


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day, such as 2026-03-01.")
@click.option("--open", "is_open", is_flag=True, help="Only what nobody has explained.")
@click.option(
    "--least",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.INFO.value,
    show_default=True,
    help="How much it matters at least.",
)
@practice_option
@json_option
@pass_console
def changes(
    console: Console,
    practice: str | None,
    since: datetime | None,
    least: str,
    *,
    is_open: bool,
    as_json: bool,
) -> None:
    """List what two checks show differently, the newest first, with both answers.

    Example: reversibility changes --since 2026-03-01 --least warning
    """
    actor, _ = console.actor(practice)
    wanted = WantedChanges(
        severities=tuple(each for each in Severity if each.rank >= Severity(least).rank),
        unexplained=is_open,
        since=since.replace(tzinfo=UTC) if since else None,
    )
    with transaction(console.services.engine, actor.practice_id, read_only=True) as session:
        lines = list_changes(session, actor, wanted, limit=MOST)
    if as_json:
        click.echo(json.dumps([plain_change(line, with_notes=True) for line in lines]))
        return
    for line in lines:
        _show(console, line)
    if not lines:
        console.say("no_change")


def _show(console: Console, line: ChangeLine) -> None:
    """Show one change; `?` stands before what nobody has explained."""
    day = dates.day(line.later_at.date(), console.locale)
    told = change_text(line, console.locale) or console.text("change_erased")
    click.echo(f"{_SIGNS[line.mark]} {day}, {line.asset_name}")
    click.echo(f"  {told}")
    for answer in (line.earlier, line.later):
        if answer is not None:
            click.echo(f"  {answer.source.value} {answer.asked_at:%Y-%m-%d} sha256 {answer.sha256}")
