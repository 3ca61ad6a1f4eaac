"""The queue carries ids, on a file or on PostgreSQL, and may fail without failing anybody."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest

from reversibility.jobs import queue
from reversibility.jobs.models import UnitId
from reversibility.jobs.queue import Queue
from reversibility.jobs.service import QueuedUnit
from reversibility.kernel.actor import PracticeId
from reversibility.store.errors import DatabaseUnusableError

UNIT = QueuedUnit(
    practice_id=PracticeId(UUID(int=1)), unit_id=UnitId(UUID(int=2)), label="cabinet.example"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "queue" / "queue.db")
    return str(request.getfixturevalue("postgres").empty_database())


@pytest.fixture
def made(url: str) -> Iterator[Queue]:
    made = queue.make(url)
    yield made
    made.close()


def test_a_unit_queued_by_one_process_is_done_by_another(made: Queue, url: str) -> None:
    seen: list[tuple[UUID, UUID]] = []
    arrived = Event()

    def run(practice_id: UUID, unit_id: UUID) -> None:
        seen.append((practice_id, unit_id))
        arrived.set()

    made.enqueue([UNIT])
    assert not made.is_empty()
    other = queue.make(url)
    consumption = other.consume(run, threads=2)
    assert arrived.wait(10)
    consumption.stop()
    assert seen == [(UNIT.practice_id, UNIT.unit_id)]
    assert other.is_empty()
    other.close()


def test_workers_that_start_together_do_not_trip_over_each_other(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for made in pool.map(queue.make, [url] * 4):
            made.close()


def test_a_queue_that_cannot_be_written_refuses_nobody(tmp_path: Path) -> None:
    path = tmp_path / "queue.db"
    made = queue.make(str(path))
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE task")
    connection.close()
    made.enqueue([UNIT])
    made.close()


def test_the_queue_holds_ids_and_no_code(tmp_path: Path) -> None:
    path = tmp_path / "queue.db"
    made = queue.make(str(path))
    made.enqueue([UNIT])
    made.close()
    connection = sqlite3.connect(path)
    ((message,),) = connection.execute("SELECT data FROM task").fetchall()
    connection.close()
    assert message.startswith(b"{")
    assert str(UNIT.unit_id).encode() in message


@pytest.mark.parametrize(
    "where", ["postgresql://nobody@127.0.0.1:1/none", "/proc/nowhere/queue.db"]
)
def test_a_queue_that_cannot_be_opened_says_so(where: str) -> None:
    with pytest.raises(DatabaseUnusableError):
        queue.make(where)
