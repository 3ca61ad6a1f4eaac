"""The root of the command line, and how a refusal becomes a sentence and an exit code.

Exit codes: 0 done, 1 refused (a sentence says why), 2 wrong use of the command line,
130 interrupted.
"""

import click

from reversibility.catalogues.errors import CatalogueError
from reversibility.cli.changes import changes
from reversibility.cli.console import CommandError, Console, environment, locale_of
from reversibility.cli.database import db
from reversibility.cli.dates import dates
from reversibility.cli.documents import export
from reversibility.cli.findings import findings
from reversibility.cli.journal import journal
from reversibility.cli.names import import_names
from reversibility.cli.people import user
from reversibility.cli.practices import import_file
from reversibility.cli.probing import probe
from reversibility.cli.register import register
from reversibility.cli.registries import registries
from reversibility.cli.serving import serve, work
from reversibility.cli.tables import import_table
from reversibility.http.refusals import database_sentence, fault_lines, sentence
from reversibility.kernel.dates import Locale
from reversibility.kernel.errors import InvalidError, RefusedError
from reversibility.settings import SettingsError
from reversibility.store.errors import DatabaseUnusableError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language; else LANG, else French.")
@click.pass_context
def root(context: click.Context, lang: Locale | None) -> None:
    """Who owns what, who can get in, and how to get it back.

    \b
    First steps:
      reversibility db upgrade
      reversibility import practice.json
      reversibility user add --email claire@cabinet.example --name "Dr Claire Martin"
      reversibility serve
    """  # noqa: D301 - click's own mark
    context.obj = Console(environment(), lang or locale_of(environment()))


_COMMANDS = (
    changes, dates, db, export, findings, import_file, import_names, import_table, journal,
    probe, register, registries, serve, user, work,
)  # fmt: skip
for command in _COMMANDS:
    root.add_command(command)


def run(arguments: list[str]) -> int:
    """Run one command; return its exit code."""
    console = Console(environment(), _locale(arguments))
    try:
        code = root.main(arguments, prog_name="reversibility", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(console.text("interrupted"), err=True)
        return 130
    except _REFUSALS as error:
        for line in _explain(error, console.locale):
            click.echo(line, err=True)
        return 1
    # What a command returns is None, unless it ended with an exit code of its own.
    return code if isinstance(code, int) else 0


_REFUSALS = (RefusedError, DatabaseUnusableError, SettingsError, CatalogueError, CommandError)


def _explain(error: Exception, locale: Locale) -> list[str]:
    if isinstance(error, DatabaseUnusableError):
        return [database_sentence(error, locale)]
    if not isinstance(error, RefusedError):
        return [str(error)]
    lines = [sentence(error, locale)]
    if isinstance(error, InvalidError):
        lines += [f"  {place or '.'}: {what}" for place, what in fault_lines(error, locale)]
    return lines


def _locale(arguments: list[str]) -> Locale:
    if "--lang" in arguments[:-1]:
        return "en" if arguments[arguments.index("--lang") + 1] == "en" else "fr"
    return locale_of(environment())
