"""`reversibility import-table`: enter a table of assets, people, accesses or contracts."""

from pathlib import Path

import click

from reversibility.cli.console import Console, pass_console, practice_option
from reversibility.http.refusals import fault
from reversibility.http.tables.entering import enter_plan, plan_grid
from reversibility.http.tables.errors import PreviewBlockedError
from reversibility.http.tables.plan import Action, Choices, Plan
from reversibility.http.tables.reading import LARGEST_MB, read_table
from reversibility.http.tables.words import sheet
from reversibility.kernel import clock
from reversibility.store.session import transaction

_MOST = (LARGEST_MB + 1) * 1_048_576


@click.command("import-table")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done; keep nothing.")
@click.option(
    "--ignore-columns", "ignores_columns", is_flag=True, help="Leave unknown columns out."
)
@click.option("--create-parties", "creates_parties", is_flag=True, help="Make missing parties.")
@click.option("--change-known", "changes_known", is_flag=True, help="Change assets already there.")
@click.option("--leave-wrong", "leaves_wrong", is_flag=True, help="Leave wrong rows out.")
@practice_option
@pass_console
def import_table(
    console: Console, /, file: Path, practice: str | None, *, dry_run: bool, **choices: bool
) -> None:
    """Enter a CSV or XLSX table: all of it, or nothing where a row is wrong.

    Assets, people, accesses or contracts, told by the headings. Every wrong row is named with its
    column and what to do; formulas are read as text.

    \b
    Examples:
      reversibility import-table register.xlsx --dry-run
      reversibility import-table people.csv
    """  # noqa: D301 - click's own mark
    actor, _ = console.actor(practice)
    services, now = console.services, clock.now()
    grid = read_table(console.read(file, most=_MOST))
    chosen = Choices.of(choices)
    with transaction(services.engine, actor.practice_id, read_only=dry_run) as session:
        plan = plan_grid(
            session, actor, grid, services.catalogue, choices=chosen, locale=console.locale
        )
        if not dry_run and not plan.blocked_by:
            enter_plan(session, actor, plan, services.catalogue, filename=file.name, now=now)
    _tell(console, plan, is_entered=not dry_run and not plan.blocked_by)
    if plan.blocked_by and plan.blocked_by != "nothing":
        raise PreviewBlockedError


def _tell(console: Console, plan: Plan, *, is_entered: bool) -> None:
    counts = plan.counts
    console.say(
        "table_entered" if is_entered else "table_would",
        name=sheet(plan.which, console.locale),
        created=counts[Action.CREATE],
        changed=counts[Action.CHANGE],
        kept=counts[Action.KEEP],
        wrong=counts[Action.WRONG],
    )
    if plan.heads.unknown:
        titles = ", ".join(plan.heads.title(place) for place in plan.heads.unknown)
        console.say("table_columns", columns=titles)
    for row in plan.rows:
        for each in row.faults:
            why = fault(each.code, console.locale)
            console.say("table_line", number=row.number, column=each.column, why=why)
