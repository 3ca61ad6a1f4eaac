"""When everything is back at the earliest, and which tasks command that day. Pure.

The critical path method over calendar days: each task begins when what it needs is done, and not
before the day it is tied to. Slack is how many days a task can be late before the end is. A task
that only waits for a date (the end of the mission) does not count for the end: nothing that
anybody does would bring it forward.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from reversibility.recovery.errors import TaskCycleError

_TRIED = 8
"""Tasks of the path whose shortening is worked out, the longest first; more is no advice."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A task, as far as its place in time goes."""

    key: str
    name: str
    """As a refusal names it."""
    days: int
    needs: tuple[str, ...] = ()
    """Keys of what comes first; one that is not among the jobs is left out."""
    not_before: date | None = None
    done_on: date | None = None
    """The day on which it was done, or set aside."""
    counts: bool = True
    """Whether the end waits for it."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A task's place in time."""

    starts_on: date
    ends_on: date
    latest_end: date
    """The last day on which it can end without moving the end of everything."""
    is_critical: bool

    @property
    def slack(self) -> int:
        """Return by how many days it can be late."""
        return (self.latest_end - self.ends_on).days


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Every task in time, the earliest end, and the tasks that command it."""

    slots: Mapping[str, Slot]
    done_on: date
    path: tuple[str, ...]
    """One after the other; empty once all that counts is done."""


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What it would bring to have a task done at once."""

    key: str
    days: int
    """By how many days everything would be done earlier."""


def schedule(jobs: Iterable[Job], *, today: date) -> Schedule:
    """Place every task as early as it can be; raises TaskCycleError with the names of a circle."""
    known = {job.key: job for job in jobs}
    needs = {key: tuple(each for each in job.needs if each in known) for key, job in known.items()}
    order = _order(known, needs)
    known = _counted(known, needs, order)
    spans = _forward(known, needs, order, today)
    ends = [spans[key][1] for key, job in known.items() if job.counts and not job.done_on]
    done = [job.done_on for job in known.values() if job.counts and job.done_on]
    done_on = max(ends, default=max(done, default=today))
    latest = _backward(known, needs, order, spans=spans, done_on=done_on)
    slots = {
        key: Slot(
            starts_on=spans[key][0],
            ends_on=spans[key][1],
            latest_end=latest[key],
            is_critical=_is_critical(known[key], spans[key][1], latest[key]),
        )
        for key in order
    }
    return Schedule(slots=slots, done_on=done_on, path=_path(slots, needs, done_on))


def gains(jobs: Sequence[Job], found: Schedule, *, today: date) -> tuple[Gain, ...]:
    """Say of each task of the path what doing it at once would bring, the most first."""
    known = {job.key: job for job in jobs}
    longest = sorted((known[key] for key in found.path), key=lambda job: -job.days)[:_TRIED]
    results = []
    for job in longest:
        shorter = {**known, job.key: replace(job, days=0)}
        days = (found.done_on - schedule(shorter.values(), today=today).done_on).days
        if days > 0:
            results.append(Gain(key=job.key, days=days))
    return tuple(sorted(results, key=lambda gain: -gain.days))


def _order(known: Mapping[str, Job], needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        names = " > ".join(known[key].name for key in error.args[1])
        raise TaskCycleError(cycle=names) from error


def _counted(
    known: Mapping[str, Job], needs: Mapping[str, tuple[str, ...]], order: Sequence[str]
) -> dict[str, Job]:
    """Let what a counted task needs count, too."""
    counted = dict(known)
    for key in reversed(order):
        for each in needs[key] if counted[key].counts else ():
            counted[each] = replace(counted[each], counts=True)
    return counted


def _forward(
    known: Mapping[str, Job],
    needs: Mapping[str, tuple[str, ...]],
    order: Sequence[str],
    today: date,
) -> dict[str, tuple[date, date]]:
    spans: dict[str, tuple[date, date]] = {}
    for key in order:
        job = known[key]
        if job.done_on:
            spans[key] = (job.done_on, job.done_on)
            continue
        starts_on = max([today, job.not_before or today, *(spans[each][1] for each in needs[key])])
        spans[key] = (starts_on, starts_on + timedelta(days=job.days))
    return spans


def _backward(
    known: Mapping[str, Job],
    needs: Mapping[str, tuple[str, ...]],
    order: Sequence[str],
    *,
    spans: Mapping[str, tuple[date, date]],
    done_on: date,
) -> dict[str, date]:
    latest = {key: max(done_on, spans[key][1]) for key in order}
    for key in reversed(order):
        job = known[key]
        if not job.counts or job.done_on:
            continue
        begins = latest[key] - timedelta(days=job.days)
        for each in needs[key]:
            latest[each] = min(latest[each], begins)
    for key in order:
        if known[key].done_on:
            latest[key] = spans[key][1]
    return latest


def _is_critical(job: Job, ends_on: date, latest_end: date) -> bool:
    return job.counts and job.done_on is None and ends_on == latest_end


def _path(
    slots: Mapping[str, Slot], needs: Mapping[str, tuple[str, ...]], done_on: date
) -> tuple[str, ...]:
    """Walk back from the end along critical tasks that touch each other."""
    place = {key: number for number, key in enumerate(slots)}
    last = [key for key, slot in slots.items() if slot.is_critical and slot.ends_on == done_on]
    path = [max(last, key=place.__getitem__)] if last else []
    while path:
        starts_on = slots[path[-1]].starts_on
        before = [
            each
            for each in needs[path[-1]]
            if slots[each].is_critical and slots[each].ends_on == starts_on
        ]
        if not before:
            break
        path.append(max(before, key=place.__getitem__))
    return tuple(reversed(path))
