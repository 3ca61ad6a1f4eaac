"""The process in which python-whois reads one answer after another, under limits of its own.

Started by `long_tail.py` as a script with `-I`, so it imports nothing of this package. One JSON
object a line on standard input, `{"domain", "text"}`; one a line on standard output. Ends with its
parent, when standard input closes.

python-whois is a table of regular expressions over untrusted text, some of them of quadratic cost
(richardpenman/whois issue 312): the CPU limit below ends the process, the parent starts another.
"""

import json
import math
import resource
import sys
from collections.abc import Mapping
from typing import SupportsIndex

import whois.parser
from whois.exceptions import PywhoisError

CPU_SECONDS = 1
MEMORY_BYTES = 512 * 1024 * 1024

Answer = dict[str, object]


def main() -> None:
    """Read questions until standard input closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Left alone it guesses the order of day and month, and one date it cannot read costs the whole
    # answer. The text goes back as it stands; the parent knows the registry's form.
    whois.parser.cast_date = _as_written
    _say({"ready": True})
    for line in sys.stdin:
        question = json.loads(line)
        _allow_cpu()
        _say(_read(question["domain"], question["text"]))


def _allow_cpu() -> None:
    """Let this answer take `CPU_SECONDS` more than what was used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _read(domain: str, text: str) -> Answer:
    """Parse one answer; whatever python-whois cannot read is a fault of that answer only."""
    try:
        return {"values": _plain(whois.parser.WhoisEntry.load(domain, text))}
    # Its parsers raise what `re` and list indexing raise on a form they do not expect.
    except (
        PywhoisError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        OverflowError,
        MemoryError,
    ) as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}


class AsWritten(str):
    """A date that is still text, given to parsers that go on to `replace(tzinfo=...)`."""

    __slots__ = ()

    def replace(self, old: str = "", new: str = "", count: SupportsIndex = -1, **_: object) -> str:
        """Ignore what only a date understands, such as `tzinfo`."""
        return super().replace(old, new, count) if old else self


def _as_written(text: str, **_order: bool) -> str:
    return AsWritten(text)


def _plain(values: Mapping[str, object]) -> dict[str, list[str]]:
    """Every value as a list of text."""
    return {key: _texts(value) for key, value in values.items()}


def _texts(value: object) -> list[str]:
    items = value if isinstance(value, list | tuple | set) else [value]
    return [str(item) for item in items if item is not None]


def _say(answer: Answer) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
