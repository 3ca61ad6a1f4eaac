"""The worker: takes units from the queue, puts back what was lost, and says that it is alive."""

import os
import platform
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from uuid import UUID

import structlog
from sqlalchemy import Engine

from reversibility.jobs import service as jobs
from reversibility.jobs.queue import Consumption, Queue
from reversibility.kernel import clock
from reversibility.register.previews import forget_previews
from reversibility.store.errors import DatabaseUnusableError
from reversibility.store.session import transaction
from reversibility.worker.desk import Desk
from reversibility.worker.ending import settle
from reversibility.worker.handlers import Handlers
from reversibility.worker.purging import purge_due
from reversibility.worker.scheduling import start_due

HEARTBEAT_SECONDS = 20
_TURNS_PER_SWEEP = 3  # once a minute

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """What a worker works with."""

    engine: Engine
    queue: Queue
    handlers: Handlers
    desk: Desk | None = None
    """Does what waits in lanes; None: nothing of that is done here."""
    starts_due: bool = False
    """Whether checks that are due are started by themselves."""
    rounds: tuple[Callable[[datetime], object], ...] = ()
    """What else is looked after once a minute."""
    threads: int = 4
    clock: Callable[[], datetime] = clock.now


def run_until_stopped(place: Workplace) -> None:
    """Work until SIGTERM or Ctrl-C; a second one stops without waiting for what is under way."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with working(place):
            threading.Event().wait()
    except KeyboardInterrupt:
        log.info("worker_stopped")


@contextmanager
def working(place: Workplace) -> Iterator[None]:
    """Work in the background until the block ends; what is under way is finished first."""
    stop = threading.Event()
    consumption = place.queue.consume(partial(do_unit, place), threads=place.threads)
    upkeep = threading.Thread(target=_keep_up, args=(place, consumption, stop), daemon=True)
    upkeep.start()
    with _at_desk(place.desk, stop):
        try:
            yield
        finally:
            stop.set()
            upkeep.join()
            consumption.stop()


@contextmanager
def _at_desk(desk: Desk | None, stop: threading.Event) -> Iterator[None]:
    if desk is None:
        yield
        return
    sitting = threading.Thread(target=desk.work, args=(stop,), daemon=True)
    sitting.start()
    try:
        yield
    finally:
        stop.set()
        sitting.join()


def do_unit(place: Workplace, practice_id: UUID, unit_id: UUID) -> None:
    """Do one unit, if nobody else has it. Never raises: what goes wrong is kept in the unit."""
    try:
        with transaction(place.engine, practice_id) as session:
            claim = jobs.claim(session, unit_id, place.clock())
    except DatabaseUnusableError as error:
        log.warning("database_unusable", unit=str(unit_id), code=error.code, detail=error.detail)
        return
    if claim is not None:
        settle(place.engine, place.clock, claim, lambda: place.handlers[claim.kind](claim))


def look_after(place: Workplace, worker_id: str, *, sweeps: bool) -> None:
    """Leave a sign of life and, when it is time, put back, purge and forget. Never raises."""
    try:
        with transaction(place.engine, None) as session:
            jobs.record_heartbeat(session, worker_id, place.clock())
        if sweeps:
            is_empty = place.queue.is_empty()
            units = jobs.sweep(place.engine, place.clock(), queue_is_empty=is_empty)
            place.queue.enqueue(units)
            purge_due(place.engine, place.clock())
            with transaction(place.engine, None) as session:
                forget_previews(session, now=place.clock())
            for go_round in place.rounds:
                go_round(place.clock())
            if place.starts_due and place.desk is not None:
                start_due(place.engine, place.desk.options, place.clock())
    except Exception:
        # The next round may succeed; a worker that stops trying would be lost without a word.
        log.exception("upkeep_failed")


def _keep_up(place: Workplace, consumption: Consumption, stop: threading.Event) -> None:
    worker_id = f"{platform.node()}:{os.getpid()}"
    for turn in count():
        look_after(place, worker_id, sweeps=turn % _TURNS_PER_SWEEP == 0)
        consumption.replace_dead()
        if stop.wait(HEARTBEAT_SECONDS):
            return
