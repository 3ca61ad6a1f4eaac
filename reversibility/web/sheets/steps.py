"""The way back of one element, in each of the four situations."""

from datetime import date

from flask import url_for

from reversibility.catalogues.models import Catalogue, Source
from reversibility.catalogues.situations import Situation
from reversibility.evidence.standing import Standing
from reversibility.recovery.models import PlannedStep
from reversibility.recovery.planning import make_plan
from reversibility.web.parts import Choice, StepItem
from reversibility.web.sheets.playbook import delay, source_text
from reversibility.web.words import words


def situation_choices(standing: Standing, chosen: Situation) -> tuple[Choice, ...]:
    """Return the four situations as links to the steps of each."""
    return tuple(
        Choice(
            text=words().label("situations", situation),
            href=url_for(
                "assets.show",
                asset_id=standing.asset.id,
                situation=situation,
                _anchor="recovery",
            ),
            is_chosen=situation is chosen,
        )
        for situation in Situation
    )


def recovery_steps(
    standing: Standing, situation: Situation, catalogue: Catalogue, *, today: date
) -> tuple[StepItem, ...]:
    """Write the steps that apply to this element, in order."""
    plan = make_plan([standing.facts], situation, catalogue.common, starts_on=today)
    sources = catalogue.sources_of(standing.kind)
    return tuple(
        _step(step, sources[step.step.source]) for asset in plan.assets for step in asset.steps
    )


def _step(planned: PlannedStep, source: Source) -> StepItem:
    step, text = planned.step, words().text
    title, detail = text(step.title), text(step.detail)
    if planned.is_question and step.ask:
        title = words().say("question_title", title=title[:1].lower() + title[1:])
        detail = text(step.ask)
    return StepItem(
        title=title,
        detail=detail,
        proof=text(step.seen_by),
        trap=text(step.goes_wrong) if step.goes_wrong else "",
        source=" ".join(each for each in (delay(step.days), source_text(source)) if each),
        who=words().label("who", step.who),
        is_next=planned.number == 1,
    )
