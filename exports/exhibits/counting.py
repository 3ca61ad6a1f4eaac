"""Count the pages of a PDF that a stranger may have made: in a child with limits, or not at all.

`python -m exports.exhibits.counting` reads a PDF on standard input and prints its number of pages.
"""

import io
import subprocess
import sys

from pypdf import PdfReader

from exports.typesetting.child import environment
from exports.typesetting.limits import limit_ourselves

WALL_SECONDS = 20
_MOST_DIGITS = 6


def count_pages(pdf: bytes) -> int | None:
    """Return the number of pages; None for a file whose pages cannot be counted in time."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", "exports.exhibits.counting"],
            input=pdf,
            capture_output=True,
            timeout=WALL_SECONDS,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    said = child.stdout.strip()
    is_count = child.returncode == 0 and said.isdigit() and len(said) <= _MOST_DIGITS
    return int(said) or None if is_count else None


def main() -> int:
    """Print the number of pages; whatever goes wrong ends this process, and nothing else."""
    limit_ourselves()
    pages = len(PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages)
    sys.stdout.write(f"{pages}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
