"""What stands around the sheets: calendar and order, tasks, what happened, what was written."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from exports.dossier import Bar, Exchange, Happening, Task
from reversibility.catalogues.letters import letters
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.texts import paper_kind
from reversibility.exits.chronology.queries import Chronology, LetterStep
from reversibility.exits.gathering import Material
from reversibility.exits.tasks.models import TaskOrigin, TaskState
from reversibility.exits.tasks.queries import TaskLine, TaskPlan
from reversibility.exits.words import Words
from reversibility.recovery.models import PlannedAsset

MOST_TASKS = 80
LETTERS = frozenset(
    {
        PaperKind.LETTER,
        PaperKind.PROOF_OF_SENDING,
        PaperKind.PROOF_OF_RECEIPT,
        PaperKind.ANSWER,
        PaperKind.HANDOVER_RECEIPT,
    }
)


def bars(material: Material) -> tuple[Bar, ...]:
    """Draw the recovery of each asset in time, in the order of what it waits for."""
    plan = material.plan.assets
    numbers = {asset.asset_id: number for number, asset in enumerate(plan, start=1)}
    levels: dict[UUID, int] = {}
    for asset in plan:  # what it waits for stands before it
        levels[asset.asset_id] = 1 + max((levels[each] for each in asset.waits_for), default=0)
    commanding = _commanding({asset.asset_id: asset for asset in plan})
    return tuple(
        Bar(
            number=numbers[asset.asset_id],
            name=material.standings[asset.asset_id].asset.name,
            starts_on=span(material, asset)[0],
            done_on=span(material, asset)[1],
            level=levels[asset.asset_id],
            after=tuple(sorted(numbers[each] for each in asset.waits_for)),
            commands=asset.asset_id in commanding,
        )
        for asset in plan
    )


def span(material: Material, asset: PlannedAsset) -> tuple[date, date]:
    """Return from when to when an asset is recovered: as its tasks stand, where there are some."""
    plan = material.tasks
    lines = [line for line in _steps(plan) if line.asset_id == asset.asset_id]
    if plan is None or not lines:
        return asset.starts_on, asset.done_on
    slots = [slot for line in lines if not line.is_over and (slot := plan.slot(line))]
    today = material.made_at.date()
    return (
        min((slot.starts_on for slot in slots), default=today),
        max((slot.ends_on for slot in slots), default=today),
    )


def complete_on(material: Material) -> date:
    """Return the earliest day on which everything is recovered."""
    spans = (span(material, asset) for asset in material.plan.assets)
    return max((done_on for _, done_on in spans), default=material.plan.done_on)


def task_of(material: Material, asset_id: UUID, step_id: str) -> TaskLine | None:
    """Return the task that a step of an asset has become."""
    found = (
        line for line in _steps(material.tasks) if (line.asset_id, line.step) == (asset_id, step_id)
    )
    return next(found, None)


def _steps(plan: TaskPlan | None) -> tuple[TaskLine, ...]:
    """Return the tasks that bring something back; what comes after is not among them."""
    origins = {TaskOrigin.STEP, TaskOrigin.CONTROL}
    return tuple(line for line in plan.current if line.origin in origins) if plan else ()


def _commanding(plan: Mapping[UUID, PlannedAsset]) -> frozenset[UUID]:
    """Follow what the last one waits for: the end of it all moves with each of those."""
    found: set[UUID] = set()
    last = max(plan.values(), key=lambda asset: asset.done_on, default=None)
    while last is not None and last.asset_id not in found:
        found.add(last.asset_id)
        before = [plan[each] for each in last.waits_for]
        last = max(before, key=lambda asset: asset.done_on, default=None)
    return frozenset(found)


def tasks(material: Material, words: Words) -> tuple[tuple[Task, ...], int]:
    """List the tasks of the exit, where somebody has begun it; and how many are left out.

    Of very many, only those that command the end are printed: each sheet has its own steps.
    """
    plan = material.tasks
    if plan is None:
        return (), 0
    path, current = {line.id for line in plan.path}, plan.current
    shown = current
    if len(current) > MOST_TASKS:
        shown = tuple(line for line in current if line.id in path)
    return tuple(_task(plan, line, path, words) for line in shown), len(current) - len(shown)


def _task(plan: TaskPlan, line: TaskLine, path: Collection[UUID], words: Words) -> Task:
    slot = plan.slot(line)
    return Task(
        title=line.said(words.locale),
        asset=line.asset,
        owner=line.owner.name,
        due_on=line.due_on or (slot.ends_on if slot else None),
        done_on=line.closed_on,
        is_set_aside=line.state is TaskState.SET_ASIDE,
        commands=line.id in path,
    )


def happenings(material: Material) -> tuple[Happening, ...]:
    """List what happened, as it was noted, the oldest first."""
    told = material.chronology
    if told is None:
        return ()
    return tuple(
        Happening(
            on=event.happened_on,
            text=event.facts,
            who=event.author,
            papers=", ".join(
                told.papers[each].title
                for each in event.papers
                if each in told.papers and told.papers[each].may_leave
            ),
        )
        for event in told.events
    )


def exchanges(material: Material, words: Words) -> tuple[Exchange, ...]:
    """List the letters that were filed or sent from here, with their hashes, by day.

    What never leaves is left out.
    """
    told = material.chronology
    if told is None:
        return ()
    filed = [
        Exchange(
            on=paper.dated_on,
            kind=paper_kind(paper.kind, words.locale),
            title=paper.title,
            sha256=paper.sha256,
        )
        for paper in told.papers.values()
        if paper.kind in LETTERS and paper.may_leave
    ]
    found = filed + _sent(material, told, words)
    return tuple(sorted(found, key=lambda each: (each.on, each.kind, each.title)))


def _sent(material: Material, told: Chronology, words: Words) -> list[Exchange]:
    """List the letters that were written here and sent: a draft is no letter yet."""
    return [
        Exchange(
            on=moment.day,
            kind=paper_kind(PaperKind.LETTER, words.locale),
            title=moment.letter.subject or words.text(letters().letters[moment.letter.kind].title),
            sha256=material.letter_hashes.get(moment.letter.id, ""),
        )
        for moment in told.moments
        if moment.letter is not None and moment.step is LetterStep.SENT
    ]
