"""Read what a letter says (JSON) on standard input, write its PDF on standard output."""

import json
import sys
from pathlib import Path

from exports.typesetting.limits import serve
from exports.typesetting.typeset import typeset

TEMPLATE = Path(__file__).with_name("letter.typ")


def make(given: bytes) -> bytes:
    """Typeset a letter; same letter, same bytes."""
    data = json.loads(given)
    return typeset(TEMPLATE, data, timestamp=int(data["timestamp"]))


if __name__ == "__main__":
    sys.exit(serve("the letter", make))
