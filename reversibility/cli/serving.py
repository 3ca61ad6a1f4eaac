"""`reversibility serve` and `reversibility worker`."""

import os
import signal
import socket  # noqa: TID251 - only to say whether our own port is free
import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from types import FrameType

import click
import waitress

from probes.pacing.steadiness import keep_steady
from reversibility.accounts import first_start
from reversibility.app import create_app
from reversibility.cli.console import CommandError, Console, pass_console
from reversibility.kernel import clock
from reversibility.kernel.dates import instant
from reversibility.migrations.run import upgrade
from reversibility.store.session import transaction
from reversibility.worker.ahead import begin_ahead
from reversibility.worker.announcing import announce
from reversibility.worker.desk import Desk
from reversibility.worker.handlers import handlers
from reversibility.worker.loop import Workplace, run_until_stopped

# A little more than a worker gives to what is under way.
_PATIENCE_SECONDS = 35


@click.command()
@click.option("--without-worker", is_flag=True, help="Serve only; run `worker` elsewhere.")
@pass_console
def serve(console: Console, *, without_worker: bool) -> None:
    """Serve the pages, with one worker beside.

    \b
    Examples: reversibility serve
              REVERSIBILITY_PORT=8001 reversibility serve --without-worker
    """  # noqa: D301 - click's own mark
    settings = console.settings
    _check_port(console)
    upgrade(console.services.engine)
    app = create_app(console.services)
    signal.signal(signal.SIGTERM, _stop)
    # The port is open once the server is made: only then is it true that it answers.
    server = waitress.create_server(
        app,
        host=settings.host,
        port=int(settings.port),
        threads=8,
        ident=None,
        **_proxy(settings.trusted_proxy),
        clear_untrusted_proxy_headers=True,
    )
    beside = None if without_worker else _start_worker()
    try:
        # Waitress ends quietly on Ctrl-C once it runs; a moment before, that is ours to do.
        with suppress(KeyboardInterrupt):
            # Before the first line: from then on people press Ctrl-C, and not amid a transaction.
            first_code = _first_code(console)
            console.say("serving", url=settings.public_url)
            if first_code is not None:
                console.say("first_code", **first_code)
            server.run()
    finally:
        server.close()
        if beside is not None:
            _stop_worker(beside)


@click.command("worker")
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when standard input ends.")
@pass_console
def work(console: Console, *, with_parent: bool) -> None:
    """Do the background work; run as many as you like, on any machine that shares the database."""
    services = console.services
    if with_parent:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
    place = Workplace(
        engine=services.engine,
        queue=services.queue,
        handlers=handlers(services),
        desk=Desk(engine=services.engine, options=services.probe_options),
        starts_due=console.settings.probes_on_schedule,
        rounds=(
            partial(begin_ahead, services.engine, services.queue),
            partial(announce, services),
        ),
    )
    keep_steady()
    run_until_stopped(place)


def _first_code(console: Console) -> dict[str, str] | None:
    # Shown here and nowhere else: whoever reads this console is whoever installed the service.
    now = clock.now()
    with transaction(console.services.engine, None) as session:
        code = first_start.issue_code(session, now=now)
    if code is None:
        return None
    until = instant(now + first_start.CODE_LIFE, console.locale, console.settings.time_zone)
    link = f"{console.settings.public_url}/premier-demarrage"
    return {"link": link, "secret": code, "until": until}


def _start_worker() -> subprocess.Popen[bytes]:
    # A process of its own: the crash of one must not be the crash of the other. A session of its
    # own: Ctrl-C is for `serve`, which then stops it. Its standard input ends when `serve` does,
    # even where `serve` had no time to say so.
    return subprocess.Popen(
        [sys.executable, "-m", "reversibility", "worker", "--with-parent"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _stop_with_parent() -> None:
    # Below Python's own buffer, whose lock a waiting thread would still hold at the end.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _stop_worker(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(timeout=_PATIENCE_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        # What it was doing is put back by the next worker.
        worker.kill()
        worker.wait()


def _proxy(address: str) -> dict[str, object]:
    if not address:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    return {"trusted_proxy": address, "trusted_proxy_count": 1, "trusted_proxy_headers": headers}


def _check_port(console: Console) -> None:
    settings = console.settings
    address = (settings.host, int(settings.port))
    try:
        with socket.create_server(address):
            return
    except OSError as error:
        code = "port_taken" if error.errno in _TAKEN else "port_refused"
        raise CommandError(
            console.text(code, host=settings.host, port=settings.port, why=error.strerror)
        ) from error


_TAKEN = {98, 48}  # EADDRINUSE on Linux and macOS


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
