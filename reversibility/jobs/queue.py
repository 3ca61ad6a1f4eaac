"""The queue: Huey on a file beside SQLite, or in the same PostgreSQL. The only user of huey.

It carries the ids of units and nothing else, and may be lost at any moment: the truth is rows of
ours, and the sweep queues again what was lost. It is told after the commit, never before.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from uuid import UUID

import psycopg
import structlog
from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy.engine import make_url

from reversibility.jobs.service import QueuedUnit
from reversibility.store.errors import DatabaseUnusableError

RunUnit = Callable[[UUID, UUID], None]
"""Does one unit: practice id, unit id. It must not raise."""

_NAME = "reversibility"
_TASK = "run_unit"
# Any number, the same in every process: two workers that start together on an empty PostgreSQL
# would otherwise race on "create table", and one would die.
_CREATION_LOCK = 7_267_001
_QUEUE_ERRORS = (sqlite3.Error, psycopg.Error)
# How long an idle worker sleeps at most; Huey's own 10 s would be the first thing a person notices.
_IDLE_SECONDS = 0.5
# What a unit is given to end by itself when the worker is told to stop.
_STOP_SECONDS = 30

log = structlog.get_logger(__name__)


def make(url_or_path: str) -> "Queue":
    """Make the queue for a database URL of PostgreSQL, or for the path of a file.

    Raises DatabaseUnusableError when it cannot be opened.
    """
    try:
        if url_or_path.startswith("postgresql"):
            return Queue(_on_postgresql(url_or_path))
        return Queue(_in_file(Path(url_or_path)))
    except (*_QUEUE_ERRORS, OSError) as error:
        raise DatabaseUnusableError("not_there", str(error).strip()) from error


class Queue:
    """Carries ids of units from whoever asks to the workers."""

    def __init__(self, huey: Huey) -> None:
        self._huey = huey
        self._run: RunUnit | None = None
        self._closing = Lock()
        self._task = huey.task(name=_TASK)(self._do)
        # Each thread of a consumer listens to PostgreSQL on a connection of its own, which nobody
        # else closes.
        huey.on_shutdown(name="close")(self.close)

    def enqueue(self, units: Iterable[QueuedUnit]) -> None:
        """Hand over units, after the commit that made them.

        A queue that cannot be written refuses nobody: the units stand in our rows, and the next
        sweep of a worker finds them.
        """
        try:
            for unit in units:
                self._task(str(unit.practice_id), str(unit.unit_id))
        except _QUEUE_ERRORS as error:
            log.warning("queue_not_written", error=str(error))

    def is_empty(self) -> bool:
        """Say whether nothing waits in the queue."""
        return int(self._huey.storage.queue_size()) == 0

    def consume(self, run: RunUnit, *, threads: int) -> "Consumption":
        """Start threads that take units and do them, until `stop` is called."""
        self._run = run
        consumer = _Consumer(
            self._huey,
            workers=threads,
            periodic=False,
            max_delay=_IDLE_SECONDS,
            scheduler_interval=60,
            shutdown_timeout=_STOP_SECONDS,
        )
        consumer.start()
        return Consumption(consumer)

    def close(self) -> None:
        """Let go of the connections; the threads of a consumer do so one after the other."""
        with self._closing:
            self._huey.storage.close()

    def _do(self, practice_id: str, unit_id: str) -> None:
        if self._run is not None:
            self._run(UUID(practice_id), UUID(unit_id))


class Consumption:
    """Threads that take units from the queue."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer

    def replace_dead(self) -> None:
        """Start a new thread for each that died."""
        self._consumer.check_worker_health()

    def stop(self) -> None:
        """Take nothing more, and wait a while for what is under way."""
        self._consumer.stop(graceful=True)


class _Consumer(Consumer):  # type: ignore[misc]  # huey is untyped
    """Huey's consumer, without its signal handlers: whoever runs it decides when it stops."""

    def _set_signal_handlers(self) -> None:
        """Leave signals alone; also lets `serve` run a consumer beside the web server."""


class _PlainMessages(Serializer):  # type: ignore[misc]  # huey is untyped
    """Messages as JSON. Huey's own pickles would run whatever somebody wrote into the queue."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data._asdict()).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(**json.loads(bytes(data)))


def _in_file(path: Path) -> Huey:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SqliteHuey(
        _NAME, results=False, serializer=_PlainMessages(), filename=str(path), fsync=True
    )


def _on_postgresql(url: str) -> Huey:
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    huey = PostgresHuey(
        _NAME, results=False, serializer=_PlainMessages(), dsn=dsn, create_tables=False
    )
    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_CREATION_LOCK,))
        huey.storage.initialize_schema()
    return huey
