"""The desk: asks about many assets at once, each lane at the pace of its hosts.

A lane has a task of its own, which takes as many units as its hosts can be asked about in the next
moments; so a slow registry holds up nobody else. Each unit ends in the transaction that keeps its
result, and whoever is killed leaves only leases that run out.
"""

import asyncio
import threading
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from probes.interface import Survey
from probes.options import ProbeOptions
from reversibility.evidence import probing
from reversibility.evidence.declarations import Inquiry, get_inquiry
from reversibility.evidence.lanes import lane_width, waits_as_asked
from reversibility.evidence.probing import Asking
from reversibility.evidence.service import Examination, record_survey
from reversibility.evidence.turns import DatabaseLedger
from reversibility.exits.tasks.settling import settle_tasks
from reversibility.jobs import lanes
from reversibility.jobs.lanes import Wanted
from reversibility.jobs.service import Claim
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, Permission, worker
from reversibility.store.session import transaction
from reversibility.worker.ending import Keep, settle

# What a killed worker costs, with the sweep; renewed four times as often.
LEASE = timedelta(seconds=60)
_LOOK_SECONDS = 0.3
_AGAIN_SECONDS = 10.0
_MOST_UNITS = 400
"""Under way at once in one worker, over all lanes."""
_END_SECONDS = 10.0
"""What is given to units under way when the worker is told to stop; the rest is put back."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What it takes to ask: the database, the options of the probes, a clock."""

    engine: Engine
    options: ProbeOptions
    clock: Callable[[], datetime] = clock.now
    lease: timedelta = LEASE

    def work(self, stop: threading.Event) -> None:
        """Do what waits in lanes until told to stop. Never raises."""
        while not stop.is_set():
            try:
                asyncio.run(_Shift(desk=self, is_over=stop.is_set).work())
            except Exception:
                # What the next try finds may be better; a desk that gives up would say nothing.
                log.exception("desk_failed")
                stop.wait(_AGAIN_SECONDS)

    def finish(self, run_ids: Collection[UUID], tell: Callable[[Claim], None]) -> None:
        """Do what is left of some runs, and say of each unit when it has ended."""
        shift = _Shift(desk=self, run_ids=run_ids, tell=tell)
        shift.is_over = lambda: not shift.waiting and not shift.lanes
        asyncio.run(shift.work())


def _nothing(_claim: Claim) -> None:
    """Tell nobody."""


@dataclass(kw_only=True)
class _Shift:
    """One sitting at the desk."""

    desk: Desk
    is_over: Callable[[], bool] = lambda: False
    run_ids: Collection[UUID] | None = None
    tell: Callable[[Claim], None] = _nothing
    lanes: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    held: dict[UUID, Claim] = field(default_factory=dict)
    waiting: bool = True
    """Whether something waited in a lane when last looked at."""
    stopping: bool = False
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_MOST_UNITS))
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def work(self) -> None:
        """Open a lane for each that has something waiting, until it is over."""
        ledger = DatabaseLedger(engine=self.desk.engine, pace=self.desk.options.pace)
        async with probing.asking(self.desk.options, ledger) as asking:
            renewing = asyncio.create_task(self._renew())
            try:
                while not self.is_over():
                    await self._open_lanes(asking)
                    await asyncio.wait({renewing}, timeout=_LOOK_SECONDS)
            finally:
                self.stopping = True
                await self._close_lanes()
                renewing.cancel()

    async def _open_lanes(self, asking: Asking) -> None:
        found = await asyncio.to_thread(self._look)
        self.lanes = {lane: task for lane, task in self.lanes.items() if not task.done()}
        self.waiting = bool(found)
        for lane in found:
            if lane not in self.lanes:
                self.lanes[lane] = asyncio.create_task(self._lane(lane, asking))

    async def _close_lanes(self) -> None:
        if self.lanes:
            await asyncio.wait(self.lanes.values(), timeout=_END_SECONDS)
        for task in self.lanes.values():
            task.cancel()
        await asyncio.gather(*self.lanes.values(), return_exceptions=True)
        left = list(self.held.values())
        if left:
            await asyncio.to_thread(self._give_back, left)

    async def _lane(self, lane: str, asking: Asking) -> None:
        """Take units of a lane as its hosts allow, until nothing waits there."""
        width, running = lane_width(lane, self.desk.options), set[asyncio.Task[None]]()
        is_empty = False
        try:
            while not self.stopping:
                free = width - len(running)
                if not is_empty and free * 4 >= width:
                    claims = await asyncio.to_thread(self._take, lane, free)
                    is_empty = len(claims) < free
                    running |= {asyncio.create_task(self._unit(each, asking)) for each in claims}
                if not running:
                    return
                _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.gather(*running)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _unit(self, claim: Claim, asking: Asking) -> None:
        self.held[claim.unit_id] = claim
        async with self._places:
            seen = await _outcome(self._observe(claim, asking))
        async with self._writing:  # one writer at a time: SQLite has no room for two
            work = partial(_examined, claim, seen)
            await asyncio.to_thread(settle, self.desk.engine, self.desk.clock, claim, work)
        del self.held[claim.unit_id]
        self.tell(claim)

    async def _observe(self, claim: Claim, asking: Asking) -> tuple[Inquiry, Survey]:
        inquiry = await asyncio.to_thread(self._inquire, claim)
        is_awaited = claim.rank <= lanes.SMALL_RUN
        return inquiry, await probing.observe(inquiry, asking, is_awaited=is_awaited)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self.desk.lease.total_seconds() / 4)
            await asyncio.to_thread(self._hold_on, list(self.held.values()))

    def _look(self) -> tuple[str, ...]:
        with transaction(self.desk.engine, None, read_only=True) as session:
            return lanes.waiting_lanes(session, self.run_ids)

    def _take(self, lane: str, count: int) -> list[Claim]:
        now = self.desk.clock()
        with transaction(self.desk.engine, None) as session:
            # Whoever waits for an answer is told how long; ten thousand others just wait.
            small_only = waits_as_asked(session, lane, now)
            only = Wanted(self.run_ids, small_only=small_only)
            return lanes.claim_next(session, lane, count, now=now, lease=self.desk.lease, only=only)

    def _inquire(self, claim: Claim) -> Inquiry:
        with transaction(self.desk.engine, claim.practice_id, read_only=True) as session:
            return get_inquiry(session, _actor(claim), claim.subject_id)

    def _hold_on(self, held: list[Claim]) -> None:
        with transaction(self.desk.engine, None) as session:
            lanes.renew(session, held, self.desk.clock(), self.desk.lease)

    def _give_back(self, held: list[Claim]) -> None:
        with transaction(self.desk.engine, None) as session:
            lanes.give_back(session, held)


async def _outcome(
    observing: Coroutine[None, None, tuple[Inquiry, Survey]],
) -> tuple[Inquiry, Survey] | Exception:
    """Return what came of it, or what went wrong, for the unit to keep."""
    (seen,) = await asyncio.gather(observing, return_exceptions=True)
    if isinstance(seen, BaseException) and not isinstance(seen, Exception):
        raise seen
    return seen


def _examined(claim: Claim, seen: tuple[Inquiry, Survey] | Exception) -> Keep:
    """Compare what was seen with what is declared; return how to keep it."""
    if isinstance(seen, Exception):
        raise seen
    inquiry, survey = seen
    verdicts = probing.judge(survey, inquiry)
    examination = Examination(survey=survey, declaration=inquiry.declaration, verdicts=verdicts)

    def keep(session: Session, now: datetime) -> Mapping[str, object]:
        record_survey(
            session,
            _actor(claim),
            claim.subject_id,
            examination,
            unit_id=claim.unit_id,
            now=now,
        )
        settle_tasks(session, _actor(claim), claim.subject_id, now=now)
        return {"verdicts": {verdict.field.value: verdict.state.value for verdict in verdicts}}

    return keep


def _actor(claim: Claim) -> Actor:
    return worker(
        claim.practice_id,
        {Permission.REGISTER_READ, Permission.EVIDENCE_READ, Permission.EVIDENCE_PROBE},
    )
