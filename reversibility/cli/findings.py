"""`reversibility findings`: what needs attention in a practice, and its index."""

import json

import click

from reversibility.cli.console import Console, json_option, pass_console, practice_option
from reversibility.findings import texts
from reversibility.findings.models import Finding
from reversibility.findings.queries import Overview, get_overview
from reversibility.kernel import clock
from reversibility.recovery.texts import label
from reversibility.store.session import transaction


@click.command()
@click.option("--limit", default=8, show_default=True, help="How many at most; all with --json.")
@practice_option
@json_option
@pass_console
def findings(console: Console, practice: str | None, *, limit: int, as_json: bool) -> None:
    """Say what needs attention, worst first, with its reason.

    \b
    Examples:
      reversibility findings
      reversibility findings --json | jq '.findings[] | select(.severity == "critical")'
    """  # noqa: D301 - click's own mark
    overview = _overview(console, practice)
    if as_json:
        click.echo(json.dumps(_document(overview, console), ensure_ascii=False))
        return
    found, score = overview.open, overview.score
    console.say("problems" if found else "no_problem")
    for rank, each in enumerate(found[:limit], start=1):
        severity = label("severities", each.severity, console.locale)
        sentence = texts.fact(each, console.locale)
        console.say("problem", rank=rank, severity=severity, sentence=sentence)
    if len(found) > limit:
        console.say("more_problems", count=len(found) - limit)
    if score:
        console.say("index", value=score.value, known=score.questions - score.unknown,
                    total=score.questions)  # fmt: skip


def _overview(console: Console, practice: str | None) -> Overview:
    actor, _ = console.actor(practice)
    services = console.services
    with transaction(services.engine, actor.practice_id, read_only=True) as session:
        return get_overview(session, actor, services.policy, now=clock.now())


def _document(overview: Overview, console: Console) -> dict[str, object]:
    score = overview.score
    return {
        "score": None
        if score is None
        else {
            "value": score.value,
            "band": score.band.value,
            "questions": score.questions,
            "unknown": score.unknown,
            "losses": [{"rule": each.rule_id, "points": each.points} for each in score.losses],
        },
        "findings": [_row(each, console) for each in overview.findings],
    }


def _row(finding: Finding, console: Console) -> dict[str, object]:
    accepted = finding.acceptance
    return {
        "rule": finding.rule.id,
        "about": finding.rule.about.value,
        "subject": finding.subject_name,
        "severity": finding.severity.name.lower(),
        "information_missing": finding.is_unknown,
        "fact": texts.fact(finding, console.locale),
        "remedy": finding.rule.remedy.in_(console.locale),
        "closes": finding.rule.closes.in_(console.locale),
        "due_on": finding.due_on.isoformat() if finding.due_on else None,
        "minutes": finding.rule.minutes,
        "left_as_it_is_until": accepted.until.isoformat() if accepted else None,
    }
