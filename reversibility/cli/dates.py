"""`reversibility dates`: term ends and last days to give notice, each with its computation."""

import json
import sys

import click

from reversibility.cli.console import Console, pass_console
from reversibility.contracts.batch import answer
from reversibility.kernel import clock


@click.command()
@click.option("--batch", is_flag=True, help="Read JSON lines, answer each with one line.")
@pass_console
def dates(console: Console, *, batch: bool) -> None:
    """Compute the end of a term and the last day to give notice, with the reason.

    \b
    Each line in: starts_on, initial_term, renewal (none, express, tacit, open_ended), renewal_term,
    notice, today. Dates and periods are ISO 8601: 2020-08-01, P36M, P90D. A line that cannot be
    read is answered with what to do, under `error`; all others are answered.

    \b
    Examples:
      echo '{"starts_on": "2020-08-01", "initial_term": "P36M", "renewal": "tacit",
             "renewal_term": "P12M", "notice": "P3M", "today": "2023-01-10"}' | tr -d '\\n' |
        reversibility dates --batch
      reversibility --lang en dates --batch < contracts.jsonl
    """  # noqa: D301 - click's own mark
    if not batch:
        raise click.UsageError(console.text("dates_how"))
    today = clock.now().date()
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
        if line:
            told = answer(line, console.locale, today=today)
            click.echo(json.dumps(told, ensure_ascii=False))
