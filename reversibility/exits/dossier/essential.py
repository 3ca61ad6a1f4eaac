"""The page that a partner reads in one minute: what is at risk, what to do first, by when."""

from collections.abc import Iterator
from datetime import date, timedelta

from exports.dossier import Action, BandBlock, Milestone, Uncertainty, VerdictState
from exports.dossier import AssetState as Printed
from reversibility.exits.dossier.parts import complete_on
from reversibility.exits.gathering import Material
from reversibility.exits.words import Words
from reversibility.findings import texts
from reversibility.findings.models import Finding
from reversibility.recovery.models import AssetState, Severity

_URGENT = 3
_UNCERTAIN = ("inconclusive", "not_published", "unreachable")
_MARGIN = timedelta(days=7)
"""A renewal is asked for a week before the day: registrars and banks take time."""


def headline(material: Material, words: Words) -> tuple[str, str]:
    """Say what the provider holds, and what is most urgent."""
    planned = material.planned
    alone = sum(standing.state is AssetState.OUT_OF_REACH for standing in planned)
    unknown = sum(not standing.facts.practice_administrators for standing in planned)
    code = "headline" if alone > 1 else "headline_one" if alone else "headline_none"
    if unknown and not alone:
        code = "headline_unknown"
    if len(planned) == 1:
        code = "headline_only"
    sentence = words.say(
        code, provider=material.provider.name, alone=alone, unknown=unknown, total=len(planned)
    )
    urgent = next(iter(material.findings), None)
    key = words.say("headline_key", fact=texts.fact(urgent, words.locale)) if urgent else ""
    return sentence, key


def band(material: Material) -> tuple[BandBlock, ...]:
    """Draw the whole register by state: in hand first."""
    order = list(AssetState)
    standings = sorted(material.standings.values(), key=lambda each: order.index(each.state))
    return tuple(
        BandBlock(
            name=standing.asset.name,
            state=Printed(standing.state.value),
            weight=standing.asset.importance,
        )
        for standing in standings
    )


def actions(material: Material, words: Words) -> tuple[Action, ...]:
    """List what to do first: the three gravest things and the notice, the nearest date on top."""
    urgent = list(_urgent_actions(material, words))[:_URGENT]
    found = [*urgent, *_notice_action(material, words)]
    return tuple(sorted(found, key=lambda action: action.due_on or date.max))


def milestones(material: Material, words: Words) -> tuple[Milestone, ...]:
    """List the dates that matter."""
    return tuple(sorted(_milestones(material, words), key=lambda each: each.on))


def uncertainties(material: Material, words: Words) -> tuple[Uncertainty, ...]:
    """Say what is not certain about the assets of the plan."""
    return tuple(
        Uncertainty(
            state=VerdictState(line.state.value),
            sentence=words.say(
                "uncertain",
                asset=standing.asset.name,
                field=words.lower(words.field(field)),
                reason=words.message(line.reasons[-1]) if line.reasons else "",
            ),
        )
        for standing in material.planned
        for field, line in standing.verdicts.items()
        if line.state in _UNCERTAIN
    )


def _urgent_actions(material: Material, words: Words) -> Iterator[Action]:
    seen: set[str] = set()
    for finding in material.findings:
        title = _first_thing(finding, words)
        if finding.severity > Severity.IMPORTANT or (title in seen and not finding.due_on):
            continue
        seen.add(title)
        yield Action(
            title=title,
            detail=texts.fact(finding, words.locale),
            who=material.case.lead or words.label("who", "practice"),
            due_on=_due(material, finding),
        )


def _first_thing(finding: Finding, words: Words) -> str:
    # Where information is missing, to ask for it comes before any remedy.
    told = texts.way(finding).button if finding.is_unknown else finding.rule.remedy
    return words.text(told).removesuffix(".")


def _due(material: Material, finding: Finding) -> date:
    today = material.made_at.date()
    if finding.due_on:
        return max(today, finding.due_on - _MARGIN)
    planned = next(asset for asset in material.plan.assets if asset.asset_id == finding.asset_id)
    # The step that is there because of the problem says by when to ask; else the second one, for
    # the first only keeps evidence.
    because = (step for step in planned.steps if step.step.when)
    return next(because, planned.steps[min(1, len(planned.steps) - 1)]).due_on


def _notice_action(material: Material, words: Words) -> Iterator[Action]:
    ahead = material.contract.dates.deadline
    if ahead:
        yield Action(
            title=words.say("action_notice"),
            detail=words.say("action_notice_detail", reference=material.contract.reference),
            who=material.case.lead or words.label("who", "practice"),
            due_on=ahead.last_day,
        )


def _milestones(material: Material, words: Words) -> Iterator[Milestone]:
    for standing in material.planned:
        if standing.next_date:
            label = words.say("milestone_expiry", asset=standing.asset.name)
            yield Milestone(on=standing.next_date, label=label, hard=True)
    ahead = material.contract.dates.deadline
    if ahead:
        yield Milestone(on=ahead.last_day, label=words.say("milestone_notice"), hard=True)
    if material.contract.ends_on:
        yield Milestone(on=material.contract.ends_on, label=words.say("milestone_end"))
    yield Milestone(on=complete_on(material), label=words.say("milestone_complete"))
