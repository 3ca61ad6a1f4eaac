"""`reversibility probe --all` and `--due`: every practice, each registry at its own pace."""

import json
from dataclasses import dataclass
from uuid import UUID

import click

from reversibility.accounts.queries import PracticeLine, list_practices
from reversibility.cli.console import CommandError, Console
from reversibility.evidence.scheduling import request_due
from reversibility.evidence.service import request_probe
from reversibility.http.refusals import failure
from reversibility.jobs.errors import NothingToDoError
from reversibility.jobs.queries import RunProgress, get_progress, list_failures
from reversibility.jobs.service import Claim
from reversibility.kernel import clock
from reversibility.kernel.actor import operator
from reversibility.store.session import transaction
from reversibility.worker.desk import Desk

_TOLD_EVERY = 100


@dataclass(frozen=True, kw_only=True)
class _Started:
    practice: PracticeLine
    run_id: UUID
    total: int


def probe_portfolio(
    console: Console, practice: str | None, *, due_only: bool, as_json: bool
) -> None:
    """Ask about everything, or about what is due, and say how many could be asked."""
    started = [
        run
        for line in _practices(console, practice)
        if (run := _start(console, line, due_only=due_only)) is not None
    ]
    if started:
        _work(console, started, quiet=as_json)
    ended = [(each, _progress(console, each)) for each in started]
    if as_json:
        click.echo(json.dumps([_plain(each, progress) for each, progress in ended]))
    elif not started:
        console.say("nothing_due" if due_only else "nothing_to_probe")
    else:
        for each, progress in ended:
            _tell(console, each, progress)
    left = sum(progress.total - progress.ended for _, progress in ended)
    if left:
        raise CommandError(console.text("probed_elsewhere", count=left))
    if any(progress.failed for _, progress in ended):
        raise click.exceptions.Exit(1)


def _practices(console: Console, practice: str | None) -> tuple[PracticeLine, ...]:
    if practice is not None:
        return (console.actor(practice)[1],)
    with transaction(console.services.engine, None, read_only=True) as session:
        return list_practices(session)


def _start(console: Console, line: PracticeLine, *, due_only: bool) -> _Started | None:
    services, actor, now = console.services, operator(line.id), clock.now()
    options = services.probe_options
    try:
        with transaction(services.engine, line.id) as session:
            if due_only:
                run = request_due(session, actor, options, now=now)
            else:
                run = request_probe(session, actor, None, options, now=now)
            if run is None:
                return None
            total = get_progress(session, actor, run.id, now=now).total
    except NothingToDoError:
        return None
    return _Started(practice=line, run_id=run.id, total=total)


def _work(console: Console, started: list[_Started], *, quiet: bool) -> None:
    total, done = sum(each.total for each in started), 0

    def tell(_claim: Claim) -> None:
        nonlocal done
        done += 1
        if not quiet and (done % _TOLD_EVERY == 0 or done == total):
            console.say("probed_so_far", done=done, total=total)

    services = console.services
    desk = Desk(engine=services.engine, options=services.probe_options)
    desk.finish([each.run_id for each in started], tell)


def _progress(console: Console, started: _Started) -> RunProgress:
    actor = operator(started.practice.id)
    with transaction(console.services.engine, started.practice.id, read_only=True) as session:
        return get_progress(session, actor, started.run_id, now=clock.now())


def _tell(console: Console, started: _Started, progress: RunProgress) -> None:
    name = started.practice.legal_name
    console.say("probed_practice", name=name, done=progress.done, failed=progress.failed)
    actor = operator(started.practice.id)
    with transaction(console.services.engine, started.practice.id, read_only=True) as session:
        failures = list_failures(session, actor, started.run_id)
    for unit in failures:
        if unit.fault:
            why = failure(unit.fault.code, unit.fault.params, console.locale)
            click.echo(console.text("unit_failed", name=unit.label, why=why), err=True)


def _plain(started: _Started, progress: RunProgress) -> dict[str, object]:
    return {
        "practice": started.practice.legal_name,
        "siren": started.practice.siren,
        "run": str(progress.id),
        "total": progress.total,
        "done": progress.done,
        "failed": progress.failed,
    }
