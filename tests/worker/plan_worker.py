"""A worker in a process of its own: it makes the plan that is due, and stands still at one point.

begun   the plan is asked for, nothing is made yet
made    its files are there, nothing is kept
stored  they are written, the transaction is not committed
kept    everything is committed, nobody is told yet
"""

import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from tempfile import TemporaryDirectory

from sqlalchemy import event
from sqlalchemy.orm import Session

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

POINTS = ("begun", "made", "stored", "kept")


def main(database: str, queue_url: str, now: str, point: str, folder: str) -> None:
    """Work until stopped, at the moment given; stand still at the point given."""
    built = build(Settings(data_dir=folder))
    services = replace(built, engine=make_engine(database), queue=queue.make(queue_url))
    moment = datetime.fromisoformat(now)
    run_until_stopped(
        Workplace(
            engine=services.engine,
            queue=services.queue,
            handlers={
                RunKind.EXIT_PLAN: partial(_make, point, handlers(services)[RunKind.EXIT_PLAN])
            },
            rounds=(lambda _: begin_ahead(services.engine, services.queue, moment),),
            threads=2,
        )
    )


def _make(point: str, made_by: Handler, claim: Claim) -> Keep:
    _stand("begun", point)
    keep = made_by(claim)
    _stand("made", point)

    def kept(session: Session, now: datetime) -> object:
        result = keep(session, now)
        session.flush()
        _stand("stored", point)
        event.listen(session, "after_commit", lambda _: _stand("kept", point))
        return result

    return kept


def _stand(here: str, point: str) -> None:
    if here == point:
        print(here)
        sys.stdin.readline()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        main(*sys.argv[1:], folder)
