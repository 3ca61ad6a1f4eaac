"""A worker in a process of its own, whose handler says that it has begun and waits to go on."""

import sys
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from reversibility.jobs import queue
from reversibility.jobs.models import RunKind
from reversibility.jobs.service import Claim
from reversibility.store.session import make_engine
from reversibility.worker.ending import Keep
from reversibility.worker.loop import Workplace, run_until_stopped


def wait_for_a_line(_: Claim) -> Keep:
    """Say that the unit has begun, and go on when the parent says so."""
    print("begun")
    sys.stdin.readline()
    return _keep


def _keep(_session: Session, _now: datetime) -> Mapping[str, object]:
    return {}


def main(database: str, queue_url: str) -> None:
    """Work until stopped."""
    made = queue.make(queue_url)
    run_until_stopped(
        Workplace(
            engine=make_engine(database),
            queue=made,
            handlers={RunKind.PROBE: wait_for_a_line},
            threads=2,
        )
    )
    made.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
