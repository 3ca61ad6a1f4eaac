"""What must hold in a catalogue beyond its shape. Each fault says where and what to write."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import product

from reversibility.catalogues.decode import Fault
from reversibility.catalogues.facts import BLOCKS
from reversibility.catalogues.models import (
    AssetKind,
    AttributeType,
    Common,
    Days,
    Grade,
    Playbook,
    Source,
    Step,
    Who,
)
from reversibility.catalogues.sequence import steps_that_apply
from reversibility.catalogues.situations import Situation

_COMMON = ("first_hour", "proof_kit", "after", "never")
_PROBES = {"holder", "registrar", "expiry", "name_servers", "mail_host", "certificate", "lock"}


def check_common(common: Common) -> Iterator[Fault]:
    """Find what is wrong in the common blocks."""
    yield from _duplicates([phase.id for phase in common.phases], "phases")
    yield from _shared_families(common)
    yield from _duplicates([source.id for source in common.sources], "sources")
    yield from _duplicates([step.id for step in common.steps], "steps")
    for index, step in enumerate(common.steps):
        yield from _step(common.sources, step, (), f"steps[{index}]")
    for name in _COMMON:
        items = getattr(common, name)
        yield from _duplicates([item.id for item in items], name)
        for index, item in enumerate(items):
            yield from _fact(item.source, common.sources, f"{name}[{index}].source")


def check_kind(kind: AssetKind, stem: str, common: Common) -> Iterator[Fault]:
    """Find what is wrong in one kind's file."""
    if kind.id != stem:
        yield Fault("id", f"is {kind.id!r} in the file {stem}.toml: write id = {stem!r}")
    if not 1 <= kind.importance <= 4:  # noqa: PLR2004 - 1 minor to 4 vital
        yield Fault("importance", f"is {kind.importance}: write 1 (low) to 4 (vital)")
    for name in ("attributes", "roles", "sources"):
        yield from _duplicates([item.id for item in getattr(kind, name)], name)
    yield from _fact(kind.owning.source, kind.sources, "owning.source")
    for name in BLOCKS:
        for index, statement in enumerate(getattr(kind, name)):
            yield from _fact(statement.source, kind.sources, f"{name}[{index}].source")
    known = {item.id for item in common.after}
    for name in kind.after_common:
        if name not in known:
            yield Fault("after_common", f"{name!r} is not in common.toml; known: {_list(known)}")
    yield from _choices(kind)
    yield from _situations(kind)


def family_faults(kinds: Mapping[str, AssetKind], common: Common) -> Iterator[tuple[str, Fault]]:
    """Find kinds whose family no phase names, and families that need each other in a circle."""
    families = {family for phase in common.phases for family in phase.families}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for kind in kinds.values():
        for family in (kind.family, *kind.depends_on):
            if family not in families:
                fault = f"{family!r} is in no phase of common.toml; known: {_list(families)}"
                yield kind.id, Fault("family" if family == kind.family else "depends_on", fault)
        sorter.add(kind.family, *kind.depends_on)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = error.args[1]
        guilty = next(kind for kind in kinds.values() if kind.family in circle)
        fault = f"families need each other in a circle: {' > '.join(circle)}; remove one"
        yield guilty.id, Fault("depends_on", fault)


def _choices(kind: AssetKind) -> Iterator[Fault]:
    for index, attribute in enumerate(kind.attributes):
        if (attribute.type is AttributeType.CHOICE) != bool(attribute.choices):
            fault = "a choice needs choices = [...], and only a choice has them"
            yield Fault(f"attributes[{index}]", fault)


def _situations(kind: AssetKind) -> Iterator[Fault]:
    for situation in Situation:
        path = f"situations.{situation}"
        playbook = kind.situations.get(situation)
        if playbook is None:
            yield Fault("situations", f"{situation} is missing: write its steps or same_as = ...")
        elif playbook.same_as:
            yield from _same_as(kind, playbook, path)
        else:
            yield from _playbook(kind, playbook, path)


def _same_as(kind: AssetKind, playbook: Playbook, path: str) -> Iterator[Fault]:
    if playbook.steps:
        yield Fault(path, "same_as stands alone: remove it, or remove the steps")
    other = kind.situations.get(playbook.same_as) if playbook.same_as else None
    if other is None or other.same_as:
        yield Fault(f"{path}.same_as", "write a situation of this file that has its own steps")


def _playbook(kind: AssetKind, playbook: Playbook, path: str) -> Iterator[Fault]:
    if not playbook.summary or not playbook.steps:
        yield Fault(path, "write a summary and at least one step, or same_as = ...")
    ids = [step.id for step in playbook.steps]
    yield from _duplicates(ids, f"{path}.steps")
    for index, step in enumerate(playbook.steps):
        yield from _step(kind.sources, step, ids, f"{path}.steps[{index}]")
    if all(needed in ids for step in playbook.steps for needed in step.needs):
        yield from _circles(playbook, path)


def _circles(playbook: Playbook, path: str) -> Iterator[Fault]:
    try:
        TopologicalSorter({step.id: step.needs for step in playbook.steps}).prepare()
        # A step also follows the one before it, which depends on the steps that apply.
        for holds, administers in product((True, False), repeat=2):
            steps_that_apply(playbook.steps, holds=holds, administers=administers)
    except CycleError as error:
        circle = " > ".join(error.args[1])
        yield Fault(f"{path}.steps[0]", f"steps wait for each other in a circle: {circle}")


def _step(sources: Iterable[Source], step: Step, ids: Sequence[str], path: str) -> Iterator[Fault]:
    yield from _fact(step.source, sources, f"{path}.source")
    for needed in step.needs:
        if needed not in ids:
            yield Fault(f"{path}.needs", f"{needed!r} is no step of this situation: {_list(ids)}")
    if step.needs_right and step.who not in {Who.PRACTICE, Who.SUCCESSOR}:
        yield Fault(f"{path}.needs_right", "only a step of the practice or the successor has it")
    if bool(step.needs_right) != bool(step.ask):
        yield Fault(path, "needs_right and ask go together: what to ask when the right is missing")
    if step.probe and step.probe not in _PROBES:
        yield Fault(f"{path}.probe", f"{step.probe!r} is no verdict field: {_list(_PROBES)}")
    if step.days and not _ordered(step.days):
        yield Fault(f"{path}.days", "write least <= usual <= most, in days, none below 0")


def _ordered(days: Days) -> bool:
    given = [value for value in (days.least, days.usual, days.most) if value is not None]
    return bool(given) and given[0] >= 0 and given == sorted(given)


def _fact(source_id: str, sources: Iterable[Source], path: str) -> Iterator[Fault]:
    by_id = {source.id: source for source in sources}
    if source_id not in by_id:
        yield Fault(path, f"{source_id!r} is no source of this file: {_list(by_id)}")
    elif by_id[source_id].grade is Grade.T:
        yield Fault(path, "a source of grade T carries no fact: make it a question ([[questions]])")


def _shared_families(common: Common) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for index, phase in enumerate(common.phases):
        for family in phase.families:
            if family in seen:
                fault = f"{family!r} is in the phase {seen[family]!r} already: name it once"
                yield Fault(f"phases[{index}].families", fault)
            seen[family] = phase.id


def _duplicates(ids: Iterable[str], path: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            fault = f"the id {name!r} stands twice: give each its own"
            yield Fault(f"{path}[{index}].id", fault)
        seen.add(name)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
