"""Run the universe beside a program: `python -m tests.universe --dir DIR`.

Prints one line on standard output, the path of the probes' TOML, once everything answers. Ends with
the program that started it, on Ctrl-C, or on SIGTERM.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.universe.errors import UniverseError
from tests.universe.timing import time_start
from tests.universe.universe import Universe

HELP = """\
examples:
  python -m tests.universe --dir var/universe
  python -m tests.universe --dir var/universe --mode whois.nic.fr.example=throttled
  python -m tests.universe --dir var/universe --port 53=5353 --port 443=8443
  python -m tests.universe --time
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the parent ends or somebody asks to stop; 0 unless it could not start."""
    options = _parser().parse_args(arguments)
    if options.time:
        return time_start()
    try:
        asyncio.run(_live(options))
    except (UniverseError, OSError) as fault:
        print(f"The test universe did not start. {_sentence(fault)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.universe",
        description="A miniature Internet on loopback, for tests and the demo.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    folder, pair = Path, "NAME=VALUE"
    add = parser.add_argument
    add(
        "--dir", type=folder, metavar="DIR", help="where probes.toml and ca.pem go (else temporary)"
    )
    add("--replay", type=folder, metavar="FOLDER", help="also serve the recorded answers in FOLDER")
    add("--mode", type=_pair, action="append", default=[], metavar=pair, help="HOST=MODE")
    add("--port", type=_port, action="append", default=[], metavar=pair, help="53=5353; else free")
    add("--parent-pid", type=int, metavar="PID", help="end with this process, not with the parent")
    add("--time", action="store_true", help="measure the start and print the figure")
    return parser


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not (key and sign and value):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return key, value


def _port(text: str) -> tuple[int, int]:
    service, number = _pair(text)
    known = {"43", "53", "80", "443"}
    if service not in known or not number.isdecimal() or not 0 < int(number) < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 53=5353 (43, 53, 80 or 443)")
    return int(service), int(number)


async def _live(options: argparse.Namespace) -> None:
    """Start, say where, and wait for the end."""
    ended = _watch(options.parent_pid or os.getppid())
    with tempfile.TemporaryDirectory(prefix="universe-") as temporary:
        universe = Universe((options.dir or Path(temporary)).absolute())
        try:
            await universe.start(datetime.now(UTC), dict(options.port), options.replay)
            for host, mode in options.mode:
                universe.set_mode(host, mode)
            print(universe.toml, flush=True)
            await ended.wait()
        finally:
            await universe.stop()


def _watch(parent: int) -> asyncio.Event:
    """Return an event that happens when the parent has ended or a signal asks us to."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    try:
        loop.add_reader(os.pidfd_open(parent), ended.set)
    except ProcessLookupError:
        raise UniverseError(
            f"There is no process {parent} to end with; give --parent-pid a running one."
        ) from None
    return ended


def _sentence(fault: UniverseError | OSError) -> str:
    if isinstance(fault, UniverseError):
        return str(fault)
    if fault.filename is None:
        return f"{fault.strerror}. Start it again, or look at what else runs on this machine."
    return f"{fault.filename}: {fault.strerror}. Choose another folder with --dir."


if __name__ == "__main__":
    sys.exit(main())
