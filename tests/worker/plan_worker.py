"""A worker in a process of its own: it makes the plan that is due, and waits before keeping it."""

import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from tempfile import TemporaryDirectory

from reversibility.http.services import build
from reversibility.jobs import queue
from reversibility.jobs.models import RunKind
from reversibility.jobs.service import Claim
from reversibility.settings import Settings
from reversibility.store.session import make_engine
from reversibility.worker.ahead import begin_ahead
from reversibility.worker.ending import Keep
from reversibility.worker.handlers import Handler, handlers
from reversibility.worker.loop import Workplace, run_until_stopped


def main(database: str, queue_url: str, now: str, folder: str) -> None:
    """Work until stopped, at the moment given."""
    built = build(Settings(data_dir=folder))
    services = replace(built, engine=make_engine(database), queue=queue.make(queue_url))
    moment = datetime.fromisoformat(now)
    run_until_stopped(
        Workplace(
            engine=services.engine,
            queue=services.queue,
            handlers={RunKind.EXIT_PLAN: partial(_wait, handlers(services)[RunKind.EXIT_PLAN])},
            rounds=(lambda _: begin_ahead(services.engine, services.queue, moment),),
            threads=2,
        )
    )


def _wait(made_by: Handler, claim: Claim) -> Keep:
    keep = made_by(claim)
    print("made, not kept")
    sys.stdin.readline()
    return keep


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        main(*sys.argv[1:], folder)
