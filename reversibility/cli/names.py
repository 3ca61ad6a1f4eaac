"""`reversibility import-names`: enter a plain list of domain names."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from probes.texts import render
from reversibility.cli.console import (
    CommandError,
    Console,
    json_option,
    pass_console,
    practice_option,
)
from reversibility.http.name_list import (
    MAX_BYTES,
    LineState,
    NameLine,
    enter,
    names_there,
    read_list,
)
from reversibility.kernel import clock

_MEGABYTE = 1_048_576


@click.command("import-names")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Enter them; without it nothing is kept.")
@practice_option
@json_option
@pass_console
def import_names(
    console: Console, file: Path, practice: str | None, *, is_applied: bool, as_json: bool
) -> None:
    """Enter a list of domain names, one a line: first to look at, then with --apply.

    UTF-8 or Windows-1252; empty lines and lines from "#" on are passed over, addresses of sites are
    read as their names. Every line that is not entered is named with its reason.

    Example: reversibility import-names domains.txt
    """
    actor, _ = console.actor(practice)
    content = console.read(file, most=MAX_BYTES)
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // _MEGABYTE
        raise CommandError(console.text("names_too_large", path=file, limit=limit))
    services = console.services
    lines = read_list(content, services.probe_options, names_there(services.engine, actor))
    if not lines:
        raise CommandError(console.text("names_empty", path=file))
    if is_applied:
        enter(services.engine, actor, lines, services.catalogue, now=clock.now())
    if as_json:
        click.echo(json.dumps(_plain(console, lines, is_applied=is_applied), ensure_ascii=False))
        return
    _tell(console, lines, is_applied=is_applied)
    if not is_applied and any(line.state is LineState.NEW for line in lines):
        command = f"reversibility import-names {file} --apply"
        console.say("names_dry_run", command=command)


def _tell(console: Console, lines: Sequence[NameLine], *, is_applied: bool) -> None:
    counts = Counter(line.state for line in lines)
    console.say("names_entered" if is_applied else "names_new", count=counts[LineState.NEW])
    if counts[LineState.THERE]:
        console.say("names_there", count=counts[LineState.THERE])
    if counts[LineState.REPEATED]:
        console.say("names_repeated", count=counts[LineState.REPEATED])
        for line in lines:
            if line.state is LineState.REPEATED:
                console.say(
                    "names_repeated_line", number=line.number, name=line.display, first=line.first
                )
    if counts[LineState.REFUSED]:
        console.say("names_refused", count=counts[LineState.REFUSED])
        for line in lines:
            if line.fault is not None:
                why = render(line.fault, console.locale)
                console.say("names_line", number=line.number, why=why)


def _plain(console: Console, lines: Sequence[NameLine], *, is_applied: bool) -> dict[str, object]:
    counts = Counter(line.state for line in lines)
    return {
        "applied": is_applied,
        "counts": {state.value: counts[state] for state in LineState},
        "lines": [
            {
                "line": line.number,
                "typed": line.typed,
                "state": line.state.value,
                "name": line.name or None,
                "first": line.first or None,
                "why": render(line.fault, console.locale) if line.fault else None,
            }
            for line in lines
        ],
    }
