"""Runs readers on mangled answers, in processes of their own, and keeps what went wrong."""

import os
import signal
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from random import Random
from types import FrameType

from tests.fuzz.mutations import mutate
from tests.fuzz.records import Record
from tests.fuzz.subjects import Subject

LIMIT_SECONDS = 1.0
STUCK_SECONDS = 30
SHARES = 4
"""Parts of a run: the same everywhere, so that the answers made do not depend on the machine."""
_FAULTS_KEPT = 5
_READINGS = 3
# Mangled answers mostly still reach the reader they are meant for; a run ends even if none does.
_MOST_MADE_FOR_ONE = 30


class StuckError(BaseException):
    """A reader that did not come back; no `except` on its way is meant to catch it."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a reader did with its answers."""

    name: str
    records: int
    answers: int = 0
    """Mangled answers that this reader read."""
    passed_by: int = 0
    """Mangled answers that were classified, or read by another reader, on the way to it."""
    faults: tuple[str, ...] = ()
    fault_count: int = 0
    slowest_ms: float = 0.0
    slowest_number: int = 0

    def joined(self, other: "Outcome") -> "Outcome":
        """Return both together."""
        slower = max(self, other, key=lambda item: item.slowest_ms)
        return replace(
            self,
            answers=self.answers + other.answers,
            passed_by=self.passed_by + other.passed_by,
            faults=(*self.faults, *other.faults)[:_FAULTS_KEPT],
            fault_count=self.fault_count + other.fault_count,
            slowest_ms=slower.slowest_ms,
            slowest_number=slower.slowest_number,
        )

    @property
    def is_good(self) -> bool:
        """Whether every answer was read or given up, in time."""
        return not self.fault_count and self.slowest_ms <= LIMIT_SECONDS * 1_000


def run(subjects: Iterable[Subject], answers: int, seed: int) -> Iterator[Outcome]:
    """Give every reader that many answers; yield what it did, reader by reader."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = [(item, _started(pool, item, answers, seed)) for item in subjects]
        for subject, parts in waiting:
            outcome = Outcome(name=subject.name, records=len(subject.records))
            for part in parts:
                outcome = outcome.joined(part.result())
            yield outcome


def _started(
    pool: ProcessPoolExecutor, subject: Subject, answers: int, seed: int
) -> list[Future[Outcome]]:
    wanted = -(-answers // (subject.share * SHARES))
    return [pool.submit(read_share, subject, wanted, seed, part) for part in range(SHARES)]


def read_share(subject: Subject, wanted: int, seed: int, part: int) -> Outcome:
    """Make answers numbered `part`, `part + SHARES`, … until enough were read."""
    signal.signal(signal.SIGALRM, _give_up)
    tally = _Tally()
    for number in range(part, part + wanted * _MOST_MADE_FOR_ONE * SHARES, SHARES):
        if tally.answers >= wanted:
            break
        tally.read(subject, make(subject, seed, number), number)
    return Outcome(
        name=subject.name,
        records=len(subject.records),
        answers=tally.answers,
        passed_by=tally.passed_by,
        faults=tuple(tally.faults[:_FAULTS_KEPT]),
        fault_count=len(tally.faults),
        slowest_ms=tally.slowest * 1_000,
        slowest_number=tally.slowest_number,
    )


def make(subject: Subject, seed: int, number: int) -> Record:
    """Return one mangled answer: the same one for the same reader, records, seed and number."""
    chance = Random(f"{seed}/{subject.name}/{number}")
    record, donor = chance.choice(subject.records), chance.choice(subject.donors or subject.records)
    return replace(record, raw=mutate(record.raw, donor.raw, chance, subject.ways))


@dataclass(kw_only=True)
class _Tally:
    answers: int = 0
    passed_by: int = 0
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_number: int = 0

    def read(self, subject: Subject, record: Record, number: int) -> None:
        try:
            was_read, seconds = _timed(subject, record)
        except (Exception, StuckError) as fault:  # noqa: BLE001 - finding these is the purpose
            self.answers += 1
            self.faults.append(f"answer {number}: {_told(fault)}")
            return
        self.answers += was_read
        self.passed_by += not was_read
        if seconds > self.slowest:
            self.slowest, self.slowest_number = seconds, number


def _timed(subject: Subject, record: Record) -> tuple[bool, float]:
    """Read an answer and tell how long that took: if too long, the best of three readings.

    A slow reader is slow each time; one that waited for a busy machine is not.
    """
    taken: list[float] = []
    while True:
        signal.alarm(STUCK_SECONDS)
        began = subject.clock()
        was_read = subject.read(record)
        taken.append(subject.clock() - began)
        signal.alarm(0)
        if taken[-1] <= LIMIT_SECONDS or len(taken) == _READINGS:
            return was_read, min(taken)


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise StuckError(f"no end after {STUCK_SECONDS} s")


def _told(fault: BaseException) -> str:
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__}: {str(fault)[:200]} ({place.filename}:{place.lineno})"
