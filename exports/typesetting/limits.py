"""The child's side of a renderer: limits first, then one document, then the end."""

import resource
import sys
from collections.abc import Callable

from exports.errors import ExportsError

CPU_SECONDS = 60
MEMORY_BYTES = 3 * 1024**3
LONGEST_FILE_BYTES = 512 * 1024**2


def serve(document: str, make: Callable[[bytes], bytes]) -> int:
    """Make one document from standard input; on a fault say it in one line and give 2."""
    limit_ourselves()
    try:
        pdf = make(sys.stdin.buffer.read())
    except ExportsError as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 2
    except MemoryError:
        sys.stderr.write(f"{document} needs more memory than allowed\n")
        return 2
    sys.stdout.buffer.write(pdf)
    return 0


def limit_ourselves() -> None:
    """Bound processor time, memory and the size of what is written; leave no core dump."""
    for kind, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, LONGEST_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (lowest, lowest))
