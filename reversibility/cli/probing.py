"""`reversibility probe`: ask the network about the register, now."""

import json
from collections.abc import Collection
from itertools import count
from uuid import UUID

import click

from probes.interface import VerdictField, VerdictState, message
from probes.texts import display, render
from reversibility.cli.console import (
    CommandError,
    Console,
    json_option,
    pass_console,
    practice_option,
)
from reversibility.cli.portfolio import probe_portfolio
from reversibility.evidence.declarations import find_target
from reversibility.evidence.queries import VerdictLine, latest_verdicts
from reversibility.evidence.service import request_probe
from reversibility.exits.dossier.fields import proof_sentence
from reversibility.exits.words import Words
from reversibility.http.refusals import failure
from reversibility.jobs.queries import RunProgress, get_progress, list_failures
from reversibility.jobs.service import Claim
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from reversibility.register.queries import AssetSheet, list_assets
from reversibility.store.session import transaction
from reversibility.worker.desk import Desk

_SIGNS = {
    VerdictState.CONFIRMED: "=",
    VerdictState.CONTRADICTED: "≠",
    VerdictState.NOT_PUBLISHED: "-",
    VerdictState.INCONCLUSIVE: "?",
    VerdictState.UNREACHABLE: "/",
    VerdictState.PROVED_BY_DOCUMENT: "✓",
}


@click.command()
@click.option("--asset", "wanted", metavar="ID", help="One asset, by its id in the practice file.")
@click.option("--all", "everything", is_flag=True, help="Everything, of every practice.")
@click.option("--due", "due", is_flag=True, help="What is due, of every practice.")
@practice_option
@json_option
@pass_console
def probe(
    console: Console,
    practice: str | None,
    *,
    wanted: str | None,
    everything: bool,
    due: bool,
    as_json: bool,
) -> None:
    """Ask registries, name servers and sites about the register, and compare.

    With --all or --due over every practice (or one, with --practice), each registry at its own
    pace; then counts are shown, and no single results. Exit code 1 when something could not be
    asked; what was found is shown all the same.

    \b
    Examples: reversibility probe --asset domaine
              reversibility probe --due
    """  # noqa: D301 - click's own mark
    if wanted and (everything or due):
        raise click.UsageError("--asset goes with neither --all nor --due.")
    if everything or due:
        probe_portfolio(console, practice, due_only=due, as_json=as_json)
        return
    actor, _ = console.actor(practice)
    assets = _probed(console, actor, wanted)
    progress = _run(console, actor, assets, quiet=as_json)
    with transaction(console.services.engine, actor.practice_id, read_only=True) as session:
        found = latest_verdicts(session, actor, [asset.id for asset in assets])
    if as_json:
        click.echo(json.dumps([_plain(asset, found[asset.id].values()) for asset in assets]))
    else:
        for asset in assets:
            click.echo(f"\n{asset.name}")
            for line in found[asset.id].values():
                _show(console, line)
    if not progress.is_over:
        raise CommandError(console.text("probed_elsewhere", count=progress.total - progress.ended))
    if progress.failed:
        raise click.exceptions.Exit(1)


def _probed(console: Console, actor: Actor, wanted: str | None) -> list[AssetSheet]:
    with transaction(console.services.engine, actor.practice_id, read_only=True) as session:
        assets = list_assets(session, actor)
    if wanted and wanted not in {asset.slug for asset in assets}:
        names = ", ".join(asset.slug for asset in assets)
        raise CommandError(console.text("unknown_asset", wanted=wanted, names=names))
    found = [
        asset
        for asset in assets
        if find_target(asset.kind, asset.attributes) and wanted in {None, asset.slug}
    ]
    if not found:
        raise CommandError(console.text("nothing_to_probe"))
    return found


def _run(
    console: Console, actor: Actor, assets: Collection[AssetSheet], *, quiet: bool
) -> RunProgress:
    services = console.services
    wanted = [asset.id for asset in assets]
    with transaction(services.engine, actor.practice_id) as session:
        # What an interrupted command left is finished here; a lease keeps two from doing it.
        run = request_probe(session, actor, wanted, services.probe_options, now=clock.now())
    numbers = count(1)

    def tell(claim: Claim) -> None:
        if not quiet:
            done = next(numbers)
            console.say("probing", done=done, total=len(assets), name=names[claim.subject_id])

    names = {asset.id: asset.name for asset in assets}
    Desk(engine=services.engine, options=services.probe_options).finish([run.id], tell)
    return _report_failures(console, actor, run.id)


def _report_failures(console: Console, actor: Actor, run_id: UUID) -> RunProgress:
    with transaction(console.services.engine, actor.practice_id, read_only=True) as session:
        progress = get_progress(session, actor, run_id, now=clock.now())
        failures = list_failures(session, actor, run_id)
    for unit in failures:
        if unit.fault:
            why = failure(unit.fault.code, unit.fault.params, console.locale)
            click.echo(console.text("unit_failed", name=unit.label, why=why), err=True)
    return progress


def _show(console: Console, line: VerdictLine) -> None:
    nothing, words = console.text("nothing"), Words(locale=console.locale)
    console.say(
        "declared_observed",
        sign=_SIGNS[line.state],
        field=words.lower(words.field(line.field)),
        declared=display(line.field, line.declared, console.locale) or nothing,
        observed=display(line.field, line.observed, console.locale) or nothing,
        state=render(message(f"CHK_STATE_{line.state.upper()}"), console.locale),
    )
    if line.proof:
        click.echo(f"      {proof_sentence(line, words)}")
    if line.state is VerdictState.CONFIRMED:
        return
    for reason in line.reasons:
        click.echo(f"      {render(reason, console.locale)}")
    if line.next_step:
        console.say("next_step", step=render(line.next_step, console.locale))


def _plain(asset: AssetSheet, lines: Collection[VerdictLine]) -> dict[str, object]:
    fields: dict[VerdictField, dict[str, str | None]] = {
        line.field: {
            "state": line.state.value,
            "declared": line.declared,
            "observed": line.observed,
            "judged_at": line.judged_at.isoformat() if line.judged_at else None,
        }
        for line in lines
    }
    return {"asset": asset.slug, "name": asset.name, "results": fields}
