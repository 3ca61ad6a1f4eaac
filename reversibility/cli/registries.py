"""`reversibility registries`: the tables that say where registries answer."""

import json
from collections.abc import Collection
from contextlib import suppress

import click

from probes import table_report
from probes.errors import OptionsError
from probes.interface import message
from probes.report import visible
from probes.tables.table import Kind
from probes.texts import render
from reversibility.cli.console import CommandError, Console, json_option, pass_console
from reversibility.evidence.tables import REFRESHABLE, list_tables, refresh
from reversibility.kernel import clock

_COMMAND = "reversibility registries refresh"


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def registries(context: click.Context, *, as_json: bool) -> None:
    """Show where registries are asked: each table with its source, its date and its age.

    \b
    Examples: reversibility registries
              reversibility registries refresh
    """  # noqa: D301 - click's own mark
    if context.invoked_subcommand is not None:
        return
    console = context.ensure_object(Console)
    options = console.settings.probe_options()
    sheets = list_tables(options, today=clock.now().date())
    if as_json:
        _print(table_report.tables_for_programs(sheets, _COMMAND, console.locale))
    else:
        click.echo(table_report.tables_for_people(sheets, _COMMAND, console.locale))


@registries.command("refresh")
@click.option(
    "--only",
    type=click.Choice([kind.value for kind in REFRESHABLE]),
    multiple=True,
    help="One table; may be repeated.",
)
@json_option
@pass_console
def refresh_command(console: Console, only: Collection[str], *, as_json: bool) -> None:
    """Take the tables anew from IANA and publicsuffix.org, into the data folder.

    A table that fails its checks is not taken: the one before stays in use, and the exit code is 1.
    Once a week is enough; a worker on another machine has a data folder of its own.

    Example: reversibility registries refresh --only suffixes
    """
    kinds = [Kind(name) for name in only] or REFRESHABLE
    options = console.settings.probe_options()
    if Kind.WHOIS in kinds:
        gently = message("TAB03_GENTLY", count=str(options.tables.whois_questions))
        click.echo(visible(render(gently, console.locale)), err=True)
    with suppress(OSError):  # What cannot be written is said of each table.
        console.settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        outcomes = refresh(options, kinds)
    except OptionsError as error:
        bad = message("CHK_OPTIONS", path=str(error.path), fault=error.fault)
        raise CommandError(render(bad, console.locale)) from error
    if as_json:
        _print(table_report.outcomes_for_programs(outcomes, console.locale))
    else:
        click.echo(table_report.outcomes_for_people(outcomes, console.locale))
    if not all(outcome.is_done for outcome in outcomes):
        raise click.exceptions.Exit(1)


def _print(whole: object) -> None:
    click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
