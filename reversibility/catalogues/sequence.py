"""Which steps of a playbook apply, and in what order they follow each other. Pure.

A step follows the steps it names in `needs`; naming none, it follows the one written before it. A
step that does not apply hands on what it needed itself, so nothing begins too early. What follows
from another step anyway is not said twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter

from reversibility.catalogues.models import Condition, Step


def steps_that_apply(
    steps: Sequence[Step], *, holds: bool, administers: bool
) -> tuple[tuple[Step, ...], Mapping[str, tuple[str, ...]]]:
    """Return the steps for one case, in order, and what each follows; raises graphlib.CycleError.

    `holds`: the practice is the holder; `administers`: one of its people is an administrator.
    """
    kept = {step.id for step in steps if _applies(step, holds=holds, administers=administers)}
    follows = _follows(steps, kept)
    names = _in_order(follows)
    by_id = {step.id: step for step in steps}
    return tuple(by_id[name] for name in names), _nearest(names, follows)


def _follows(steps: Sequence[Step], kept: set[str]) -> dict[str, tuple[str, ...]]:
    needs = {step.id: step.needs for step in steps}
    follows: dict[str, tuple[str, ...]] = {}
    previous: tuple[str, ...] = ()
    for step in steps:
        if step.id in kept:
            named = dict.fromkeys(_kept_needs(step.id, needs, kept, seen=set()))
            follows[step.id] = tuple(named) if step.needs else previous
            previous = (step.id,)
    return follows


def _kept_needs(
    name: str, needs: Mapping[str, tuple[str, ...]], kept: set[str], *, seen: set[str]
) -> Iterator[str]:
    for needed in needs[name]:
        if needed in kept:
            yield needed
        elif needed not in seen:
            yield from _kept_needs(needed, needs, kept, seen=seen | {needed})


def _in_order(follows: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Order the steps as they are written, except that none stands before what it follows."""
    sorter = TopologicalSorter(follows)
    sorter.prepare()
    place = {name: number for number, name in enumerate(follows)}
    ready: list[str] = []
    order: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=place.__getitem__)
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return order


def _nearest(
    order: Sequence[str], follows: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    before: dict[str, set[str]] = {}
    nearest: dict[str, tuple[str, ...]] = {}
    for name in order:
        farther = set().union(*(before[needed] for needed in follows[name]))
        nearest[name] = tuple(needed for needed in follows[name] if needed not in farther)
        before[name] = farther | set(follows[name])
    return nearest


def _applies(step: Step, *, holds: bool, administers: bool) -> bool:
    return {
        None: True,
        Condition.HOLDER_IS_PRACTICE: holds,
        Condition.HOLDER_IS_NOT_PRACTICE: not holds,
        Condition.PRACTICE_ADMINISTERS: administers,
        Condition.PRACTICE_DOES_NOT_ADMINISTER: not administers,
    }[step.when]
