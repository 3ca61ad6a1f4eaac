"""From playbooks to a dated plan. Pure.

Assets follow what they depend on: the register's own links where an asset has any, else the
families its kind names. Among assets that could go first, the golden order of the catalogue
decides. A step begins when the steps it needs are done (none named = the one before) and what the
asset depends on is back; a step marked `at_once` does not wait for other assets, so that evidence
is kept and legal deadlines run from the first day. Steps are numbered by the day they end on. A
step takes its usual days, else its least or most; where nobody knows, one day is counted for what
the practice or its new provider does, a week for what depends on somebody else. So every date is
the earliest one, and is printed as such.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from uuid import UUID

from reversibility.catalogues.models import Common, Step, Who
from reversibility.catalogues.sequence import steps_that_apply
from reversibility.catalogues.situations import Situation
from reversibility.recovery.errors import PlanCycleError
from reversibility.recovery.models import (
    AssetFacts,
    PlannedAsset,
    PlannedStep,
    RecoveryPlan,
    Side,
)

_OWN_DAYS, _OTHERS_DAYS = 1, 7


def make_plan(
    assets: Sequence[AssetFacts], situation: Situation, common: Common, *, starts_on: date
) -> RecoveryPlan:
    """Plan the recovery of assets; raises PlanCycleError when they wait for each other."""
    by_id = {facts.id: facts for facts in assets}
    needs = {facts.id: _needs(facts, by_id) for facts in assets}
    planned: dict[UUID, PlannedAsset] = {}
    for asset_id in _order(by_id, needs, common):
        waits_for = needs[asset_id]
        first_day = max([starts_on, *(planned[needed].done_on for needed in waits_for)])
        steps = _plan_steps(by_id[asset_id], situation, starts_on=starts_on, first_day=first_day)
        planned[asset_id] = PlannedAsset(
            asset_id=asset_id,
            phase=_phase(by_id[asset_id], common)[1],
            steps=steps,
            waits_for=waits_for,
            starts_on=min((step.starts_on for step in steps), default=first_day),
            done_on=max((step.due_on for step in steps), default=first_day),
        )
    done_on = max((asset.done_on for asset in planned.values()), default=starts_on)
    return RecoveryPlan(assets=tuple(planned.values()), done_on=done_on)


def _needs(facts: AssetFacts, by_id: Mapping[UUID, AssetFacts]) -> tuple[UUID, ...]:
    if facts.depends_on:
        return tuple(needed for needed in facts.depends_on if needed in by_id)
    families = set(facts.kind.depends_on)
    return tuple(other.id for other in by_id.values() if other.kind.family in families)


def _order(
    by_id: Mapping[UUID, AssetFacts], needs: Mapping[UUID, tuple[UUID, ...]], common: Common
) -> list[UUID]:
    sorter: TopologicalSorter[UUID] = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as error:
        names = " > ".join(by_id[asset_id].name for asset_id in error.args[1])
        raise PlanCycleError(cycle=names) from error
    place = {asset_id: number for number, asset_id in enumerate(by_id)}
    ready: list[UUID] = []
    order: list[UUID] = []
    while sorter.is_active():
        ready += sorter.get_ready()
        ready.sort(key=lambda asset_id: (_phase(by_id[asset_id], common)[0], place[asset_id]))
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return order


def _phase(facts: AssetFacts, common: Common) -> tuple[int, str]:
    for number, phase in enumerate(common.phases):
        if facts.kind.family in phase.families:
            return number, phase.id
    return len(common.phases), ""


def _plan_steps(
    facts: AssetFacts, situation: Situation, *, starts_on: date, first_day: date
) -> tuple[PlannedStep, ...]:
    steps, follows = steps_that_apply(
        facts.kind.playbook(situation).steps,
        holds=facts.holder is Side.PRACTICE,
        administers=facts.practice_administrators > 0,
    )
    dates: dict[str, tuple[date, date]] = {}
    for step in steps:
        earliest = starts_on if step.at_once else first_day
        begins = max([earliest, *(dates[name][1] for name in follows[step.id])])
        dates[step.id] = (begins, begins + timedelta(days=_length(step)))
    order = sorted(steps, key=lambda step: dates[step.id][1])
    numbers = {step.id: number for number, step in enumerate(order, start=1)}
    return tuple(
        PlannedStep(
            number=numbers[step.id],
            step=step,
            is_question=step.needs_right is not None and step.needs_right not in facts.rights,
            after=tuple(sorted(numbers[name] for name in follows[step.id])),
            starts_on=dates[step.id][0],
            due_on=dates[step.id][1],
        )
        for step in order
    )


def _length(step: Step) -> int:
    days = step.days
    known = (days.usual, days.least, days.most) if days else ()
    unknown = _OWN_DAYS if step.who in {Who.PRACTICE, Who.SUCCESSOR} else _OTHERS_DAYS
    return next((value for value in known if value is not None), unknown)
