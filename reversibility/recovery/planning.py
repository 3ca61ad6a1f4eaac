"""From playbooks to a dated plan. Pure.

Assets follow what they depend on: the register's own links where an asset has any, else the
families its kind names. Among assets that could go first, the golden order of the catalogue
decides. A step begins when the steps it needs are done (none named = the one before), the first
ones when the asset's prerequisites are. A step takes its usual days, else its least or most, else
one day.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from uuid import UUID

from reversibility.catalogues.models import Common, Condition, Days, Step
from reversibility.catalogues.situations import Situation
from reversibility.recovery.errors import PlanCycleError
from reversibility.recovery.models import (
    AssetFacts,
    PlannedAsset,
    PlannedStep,
    RecoveryPlan,
    Side,
)

_UNKNOWN_DAYS = 1


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
        planned[asset_id] = _plan_asset(
            by_id[asset_id], situation, common, first_day=first_day, waits_for=waits_for
        )
    done_on = max((asset.done_on for asset in planned.values()), default=starts_on)
    return RecoveryPlan(assets=tuple(planned.values()), done_on=done_on)


def applicable_steps(facts: AssetFacts, situation: Situation) -> tuple[Step, ...]:
    """Return the steps of a situation that apply to an asset, in an order that respects `needs`."""
    steps = [step for step in facts.kind.playbook(situation).steps if _applies(step, facts)]
    before = _predecessors(steps)
    order = list(TopologicalSorter(before).static_order())
    return tuple(sorted(steps, key=lambda step: order.index(step.id)))


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


def _plan_asset(
    facts: AssetFacts,
    situation: Situation,
    common: Common,
    *,
    first_day: date,
    waits_for: tuple[UUID, ...],
) -> PlannedAsset:
    steps = applicable_steps(facts, situation)
    before = _predecessors(steps)
    numbers = {step.id: number for number, step in enumerate(steps, start=1)}
    planned: dict[str, PlannedStep] = {}
    for step in steps:
        begins = max([first_day, *(planned[name].due_on for name in before[step.id])])
        planned[step.id] = PlannedStep(
            number=numbers[step.id],
            step=step,
            is_question=step.needs_right is not None and step.needs_right not in facts.rights,
            after=tuple(sorted(numbers[name] for name in before[step.id])),
            starts_on=begins,
            due_on=begins + timedelta(days=_length(step.days)),
        )
    return PlannedAsset(
        asset_id=facts.id,
        phase=_phase(facts, common)[1],
        steps=tuple(planned.values()),
        waits_for=waits_for,
        starts_on=first_day,
        done_on=max((step.due_on for step in planned.values()), default=first_day),
    )


def _predecessors(steps: Sequence[Step]) -> dict[str, tuple[str, ...]]:
    """Return what each step comes after; a needed step that does not apply is left out."""
    here = {step.id for step in steps}
    before: dict[str, tuple[str, ...]] = {}
    previous: tuple[str, ...] = ()
    for step in steps:
        named = tuple(name for name in step.needs if name in here)
        before[step.id] = named if step.needs else previous
        previous = (step.id,)
    return before


def _applies(step: Step, facts: AssetFacts) -> bool:
    holds = facts.holder is Side.PRACTICE
    administers = facts.practice_administrators > 0
    return {
        None: True,
        Condition.HOLDER_IS_PRACTICE: holds,
        Condition.HOLDER_IS_NOT_PRACTICE: not holds,
        Condition.PRACTICE_ADMINISTERS: administers,
        Condition.PRACTICE_DOES_NOT_ADMINISTER: not administers,
    }[step.when]


def _length(days: Days | None) -> int:
    known = (days.usual, days.least, days.most) if days else ()
    return next((value for value in known if value is not None), _UNKNOWN_DAYS)
