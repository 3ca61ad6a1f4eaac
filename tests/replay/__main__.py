"""Compare `python -m probes check` with what was expected, on real registries' recorded answers.

    python -m tests.replay --corpus FOLDER

The answers go through the test universe's sockets. Ends with 0 only if every verdict on the holder
is the expected one, with 1 if one differs, with 2 if the comparison could not be made.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.replay.checking import check
from tests.replay.comparison import Row, report
from tests.replay.expectations import FILE, Expectations, ReplayError, read
from tests.universe.errors import UniverseError
from tests.universe.replay.recordings import read as recordings
from tests.universe.running import running

AGREED, DIFFERS, NOT_COMPARED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Check every expected name for every practice and print the comparison."""
    options = _parser().parse_args(arguments)
    try:
        expectations = read(options.expectations)
        _must_be_recorded(expectations, options.corpus)
        rows = list(_rows(expectations, options.corpus))
    except (ReplayError, UniverseError, OSError) as fault:
        print(f"Nothing was compared. {fault}", file=sys.stderr)
        return NOT_COMPARED
    except KeyboardInterrupt:
        print("Interrupted; nothing was compared.", file=sys.stderr)
        return INTERRUPTED
    for line in report(rows):
        print(line)
    return DIFFERS if any(row.differences for row in rows) else AGREED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.replay",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--corpus",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="recorded answers: whois/ rdap/",
    )
    add(
        "--expectations", type=Path, default=FILE, metavar="TOML", help="default: those beside this"
    )
    return parser


def _must_be_recorded(expectations: Expectations, corpus: Path) -> None:
    """Refuse a folder without one of the names: the universe would call it free."""
    recorded = recordings(corpus)
    missing = [each.name for each in expectations.names if each.name not in recorded]
    if missing:
        raise ReplayError(f"{corpus} has no recorded answer for {', '.join(missing)}.")


def _rows(expectations: Expectations, corpus: Path) -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="replay-") as folder,
        running(Path(folder), replay=corpus.absolute()) as universe,
    ):
        for name in expectations.names:
            for practice in expectations.practices:
                seen = check(name.name, practice, universe.toml)
                yield Row(name=name, practice=practice.key, seen=seen)


if __name__ == "__main__":
    sys.exit(main())
