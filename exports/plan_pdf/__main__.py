"""Read a dossier (JSON) on standard input, write its PDF on standard output, within limits.

python -m exports.plan_pdf < dossier.json > exit-plan.pdf
"""

import resource
import sys

from exports.dossier import from_json
from exports.errors import ExportsError
from exports.plan_pdf.typeset import typeset

CPU_SECONDS = 60
MEMORY_BYTES = 3 * 1024**3
LONGEST_FILE_BYTES = 512 * 1024**2


def main() -> int:
    """Render one dossier; on a fault say it in one line and give 2."""
    _limit_ourselves()
    try:
        pdf = typeset(from_json(sys.stdin.buffer.read()))
    except ExportsError as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 2
    except MemoryError:
        sys.stderr.write("the plan needs more memory than allowed\n")
        return 2
    sys.stdout.buffer.write(pdf)
    return 0


def _limit_ourselves() -> None:
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


if __name__ == "__main__":
    sys.exit(main())
