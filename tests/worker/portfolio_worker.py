"""A worker in a process of its own that does what waits in lanes, under a short lease."""

import sys
from datetime import timedelta
from pathlib import Path

from probes.options import load
from reversibility.jobs import queue
from reversibility.store.session import make_engine
from reversibility.worker.desk import Desk
from reversibility.worker.loop import Workplace, run_until_stopped


def main(database: str, queue_url: str, probes_file: str) -> None:
    """Work until stopped."""
    engine, made = make_engine(database), queue.make(queue_url)
    desk = Desk(engine=engine, options=load(Path(probes_file)), lease=timedelta(seconds=5))
    run_until_stopped(Workplace(engine=engine, queue=made, handlers={}, desk=desk))
    made.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
